package app.capgo.backgroundtask.work;

import android.content.Context;
import androidx.work.WorkInfo;
import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.EarlierTask;
import app.capgo.backgroundtask.core.Ledger;
import app.capgo.backgroundtask.core.TaskRecord;
import app.capgo.backgroundtask.platform.Log;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Makes WorkManager and the ledger agree when a process starts. Engine's thread. */
public final class WorkRepair {

    private WorkRepair() {}

    /**
     * Ends the works of version 8.1, whose tasks the ledger has taken over, and then does the repair. Each task goes on when its earlier work would have
     * come. A work that runs now is what started the process: it does its task's run, and gives its place to a work of ours after its answer.
     */
    public static void startAfterEarlier(Context context, Ledger ledger, WorkScheduler scheduler, boolean rebuild) {
        scheduler.earlierWorks(works -> {
            Set<String> running = new HashSet<>();
            try {
                for (WorkInfo work : works) {
                    String name = EarlierInstallation.taskOf(work);
                    if (name == null) continue;
                    if (work.getState() == WorkInfo.State.RUNNING) {
                        running.add(EarlierTask.nameHere(name));
                        continue;
                    }
                    TaskRecord task = ledger.task(EarlierTask.nameHere(name));
                    long next = work.getNextScheduleTimeMillis();
                    if (task != null && EarlierTask.isUntouched(task) && next != Long.MAX_VALUE) {
                        ledger.put(task.name(), EarlierTask.dueSince(task, next));
                    }
                    scheduler.cancelEarlier(name);
                }
                EarlierInstallation.remove(context);
            } catch (BackgroundTaskException error) {
                Log.warn("What version 8.1 has left could not be removed; the next start tries again", error);
            }
            start(ledger, scheduler, rebuild, running);
        });
    }

    /** Starts the repair. `rebuild` means that a part of the ledger was lost, so WorkManager's works must tell what was registered. */
    public static void start(Ledger ledger, WorkScheduler scheduler, boolean rebuild) {
        start(ledger, scheduler, rebuild, Collections.emptySet());
    }

    /** `later` are tasks whose works are scheduled by somebody else, later. */
    private static void start(Ledger ledger, WorkScheduler scheduler, boolean rebuild, Set<String> later) {
        scheduler.works(works -> {
            for (Map.Entry<String, WorkScheduler.Scheduled> work : works.entrySet()) {
                if (ledger.task(work.getKey()) != null || ledger.isNewer(work.getKey())) continue;
                try {
                    if (rebuild) ledger.put(work.getKey(), work.getValue().record());
                    else scheduler.cancel(work.getKey());
                } catch (BackgroundTaskException error) {
                    Log.warn("Task \"" + work.getKey() + "\" could not be repaired", error);
                }
            }
            for (TaskRecord task : new ArrayList<>(ledger.tasks())) {
                if (later.contains(task.name()) || scheduler.isRight(works.get(task.name()), task)) continue;
                scheduler.schedule(task.name(), error -> {
                    if (error != null) Log.warn("Task \"" + task.name() + "\" could not be scheduled", error);
                });
            }
        });
    }
}
