package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.RunTransitions.Settlement;

/** Decides what a worker answers WorkManager. */
public final class WorkDecision {

    public enum Answer {
        SUCCESS,
        FAILURE,
        RETRY,
    }

    /** WorkManager starts a periodic work neither before its period nor before its backoff is over, but for small differences of the clocks. */
    private static final long EARLY_BY_MS = 60_000;

    private WorkDecision() {}

    /**
     * Returns what to answer without a run, or null when a run is due. WorkManager ignores the result of a work that it stopped, and starts it again:
     * the task is then not due (its run settled as success, or used its attempts up), or still backing off.
     */
    public static Answer withoutRun(TaskRecord task, long now) {
        if (task == null) return Answer.SUCCESS;
        if (Schedule.regularAt(task) > now + EARLY_BY_MS) return Answer.SUCCESS;
        if (task.undefinedAt() != null && Schedule.openableAt(task) > now + EARLY_BY_MS) return Answer.SUCCESS;
        if (task.options().window() != null) return Schedule.openableAt(task, now) > now + 1000 ? Answer.SUCCESS : null;
        return Schedule.nextEligibleAt(task) > now + 1000 ? Answer.RETRY : null;
    }

    /** Returns what to answer after a run. WorkManager retries after its backoff exactly when the ledger backs off too. */
    public static Answer after(Settlement settlement) {
        return switch (settlement.settled().outcome()) {
            case SUCCESS, UNDEFINED, CANCELLED -> Answer.SUCCESS;
            case NOT_STARTED -> settlement.task() == null ? Answer.SUCCESS : Answer.RETRY;
            case FAILED, EXPIRED, LOST -> settlement.task() != null && settlement.task().backoffFrom() != null
                ? Answer.RETRY
                : Answer.FAILURE;
        };
    }
}
