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
    Long timeoutMs
) {}
