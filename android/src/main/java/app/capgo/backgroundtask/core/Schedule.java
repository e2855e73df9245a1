package app.capgo.backgroundtask.core;

import java.util.Collection;

/** The schedule as functions of a task's record. */
public final class Schedule {

    private Schedule() {}

    /** Returns the number of the next attempt, counted from 1. */
    public static long attempt(TaskRecord task) {
        return Math.min(Constants.LARGEST_COUNT, 1 + task.failedAttempts() + task.interruptedAttempts());
    }

    /** Returns how long the backoff lasts. `count` is the number of settlings with backoff, the last one included. */
    public static long backoffMs(long count) {
        return (long) Math.min(Constants.BACKOFF_LIMIT_MS, Constants.BACKOFF_FIRST_MS * Math.pow(2, count - 1.0));
    }

    /** Returns the time one interval after the schedule last moved on, without regard to backoff. */
    public static long regularAt(TaskRecord task) {
        return (task.anchorAt() == null ? task.registeredAt() : task.anchorAt()) + task.options().minimumIntervalMs();
    }

    /** Returns when the task is due. It is computed from stored fields each time, and never stored. */
    public static long nextEligibleAt(TaskRecord task) {
        if (task.backoffFrom() == null) return regularAt(task);
        return Math.max(regularAt(task), task.backoffFrom() + backoffMs(task.backoffCount()));
    }

    /** Returns when a wake may open a run. A task whose run settled `undefined` waits one interval, or until a runtime names it. */
    public static long openableAt(TaskRecord task) {
        long due = nextEligibleAt(task);
        return task.undefinedAt() == null ? due : Math.max(due, task.undefinedAt() + task.options().minimumIntervalMs());
    }

    /** Returns whether the task, last settled `undefined`, still waits for a runtime that defines it. At the latest one interval later it is tried again. */
    public static boolean awaitsDefinition(TaskRecord task, long now) {
        return task.undefinedAt() != null && openableAt(task) > now;
    }

    /** Returns the task as a run's outcome leaves it. The caller leaves test runs out. */
    public static TaskRecord afterOutcome(TaskRecord task, Outcome outcome, long now) {
        return switch (outcome) {
            case SUCCESS -> task.movedOn(now);
            case FAILED -> task.failedAttempts() >= task.options().maximumRetries()
                ? task.movedOn(now)
                : task.withAttempts(task.failedAttempts() + 1, task.interruptedAttempts()).backedOff(now);
            case EXPIRED, LOST -> task.interruptedAttempts() >= Constants.MAXIMUM_INTERRUPTIONS
                ? task.movedOn(now)
                : task.withAttempts(task.failedAttempts(), task.interruptedAttempts() + 1).backedOff(now);
            case NOT_STARTED -> task.backedOff(now);
            case UNDEFINED -> task.withUndefinedAt(now);
            case CANCELLED -> task;
        };
    }

    /** Returns the task after a runtime that names it has attached: it need not wait for the interval after `undefined` any more. */
    public static TaskRecord afterNamed(TaskRecord task) {
        return task.undefinedAt() == null ? task : task.withUndefinedAt(null);
    }

    /** Rewrites as now each stored time that lies in the future because the clock was set back. */
    public static TaskRecord clampToNow(TaskRecord task, long now) {
        return task.withTimes(
            Math.min(task.registeredAt(), now),
            past(task.anchorAt(), now),
            past(task.backoffFrom(), now),
            past(task.undefinedAt(), now)
        );
    }

    private static Long past(Long time, long now) {
        return time == null ? null : (Long) Math.min(time, now);
    }

    /** Returns whether the task is long overdue although nothing known blocks it. */
    public static boolean isStalled(TaskRecord task, Collection<Blocker> blockedBy, long now, long floorMs) {
        if (!blockedBy.isEmpty()) return false;
        return now - nextEligibleAt(task) > Math.max(2 * task.options().minimumIntervalMs(), floorMs);
    }
}
