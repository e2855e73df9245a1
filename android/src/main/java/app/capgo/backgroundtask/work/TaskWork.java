package app.capgo.backgroundtask.work;

import androidx.work.BackoffPolicy;
import androidx.work.Constraints;
import androidx.work.Data;
import androidx.work.ListenableWorker;
import androidx.work.NetworkType;
import androidx.work.PeriodicWorkRequest;
import androidx.work.WorkInfo;
import app.capgo.backgroundtask.core.Constants;
import app.capgo.backgroundtask.core.ConstraintSet;
import app.capgo.backgroundtask.core.Decode;
import app.capgo.backgroundtask.core.Encode;
import app.capgo.backgroundtask.core.Json;
import app.capgo.backgroundtask.core.Schedule;
import app.capgo.backgroundtask.core.TaskOptions;
import app.capgo.backgroundtask.core.TaskRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Makes one unique periodic work of a task. A tag holds what is needed to rebuild the registration, because WorkInfo shows tags only. */
public final class TaskWork {

    public static final String TAG = "app.capgo.backgroundtask";
    public static final String NAME_KEY = "taskName";
    private static final String RECORD_TAG = TAG + ".record:";

    private TaskWork() {}

    /** Returns a text that is safe as a name and a tag whatever the task is called. Different names stay different. */
    public static String uniqueName(String taskName) {
        StringBuilder out = new StringBuilder(TAG).append('/');
        for (int i = 0; i < taskName.length(); i++) {
            char c = taskName.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            if (plain) out.append(c);
            else out.append('~').append(Integer.toHexString(0x10000 | c).substring(1));
        }
        return out.toString();
    }

    static PeriodicWorkRequest request(Class<? extends ListenableWorker> worker, TaskRecord task, long initialDelayMs) {
        return builder(worker, task, initialDelayMs).build();
    }

    /** Returns the request of a task with a window: its next start is at that time, whatever its period says. */
    static PeriodicWorkRequest requestAt(Class<? extends ListenableWorker> worker, TaskRecord task, long time) {
        return builder(worker, task, 0).setNextScheduleTimeOverride(time).build();
    }

    private static PeriodicWorkRequest.Builder builder(Class<? extends ListenableWorker> worker, TaskRecord task, long initialDelayMs) {
        TaskOptions options = task.options();
        PeriodicWorkRequest.Builder builder = new PeriodicWorkRequest.Builder(worker, options.minimumIntervalMs(), TimeUnit.MILLISECONDS)
            .setInitialDelay(initialDelayMs, TimeUnit.MILLISECONDS)
            .setConstraints(constraints(options.constraints()))
            .setInputData(new Data.Builder().putString(NAME_KEY, task.name()).build())
            .addTag(TAG)
            .addTag(recordTag(task));
        // WorkManager refuses idleness and a backoff together. A work that needs idleness waits for the next idle time anyway.
        if (!options.requiresDeviceIdle()) {
            builder.setBackoffCriteria(BackoffPolicy.EXPONENTIAL, Constants.BACKOFF_FIRST_MS, TimeUnit.MILLISECONDS);
        }
        return builder;
    }

    static Constraints constraints(ConstraintSet options) {
        NetworkType network = options.requiresNetwork() ? NetworkType.CONNECTED : NetworkType.NOT_REQUIRED;
        return new Constraints.Builder()
            .setRequiredNetworkType(options.requiresUnmeteredNetwork() ? NetworkType.UNMETERED : network)
            .setRequiresCharging(options.requiresCharging())
            .setRequiresBatteryNotLow(options.requiresBatteryNotLow())
            .setRequiresStorageNotLow(options.requiresStorageNotLow())
            .setRequiresDeviceIdle(options.requiresDeviceIdle())
            .build();
    }

    /** Returns the initial delay of a work that is new to WorkManager. */
    static long delayOf(TaskRecord task, long now) {
        return Math.max(0, Schedule.openableAt(task, now) - now);
    }

    /**
     * Returns the initial delay of an update. WorkManager counts it from the time of the first enqueueing, which it does not tell, but which follows
     * from the old delay and the old next time. After the first period the delay has no effect any more.
     */
    static long updatedDelayOf(TaskRecord task, WorkInfo present) {
        long next = present.getNextScheduleTimeMillis();
        if (present.getState() != WorkInfo.State.ENQUEUED || next == Long.MAX_VALUE) return task.options().minimumIntervalMs();
        return Math.max(0, present.getInitialDelayMillis() + Schedule.openableAt(task) - next);
    }

    /** Allows for small differences of the clocks, and for the time that a step takes. */
    private static final long TOLERANCE_MS = 60_000;

    /**
     * Returns whether WorkManager would start the work later than any interval or backoff explains. It keeps the wall-clock time of the next run, so after
     * the clock was set back that run is late by the length of the jump. This holds only for a work that waits: a work that is running counts its
     * next period from its end, and must not cancel itself when it looks at this in its own start.
     */
    static boolean isTooLate(TaskRecord task, WorkInfo present, long now) {
        long next = present.getNextScheduleTimeMillis();
        if (present.getState() != WorkInfo.State.ENQUEUED || next == Long.MAX_VALUE) return false;
        long backoffMs = present.getRunAttemptCount() == 0 ? 0 : Constants.BACKOFF_LIMIT_MS;
        // A window may be a day away.
        long waitsMs = task.options().window() == null ? 0 : Schedule.openableAt(task, now) - now;
        return next > now + Math.max(Math.max(task.options().minimumIntervalMs(), waitsMs), backoffMs) + TOLERANCE_MS;
    }

    private static String recordTag(TaskRecord task) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("name", task.name());
        record.put("registeredAt", task.registeredAt());
        record.put("options", Encode.options(task.options()));
        return RECORD_TAG + Json.write(record);
    }

    /** Returns the registration that a work was made for, without the state of its schedule; null when the tag cannot be read. */
    static TaskRecord recordOf(WorkInfo work) {
        for (String tag : work.getTags()) {
            if (!tag.startsWith(RECORD_TAG)) continue;
            try {
                Map<?, ?> record = (Map<?, ?>) Json.parse(tag.substring(RECORD_TAG.length()));
                TaskOptions options = Decode.taskOptions(record.get("options")).value();
                if (
                    options != null && record.get("name") instanceof String name && record.get("registeredAt") instanceof Long registeredAt
                ) {
                    return TaskRecord.created(name, options, registeredAt);
                }
            } catch (IllegalArgumentException | ClassCastException error) {
                return null;
            }
        }
        return null;
    }
}
