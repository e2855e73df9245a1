package app.capgo.backgroundtask.core;

import java.util.Collection;

/** The schedule as functions of a task's record. */
public final class Schedule {

    private Schedule() {}

    /** The number of the next attempt, counted from 1. */
    public static long attempt(TaskRecord task) {
        return Math.min(Constants.LARGEST_COUNT, 1 + task.failedAttempts() + task.interruptedAttempts());
    }

    /** `count` is the number of settlings with backoff, the last one included. */
    public static long backoffMs(long count) {
        return (long) Math.min(Constants.BACKOFF_LIMIT_MS, Constants.BACKOFF_FIRST_MS * Math.pow(2, count - 1.0));
    }

    /** One interval after the schedule last moved on, backoff left aside. */
    public static long regularAt(TaskRecord task) {
        return (task.anchorAt() == null ? task.registeredAt() : task.anchorAt()) + task.options().minimumIntervalMs();
    }

    /** When the task is due. Recomputed from stored fields, never stored. */
    public static long nextEligibleAt(TaskRecord task) {
        if (task.backoffFrom() == null) return regularAt(task);
        return Math.max(regularAt(task), task.backoffFrom() + backoffMs(task.backoffCount()));
    }

    /** When a wake may open a run: an undefined task waits one interval, or for a runtime that names it. */
    public static long openableAt(TaskRecord task) {
        long due = nextEligibleAt(task);
        return task.undefinedAt() == null ? due : Math.max(due, task.undefinedAt() + task.options().minimumIntervalMs());
    }

    /** Whether the task, last settled `undefined`, still waits for a runtime that defines it; at the latest one interval later it is tried again. */
    public static boolean awaitsDefinition(TaskRecord task, long now) {
        return task.undefinedAt() != null && openableAt(task) > now;
    }

    /** What a run's outcome does to the schedule. A test run does nothing to it. */
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

    /** A runtime that names the task has attached: it need not wait for the interval after `undefined`. */
    public static TaskRecord afterNamed(TaskRecord task) {
        return task.undefinedAt() == null ? task : task.withUndefinedAt(null);
    }

    /** A stored time in the future (the clock was set back) is rewritten as now. */
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

    /** Long overdue although nothing known blocks the task. */
    public static boolean isStalled(TaskRecord task, Collection<Blocker> blockedBy, long now, long floorMs) {
        if (!blockedBy.isEmpty()) return false;
        return now - nextEligibleAt(task) > Math.max(2 * task.options().minimumIntervalMs(), floorMs);
    }
}
