package app.capgo.backgroundtask.core;

/** A run as the log and the public API show it; while it is open, `settledAt` and `outcome` are null. */
public record Run(
    String taskId,
    String taskName,
    Trigger trigger,
    long attempt,
    long timestamp,
    Long claimedAt,
    Long settledAt,
    RuntimeKind runtime,
    Long deadline,
    Outcome outcome,
    RunError error,
    /* The item's id; null: the run was for a registration. */
    String enqueuedId,
    /* Whether the item is gone with this run. */
    boolean isFinal,
    /* JSON text; null: none was set. */
    String progress
) {
    Run asFinal(boolean gone) {
        return new Run(
            taskId,
            taskName,
            trigger,
            attempt,
            timestamp,
            claimedAt,
            settledAt,
            runtime,
            deadline,
            outcome,
            error,
            enqueuedId,
            gone,
            progress
        );
    }

    Run settled(long now, Outcome how, RunError why) {
        return new Run(
            taskId,
            taskName,
            trigger,
            attempt,
            timestamp,
            claimedAt,
            now,
            runtime,
            deadline,
            how,
            why == null ? null : why.bounded(),
            enqueuedId,
            isFinal,
            progress
        );
    }
}
