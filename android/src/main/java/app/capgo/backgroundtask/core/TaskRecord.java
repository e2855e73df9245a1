package app.capgo.backgroundtask.core;

/** A registration with the state of its schedule. Times are epoch milliseconds. */
public record TaskRecord(
    String name,
    TaskOptions options,
    long registeredAt,
    /* When the schedule last moved on; null before the first time. */
    Long anchorAt,
    long failedAttempts,
    long interruptedAttempts,
    /* Settlings with backoff since the schedule moved on, and the time of the last of them. */
    long backoffCount,
    Long backoffFrom,
    /* When a run last settled undefined; cleared when a runtime that names the task attaches. */
    Long undefinedAt,
    Run lastRun,
    /* 2 with an initial delay or a window, which older code would ignore. */
    long version
) {
    public static TaskRecord created(String name, TaskOptions options, long now) {
        return new TaskRecord(name, options, now, null, 0, 0, 0, null, null, null, options.recordVersion());
    }

    /** Changes the options of a registered task. Its anchor and the attempts that it has used up stay. */
    public TaskRecord withOptions(TaskOptions changed) {
        return new TaskRecord(
            name,
            changed,
            registeredAt,
            anchorAt,
            failedAttempts,
            interruptedAttempts,
            backoffCount,
            backoffFrom,
            undefinedAt,
            lastRun,
            changed.recordVersion()
        );
    }

    TaskRecord withLastRun(Run run) {
        return new TaskRecord(
            name,
            options,
            registeredAt,
            anchorAt,
            failedAttempts,
            interruptedAttempts,
            backoffCount,
            backoffFrom,
            undefinedAt,
            run,
            version
        );
    }

    TaskRecord withUndefinedAt(Long time) {
        return new TaskRecord(
            name,
            options,
            registeredAt,
            anchorAt,
            failedAttempts,
            interruptedAttempts,
            backoffCount,
            backoffFrom,
            time,
            lastRun,
            version
        );
    }

    TaskRecord withAttempts(long failed, long interrupted) {
        return new TaskRecord(
            name,
            options,
            registeredAt,
            anchorAt,
            failed,
            interrupted,
            backoffCount,
            backoffFrom,
            undefinedAt,
            lastRun,
            version
        );
    }

    TaskRecord movedOn(long now) {
        return new TaskRecord(name, options, registeredAt, now, 0, 0, 0, null, null, lastRun, version);
    }

    TaskRecord backedOff(long now) {
        return new TaskRecord(
            name,
            options,
            registeredAt,
            anchorAt,
            failedAttempts,
            interruptedAttempts,
            Math.min(Constants.LARGEST_COUNT, backoffCount + 1),
            now,
            null,
            lastRun,
            version
        );
    }

    TaskRecord withTimes(long registered, Long anchor, Long backoff, Long undefined) {
        return new TaskRecord(
            name,
            options,
            registered,
            anchor,
            failedAttempts,
            interruptedAttempts,
            backoffCount,
            backoff,
            undefined,
            lastRun,
            version
        );
    }
}
