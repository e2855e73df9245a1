package app.capgo.backgroundtask.core;

/**
 * A registration as version 8.1 of this package stored it. Null: it was not stored, or is damaged.
 *
 * @param pendingSince when the oldest run began that nobody has finished: that version kept runs until the app was opened
 */
public record EarlierTask(String name, Long minimumIntervalMinutes, Boolean requiresNetwork, Long pendingSince) {
    private static final String COMPAT_NAME = "CapgoBackgroundTask";
    private static final long DEFAULT_INTERVAL_MINUTES = 720;
    private static final long LONGEST_INTERVAL_MINUTES = 525_600;
    private static final long MINUTE_MS = 60_000;
    private static final long COMPAT_TIMEOUT_MS = 30_000;

    /** That version named the one job of the react-native-background-task compatibility otherwise. */
    public static String nameHere(String name) {
        return name.equals(COMPAT_NAME) ? Constants.COMPAT_TASK_NAME : name;
    }

    /** Returns the record that goes on with this schedule, or null when the name cannot be one here. */
    TaskRecord toRecord(long now) {
        if (name.isEmpty() || name.length() > Constants.MAXIMUM_NAME_LENGTH) return null;
        long minutes = minimumIntervalMinutes == null || minimumIntervalMinutes <= 0 ? DEFAULT_INTERVAL_MINUTES : minimumIntervalMinutes;
        long intervalMs = Math.max(Constants.MINIMUM_INTERVAL_MS, Math.min(minutes, LONGEST_INTERVAL_MINUTES) * MINUTE_MS);
        TaskOptions options = new TaskOptions(
            intervalMs,
            requiresNetwork == null || requiresNetwork,
            false,
            false,
            false,
            false,
            false,
            0,
            null,
            name.equals(COMPAT_NAME) ? COMPAT_TIMEOUT_MS : null
        );
        TaskRecord record = TaskRecord.created(nameHere(name), options, now);
        // A run that nobody has finished is due since then; that is one run, however many were kept.
        return pendingSince == null ? record : dueSince(record, Math.min(pendingSince, now));
    }

    /** Returns the record with an anchor one interval before that time. */
    public static TaskRecord dueSince(TaskRecord task, long time) {
        long anchor = Math.max(0, time - task.options().minimumIntervalMs());
        return task.withTimes(task.registeredAt(), anchor, task.backoffFrom(), task.undefinedAt());
    }

    /** Returns whether nothing has happened to the task since it was taken over, so that its time is still the one that the earlier work knows. */
    public static boolean isUntouched(TaskRecord task) {
        return task.anchorAt() == null && task.lastRun() == null;
    }
}
