package app.capgo.backgroundtask.core;

/** Holds options as they are stored: TypeScript has checked and completed them. Durations are in milliseconds. */
public record TaskOptions(
    long minimumIntervalMs,
    boolean requiresNetwork,
    boolean requiresUnmeteredNetwork,
    boolean requiresCharging,
    boolean requiresBatteryNotLow,
    boolean requiresStorageNotLow,
    boolean requiresDeviceIdle,
    long maximumRetries,
    /* Shortens the run's deadline; null: the platform's limit. */
    Long timeLimitMs,
    /* The compatibility job's own timeout; null: none. */
    Long timeoutMs,
    /* From the registration to the first run; null: one interval. */
    Long initialDelayMs,
    /* When of a day the task may run; null: at any time. */
    DailyWindow window
) {
    public TaskOptions(
        long minimumIntervalMs,
        boolean requiresNetwork,
        boolean requiresUnmeteredNetwork,
        boolean requiresCharging,
        boolean requiresBatteryNotLow,
        boolean requiresStorageNotLow,
        boolean requiresDeviceIdle,
        long maximumRetries,
        Long timeLimitMs,
        Long timeoutMs
    ) {
        this(
            minimumIntervalMs,
            requiresNetwork,
            requiresUnmeteredNetwork,
            requiresCharging,
            requiresBatteryNotLow,
            requiresStorageNotLow,
            requiresDeviceIdle,
            maximumRetries,
            timeLimitMs,
            timeoutMs,
            null,
            null
        );
    }

    public ConstraintSet constraints() {
        return new ConstraintSet(
            requiresNetwork,
            requiresUnmeteredNetwork,
            requiresCharging,
            requiresBatteryNotLow,
            requiresStorageNotLow,
            requiresDeviceIdle
        );
    }

    /** Returns the version of a record with these options: older code would run the task at the wrong time. */
    int recordVersion() {
        return initialDelayMs == null && window == null ? Constants.RECORD_VERSION : Constants.NEWEST_RECORD_VERSION;
    }
}
