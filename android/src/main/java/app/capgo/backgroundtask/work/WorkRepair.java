package app.capgo.backgroundtask.work;

import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Ledger;
import app.capgo.backgroundtask.core.TaskRecord;
import app.capgo.backgroundtask.platform.Log;
import java.util.ArrayList;
import java.util.Map;

/** Makes WorkManager and the ledger agree when a process starts. Engine's thread. */
public final class WorkRepair {

    private WorkRepair() {}

    /** Starts the repair. `rebuild` means that a part of the ledger was lost, so WorkManager's works must tell what was registered. */
    public static void start(Ledger ledger, WorkScheduler scheduler, boolean rebuild) {
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
                if (scheduler.isRight(works.get(task.name()), task)) continue;
                scheduler.schedule(task.name(), error -> {
                    if (error != null) Log.warn("Task \"" + task.name() + "\" could not be scheduled", error);
                });
            }
        });
    }
}
