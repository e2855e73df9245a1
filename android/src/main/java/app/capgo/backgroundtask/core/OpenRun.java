package app.capgo.backgroundtask.core;

import java.util.List;

/** A run that is not settled. There is at most one per task: that is what keeps a task from overlapping itself. */
public record OpenRun(
    String id,
    String taskName,
    Trigger trigger,
    boolean test,
    long attempt,
    long openedAt,
    /* Where the wake has its own end, the time at which the signal aborts, whoever claims. */
    Long deadline,
    Long timeLimitMs,
    Long timeoutMs,
    List<RunDecline> declines,
    RunClaim claim,
    RunCut cut
) {
    OpenRun withDeclines(List<RunDecline> all) {
        return new OpenRun(id, taskName, trigger, test, attempt, openedAt, deadline, timeLimitMs, timeoutMs, all, claim, cut);
    }

    OpenRun withClaim(RunClaim holder) {
        return new OpenRun(id, taskName, trigger, test, attempt, openedAt, deadline, timeLimitMs, timeoutMs, declines, holder, cut);
    }

    OpenRun withCut(RunCut end) {
        return new OpenRun(id, taskName, trigger, test, attempt, openedAt, deadline, timeLimitMs, timeoutMs, declines, claim, end);
    }

    /** The shape that the public API shows. */
    public Run shown() {
        return new Run(
            id,
            taskName,
            trigger,
            attempt,
            openedAt,
            claim == null ? null : claim.claimedAt(),
            null,
            claim == null ? null : claim.runtime(),
            claim == null ? null : claim.deadline(),
            null,
            null
        );
    }
}
