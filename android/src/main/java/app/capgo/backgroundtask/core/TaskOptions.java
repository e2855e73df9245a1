package app.capgo.backgroundtask.core;

/** Options as they are stored: checked by TypeScript, complete, in milliseconds. */
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
    Long timeoutMs
) {}
