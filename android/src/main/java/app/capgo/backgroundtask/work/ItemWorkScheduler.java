package app.capgo.backgroundtask.work;

import android.content.Context;
import androidx.work.ExistingWorkPolicy;
import androidx.work.ListenableWorker;
import androidx.work.OneTimeWorkRequest;
import androidx.work.WorkInfo;
import androidx.work.WorkManager;
import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Constants;
import app.capgo.backgroundtask.core.ConstraintSet;
import app.capgo.backgroundtask.core.Ports.Clock;
import app.capgo.backgroundtask.core.Ports.WorkPlan;
import app.capgo.backgroundtask.platform.Log;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps at most one work that waits for each task and set of constraints, and never touches one that runs. Called, and answers, on the engine's thread,
 * which alone decides: of a name one decision is made at a time.
 */
public final class ItemWorkScheduler {

    /** Allows for small differences of the clocks. */
    private static final long TOLERANCE_MS = 1000;

    private final WorkAccess access;
    private final Class<? extends ListenableWorker> worker;
    private final Clock clock;
    /** By unique name, what is asked while WorkManager answers an earlier question. */
    private final Map<String, List<Asked>> waiting = new HashMap<>();

    /** `worker` is the class whose name WorkManager stores. */
    public ItemWorkScheduler(Context context, Class<? extends ListenableWorker> worker, Executor engine, Clock clock) {
        access = new WorkAccess(context, engine);
        this.worker = worker;
        this.clock = clock;
    }

    private record Asked(boolean besideRunning, Supplier<WorkPlan> plan, Consumer<BackgroundTaskException> done) {}

    /** As Ports.QueueHost.requestWork. */
    public void request(
        String taskName,
        ConstraintSet constraints,
        boolean besideRunning,
        Supplier<WorkPlan> plan,
        Consumer<BackgroundTaskException> done
    ) {
        String name = ItemWork.uniqueName(taskName, constraints);
        Asked asked = new Asked(besideRunning, plan, done);
        List<Asked> behind = waiting.get(name);
        if (behind != null) {
            behind.add(asked);
            return;
        }
        waiting.put(name, new ArrayList<>());
        decide(taskName, constraints, Collections.singletonList(asked));
    }

    private void decide(String taskName, ConstraintSet constraints, List<Asked> asked) {
        String name = ItemWork.uniqueName(taskName, constraints);
        Consumer<BackgroundTaskException> done = error -> {
            if (error != null) Log.warn("A work for the items of \"" + taskName + "\" could not be requested", error);
            List<Asked> next = waiting.get(name);
            if (next.isEmpty()) waiting.remove(name);
            else waiting.put(name, new ArrayList<>());
            for (Asked one : asked) one.done().accept(error);
            if (!next.isEmpty()) decide(taskName, constraints, next);
        };
        try {
            WorkManager works = access.workManager();
            access.when(works.getWorkInfosForUniqueWork(name), done, infos -> {
                try {
                    bringInLine(works, new ItemWork(taskName, constraints, false), asked, infos, done);
                } catch (RuntimeException error) {
                    done.accept(WorkAccess.refused(error));
                }
            });
        } catch (BackgroundTaskException error) {
            done.accept(error);
        } catch (RuntimeException error) {
            done.accept(WorkAccess.refused(error));
        }
    }

    private void bringInLine(
        WorkManager works,
        ItemWork items,
        List<Asked> asked,
        List<WorkInfo> infos,
        Consumer<BackgroundTaskException> done
    ) {
        WorkPlan plan = null;
        boolean besideRunning = false;
        for (Asked one : asked) {
            WorkPlan its = one.plan().get();
            if (its != null && (plan == null || its.at() < plan.at())) plan = its;
            besideRunning |= one.besideRunning();
        }
        WorkInfo waits = null;
        boolean isOneRunning = false;
        for (WorkInfo info : infos) {
            if (info.getState() == WorkInfo.State.RUNNING) isOneRunning = true;
            else if (!info.getState().isFinished()) waits = info;
        }
        boolean isRight = waits == null ? isOneRunning && !besideRunning : plan != null && comesInTime(waits, plan);
        if (plan == null || isRight) {
            done.accept(null);
            return;
        }
        long now = clock.now();
        ItemWork work = new ItemWork(items.taskName(), items.constraints(), ItemWork.mayExpedite(plan));
        String name = ItemWork.uniqueName(work.taskName(), work.constraints());
        OneTimeWorkRequest anew = work.request(worker, Math.max(0, plan.at() - now), null);
        if (waits == null) {
            // KEEP puts a new one in the place of one that has ended, and leaves alone one that lives.
            ExistingWorkPolicy policy = isOneRunning ? ExistingWorkPolicy.APPEND_OR_REPLACE : ExistingWorkPolicy.KEEP;
            access.when(works.enqueueUniqueWork(name, policy, anew).getResult(), done, success -> done.accept(null));
        } else if (isAhead(waits, now) || (work.isExpedited() && delayFromEnqueueing(waits, plan, now) > 0)) {
            // An update would keep the wrong time, or need a delay, which no expedited work may have. Nobody misses a work that only waits.
            access.when(works.enqueueUniqueWork(name, ExistingWorkPolicy.REPLACE, anew).getResult(), done, success -> done.accept(null));
        } else {
            OneTimeWorkRequest update = work.request(worker, delayFromEnqueueing(waits, plan, now), waits.getId());
            access.when(works.updateWork(update), done, result -> {
                if (result != WorkManager.UpdateResult.NOT_APPLIED) done.accept(null);
                // It ran and ended meanwhile.
                else access.when(works.enqueueUniqueWork(name, ExistingWorkPolicy.KEEP, anew).getResult(), done, success ->
                    done.accept(null)
                );
            });
        }
    }

    private boolean comesInTime(WorkInfo waits, WorkPlan plan) {
        long now = clock.now();
        long inTime = Math.max(plan.at(), now) + TOLERANCE_MS;
        // Its delay counts from when the one before it has ended.
        if (waits.getState() == WorkInfo.State.BLOCKED) return now + waits.getInitialDelayMillis() <= inTime;
        // A work that WorkManager has stopped comes back after WorkManager's own backoff, the shortest there is.
        boolean isStopped = waits.getRunAttemptCount() > 0 && waits.getNextScheduleTimeMillis() <= now + Constants.BACKOFF_LIMIT_MS;
        return isStopped || waits.getNextScheduleTimeMillis() <= inTime;
    }

    /** Returns whether the clock was set back since: WorkManager keeps the wall-clock time of a work. */
    private static boolean isAhead(WorkInfo waits, long now) {
        if (waits.getState() == WorkInfo.State.BLOCKED) return false;
        return waits.getRunAttemptCount() > 0 || enqueuedAt(waits) > now + TOLERANCE_MS;
    }

    private static long delayFromEnqueueing(WorkInfo waits, WorkPlan plan, long now) {
        long from = waits.getState() == WorkInfo.State.BLOCKED ? now : enqueuedAt(waits);
        return Math.max(0, plan.at() - from);
    }

    /** WorkManager does not tell it, but it follows from the delay and the next time. */
    private static long enqueuedAt(WorkInfo waits) {
        return waits.getNextScheduleTimeMillis() - waits.getInitialDelayMillis();
    }
}
