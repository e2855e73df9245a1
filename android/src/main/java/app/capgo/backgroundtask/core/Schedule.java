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

    /**
     * Returns the time one interval after the schedule last moved on, without regard to backoff. A nightly task would drift later each night, and skip one, if its
     * interval counted from when it settled: it counts from the start of that window.
     */
    public static long regularAt(TaskRecord task) {
        return regularAt(task, zoneOf(task));
    }

    static long regularAt(TaskRecord task, Zone zone) {
        TaskOptions options = task.options();
        if (task.anchorAt() == null && options.initialDelayMs() != null) return task.registeredAt() + options.initialDelayMs();
        long anchor = task.anchorAt() == null ? task.registeredAt() : task.anchorAt();
        DailyWindow.Span span = options.window() == null ? null : options.window().spanAt(zone, anchor);
        // An interval that would be over in the same window would be over as soon as the task has run.
        boolean fromStart = span != null && span.start() + options.minimumIntervalMs() >= span.end();
        return (fromStart ? span.start() : anchor) + options.minimumIntervalMs();
    }

    /** Returns when the task is due, whatever the time is now. It is computed from stored fields each time, and never stored. */
    public static long nextEligibleAt(TaskRecord task) {
        return nextEligibleAt(task, zoneOf(task));
    }

    static long nextEligibleAt(TaskRecord task, Zone zone) {
        long regular = regularAt(task, zone);
        long due = task.backoffFrom() == null ? regular : Math.max(regular, task.backoffFrom() + backoffMs(task.backoffCount()));
        return task.options().window() == null ? due : task.options().window().firstInside(zone, due);
    }

    /** Returns when a wake may open a run. A task whose run settled `undefined` waits one interval, or until a runtime names it. */
    public static long openableAt(TaskRecord task) {
        return openableAt(task, 0, zoneOf(task));
    }

    /** The same for a moment: a task that is overdue waits for its next window if `now` is outside. */
    public static long openableAt(TaskRecord task, long now) {
        return openableAt(task, now, task.options().window() == null ? Zone.UTC : Zone.around(Math.max(now, nextEligibleAt(task))));
    }

    static long openableAt(TaskRecord task, long now, Zone zone) {
        long due = nextEligibleAt(task, zone);
        long at = task.undefinedAt() == null ? due : Math.max(due, task.undefinedAt() + task.options().minimumIntervalMs());
        return task.options().window() == null ? at : task.options().window().firstInside(zone, Math.max(at, now));
    }

    /** Returns whether the task, last settled `undefined`, still waits for a runtime that defines it. At the latest one interval later it is tried again. */
    public static boolean awaitsDefinition(TaskRecord task, long now) {
        if (task.undefinedAt() == null) return false;
        return Math.max(nextEligibleAt(task), task.undefinedAt() + task.options().minimumIntervalMs()) > now;
    }

    /** Returns whether `now` is outside of the task's window. */
    public static boolean isOutsideWindow(TaskRecord task, long now) {
        return task.options().window() != null && isOutsideWindow(task, now, Zone.around(now));
    }

    static boolean isOutsideWindow(TaskRecord task, long now, Zone zone) {
        return task.options().window() != null && task.options().window().spanAt(zone, now) == null;
    }

    /** Returns the device's zone around the time from which the task's schedule counts; only a window asks for it. */
    private static Zone zoneOf(TaskRecord task) {
        if (task.options().window() == null) return Zone.UTC;
        return Zone.around((task.anchorAt() == null ? task.registeredAt() : task.anchorAt()) + task.options().minimumIntervalMs());
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

    /** Returns whether the task is long overdue although nothing known blocks it. Being outside of its window is no blocker, because it ends each day. */
    public static boolean isStalled(TaskRecord task, Collection<Blocker> blockedBy, long now, long floorMs) {
        return isStalled(task, blockedBy, now, floorMs, zoneOf(task));
    }

    static boolean isStalled(TaskRecord task, Collection<Blocker> blockedBy, long now, long floorMs, Zone zone) {
        for (Blocker blocker : blockedBy) if (blocker != Blocker.WINDOW) return false;
        long floor = task.options().window() == null ? floorMs : Constants.WINDOW_STALLED_FLOOR_MS;
        return now - nextEligibleAt(task, zone) > Math.max(2 * task.options().minimumIntervalMs(), floor);
    }
}
