package app.capgo.backgroundtask.work;

import android.os.Build;
import androidx.work.BackoffPolicy;
import androidx.work.Data;
import androidx.work.ListenableWorker;
import androidx.work.OneTimeWorkRequest;
import androidx.work.OutOfQuotaPolicy;
import androidx.work.WorkRequest;
import app.capgo.backgroundtask.core.Constants;
import app.capgo.backgroundtask.core.ConstraintSet;
import app.capgo.backgroundtask.core.Ports.WorkPlan;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One work for the items of a task that have the same constraints: what WorkManager is given, and what a worker reads from it. */
public record ItemWork(String taskName, ConstraintSet constraints, boolean isExpedited) {
    private static final String CONSTRAINTS_KEY = "itemConstraints";
    private static final String EXPEDITED_KEY = "expedited";

    /** Returns what a worker was started for; null: it is the periodic work of a registration. */
    public static ItemWork of(Data input) {
        String taskName = input.getString(TaskWork.NAME_KEY);
        String key = input.getString(CONSTRAINTS_KEY);
        if (taskName == null || key == null) return null;
        return new ItemWork(taskName, ConstraintSet.of(key), input.getBoolean(EXPEDITED_KEY, false));
    }

    /** Returns how long such a work lasts. */
    public long limitMs() {
        return isExpedited ? Constants.EXPEDITED_LIMIT_MS : Constants.TIME_LIMIT_MS;
    }

    /** Returns the name under which there is one work at a time. No task's own work has it, since no slash is in a task's part of it. */
    public static String uniqueName(String taskName, ConstraintSet constraints) {
        return TaskWork.uniqueName(taskName) + "/items/" + constraints.key();
    }

    /** Before Android 12 an expedited work would need a foreground service, and a notification. */
    static boolean mayExpedite(WorkPlan plan) {
        return plan.expedited() && Build.VERSION.SDK_INT >= Build.VERSION_CODES.S;
    }

    /** Returns the request; `id` is that of the work which it changes, or null. */
    OneTimeWorkRequest request(Class<? extends ListenableWorker> worker, long delayMs, UUID id) {
        OneTimeWorkRequest.Builder builder = new OneTimeWorkRequest.Builder(worker)
            .setInitialDelay(delayMs, TimeUnit.MILLISECONDS)
            .setConstraints(TaskWork.constraints(constraints))
            .setInputData(
                new Data.Builder()
                    .putString(TaskWork.NAME_KEY, taskName)
                    .putString(CONSTRAINTS_KEY, constraints.key())
                    .putBoolean(EXPEDITED_KEY, isExpedited)
                    .build()
            )
            .addTag(TaskWork.TAG);
        if (id != null) builder.setId(id);
        if (isExpedited) builder.setExpedited(OutOfQuotaPolicy.RUN_AS_NON_EXPEDITED_WORK_REQUEST);
        // The backoff of items is ours. WorkManager's is for works that it has stopped: it shall be as short as it can be.
        if (!constraints.requiresDeviceIdle()) {
            builder.setBackoffCriteria(BackoffPolicy.LINEAR, WorkRequest.MIN_BACKOFF_MILLIS, TimeUnit.MILLISECONDS);
        }
        return builder.build();
    }
}
