package app.capgo.backgroundtask.work;

import android.content.Context;
import androidx.work.ExistingPeriodicWorkPolicy;
import androidx.work.ListenableWorker;
import androidx.work.PeriodicWorkRequest;
import androidx.work.WorkInfo;
import androidx.work.WorkManager;
import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Ports.Clock;
import app.capgo.backgroundtask.core.Schedule;
import app.capgo.backgroundtask.core.TaskRecord;
import app.capgo.backgroundtask.platform.Log;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/** Makes WorkManager hold what the ledger says. Called, and answers, on the engine's thread. */
public final class WorkScheduler {

    private final WorkAccess access;
    private final Class<? extends ListenableWorker> worker;
    private final Clock clock;
    private final Function<String, TaskRecord> registered;

    /** `worker` is the class whose name WorkManager stores. `registered` returns the task of a name as the ledger has it at that moment, or null. */
    public WorkScheduler(
        Context context,
        Class<? extends ListenableWorker> worker,
        Executor engine,
        Clock clock,
        Function<String, TaskRecord> registered
    ) {
        access = new WorkAccess(context, engine);
        this.worker = worker;
        this.clock = clock;
        this.registered = registered;
    }

    /** Brings the task's work in line with the ledger; `done` gets null or what went wrong. */
    public void schedule(String name, Consumer<BackgroundTaskException> done) {
        try {
            String uniqueName = TaskWork.uniqueName(name);
            WorkManager works = access.workManager();
            access.when(works.getWorkInfosForUniqueWork(uniqueName), done, infos -> {
                TaskRecord task = registered.apply(name);
                WorkInfo present = alive(infos);
                TaskRecord scheduled = present == null ? null : TaskWork.recordOf(present);
                boolean isTooLate = task != null && present != null && TaskWork.isTooLate(task, present, clock.now());
                // The task was unregistered while WorkManager answered, or there is nothing to do.
                if (task == null || (scheduled != null && scheduled.options().equals(task.options()) && !isTooLate)) {
                    done.accept(null);
                    return;
                }
                if (isTooLate) {
                    // An update would keep the wrong time. Nobody misses a work that only waits.
                    PeriodicWorkRequest anew = TaskWork.request(worker, task, TaskWork.delayOf(task, clock.now()));
                    ExistingPeriodicWorkPolicy policy = ExistingPeriodicWorkPolicy.CANCEL_AND_REENQUEUE;
                    access.when(works.enqueueUniquePeriodicWork(uniqueName, policy, anew).getResult(), done, success -> done.accept(null));
                    return;
                }
                long delay = present == null ? TaskWork.delayOf(task, clock.now()) : TaskWork.updatedDelayOf(task, present);
                PeriodicWorkRequest request = TaskWork.request(worker, task, delay);
                // UPDATE does nothing to a work that has failed or was cancelled; KEEP puts another in its place. KEEP leaves alone what the
                // repair at the start, or a registration, has put in since WorkManager answered: that work may run already.
                ExistingPeriodicWorkPolicy policy = present == null ? ExistingPeriodicWorkPolicy.KEEP : ExistingPeriodicWorkPolicy.UPDATE;
                access.when(works.enqueueUniquePeriodicWork(uniqueName, policy, request).getResult(), done, success -> done.accept(null));
            });
        } catch (BackgroundTaskException error) {
            done.accept(error);
        } catch (RuntimeException error) {
            done.accept(WorkAccess.refused(error));
        }
    }

    /** Sets the next start of a task with a window to the time at which it may run; `done` is called in any case. */
    public void startInWindow(String name, Runnable done) {
        TaskRecord task = registered.apply(name);
        if (task == null || task.options().window() == null) {
            done.run();
            return;
        }
        Consumer<BackgroundTaskException> ended = error -> {
            if (error != null) Log.warn("The next start of \"" + name + "\" could not be set to its window", error);
            done.run();
        };
        try {
            PeriodicWorkRequest request = TaskWork.requestAt(worker, task, Schedule.openableAt(task, clock.now()));
            ExistingPeriodicWorkPolicy policy = ExistingPeriodicWorkPolicy.UPDATE;
            access.when(
                access.workManager().enqueueUniquePeriodicWork(TaskWork.uniqueName(name), policy, request).getResult(),
                ended,
                success -> ended.accept(null)
            );
        } catch (BackgroundTaskException error) {
            ended.accept(error);
        } catch (RuntimeException error) {
            ended.accept(WorkAccess.refused(error));
        }
    }

