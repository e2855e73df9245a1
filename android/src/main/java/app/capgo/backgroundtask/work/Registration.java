package app.capgo.backgroundtask.work;

import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Ledger;
import app.capgo.backgroundtask.core.TaskOptions;
import app.capgo.backgroundtask.core.TaskRecord;
import app.capgo.backgroundtask.platform.Log;
import java.util.function.BiConsumer;

/** Makes a registration in the ledger and in WorkManager, in both or in neither. Engine's thread. */
public final class Registration {

    private Registration() {}

    /** Registers a task. `done` gets what changed, or why WorkManager refused. */
    public static void of(
        Ledger ledger,
        WorkScheduler scheduler,
        String name,
        TaskOptions options,
        long now,
        BiConsumer<Ledger.Change, BackgroundTaskException> done
    ) throws BackgroundTaskException {
        TaskRecord before = ledger.task(name);
        Ledger.Change change = ledger.register(name, options, now);
        // An unchanged task is scheduled too, because WorkManager may have lost its work since.
        scheduler.schedule(name, refused -> {
            if (refused != null) takeBack(ledger, name, before, options);
            done.accept(change, refused);
        });
    }

    /** Undoes a rejected registration: it stores nothing, and leaves an earlier one as it was. */
    private static void takeBack(Ledger ledger, String name, TaskRecord before, TaskOptions refused) {
        TaskRecord now = ledger.task(name);
        if (now == null || !now.options().equals(refused)) return;
        try {
            ledger.put(name, before == null ? null : now.withOptions(before.options()));
        } catch (BackgroundTaskException error) {
            Log.warn("A refused registration could not be taken back", error);
        }
    }
}