    /** Throws when WorkManager cannot be reached, as `cancel` would. */
    public void requireWorkManager() throws BackgroundTaskException {
        access.workManager();
    }

    /** Cancels all works, also those of tasks that a later version has stored. */
    public void cancelAll() throws BackgroundTaskException {
        access.workManager().cancelAllWorkByTag(TaskWork.TAG);
    }

    public void cancel(String name) throws BackgroundTaskException {
        access.workManager().cancelUniqueWork(TaskWork.uniqueName(name));
    }

    /** Cancels the work of version 8.1 for that task, as it was called there. */
    public void cancelEarlier(String name) throws BackgroundTaskException {
        access.workManager().cancelUniqueWork(EarlierInstallation.workName(name));
    }

    /** Finds the works of version 8.1 that are alive. `done` is not called when WorkManager cannot be asked. */
    void earlierWorks(Consumer<List<WorkInfo>> done) {
        try {
            Consumer<BackgroundTaskException> ignored = error -> Log.warn("The works of version 8.1 could not be read", error);
            access.when(access.workManager().getWorkInfosByTag(EarlierInstallation.TAG), ignored, infos -> {
                List<WorkInfo> alive = new ArrayList<>();
                for (WorkInfo info : infos) if (!info.getState().isFinished()) alive.add(info);
                done.accept(alive);
            });
        } catch (BackgroundTaskException error) {
            Log.warn(error.getMessage(), error);
        }
    }

    /** Holds a work of ours that is alive, and the registration that it was made for. */
    public record Scheduled(TaskRecord record, WorkInfo work) {}

    /** Returns whether the work is as the task wants it, its time included. */
    boolean isRight(Scheduled scheduled, TaskRecord task) {
        boolean hasItsOptions = scheduled != null && scheduled.record().options().equals(task.options());
        return hasItsOptions && !TaskWork.isTooLate(task, scheduled.work(), clock.now());
    }

    /** Finds the ids of the works that are alive, by their task's name. There are none when WorkManager cannot be asked. */
    public void workIds(Consumer<Map<String, String>> done) {
        try {
            access.when(
                access.workManager().getWorkInfosByTag(TaskWork.TAG),
                error -> done.accept(Collections.emptyMap()),
                infos -> {
                    Map<String, String> ids = new HashMap<>();
                    for (WorkInfo info : infos) {
                        TaskRecord record = info.getState().isFinished() ? null : TaskWork.recordOf(info);
                        if (record != null) ids.put(record.name(), info.getId().toString());
                    }
                    done.accept(ids);
                }
            );
        } catch (BackgroundTaskException error) {
            done.accept(Collections.emptyMap());
        }
    }

    /** Finds all works of ours that are alive, by the task that they were made for. `done` is not called when WorkManager cannot be asked. */
    public void works(Consumer<Map<String, Scheduled>> done) {
        try {
            Consumer<BackgroundTaskException> ignored = error -> Log.warn("WorkManager's works could not be read", error);
            access.when(access.workManager().getWorkInfosByTag(TaskWork.TAG), ignored, infos -> {
                Map<String, Scheduled> found = new HashMap<>();
                for (WorkInfo info : infos) {
                    TaskRecord record = info.getState().isFinished() ? null : TaskWork.recordOf(info);
                    if (record != null) found.put(record.name(), new Scheduled(record, info));
                }
                done.accept(found);
            });
        } catch (BackgroundTaskException error) {
            Log.warn(error.getMessage(), error);
        }
    }

    private static WorkInfo alive(List<WorkInfo> infos) {
        for (WorkInfo info : infos) {
            if (!info.getState().isFinished()) return info;
        }
        return null;
    }
}
