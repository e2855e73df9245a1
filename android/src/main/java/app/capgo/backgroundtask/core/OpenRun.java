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
    RunCut cut,
    /* What the run is for: an item of the queue, or (null) the registration. */
    RunItem item,
    /* The last progress that was stored, as JSON text; null: none. */
    String progress
) {
    public OpenRun(
        String id,
        String taskName,
        Trigger trigger,
        boolean test,
        long attempt,
        long openedAt,
        Long deadline,
        Long timeLimitMs,
        Long timeoutMs,
        List<RunDecline> declines,
        RunClaim claim,
        RunCut cut
    ) {
        this(id, taskName, trigger, test, attempt, openedAt, deadline, timeLimitMs, timeoutMs, declines, claim, cut, null, null);
    }

    OpenRun withProgress(String text) {
        return new OpenRun(
            id,
            taskName,
            trigger,
            test,
            attempt,
            openedAt,
            deadline,
            timeLimitMs,
            timeoutMs,
            declines,
            claim,
            cut,
            item,
            text
        );
    }

    OpenRun withDeclines(List<RunDecline> all) {
        return new OpenRun(
            id,
            taskName,
            trigger,
            test,
            attempt,
            openedAt,
            deadline,
            timeLimitMs,
            timeoutMs,
            all,
            claim,
            cut,
            item,
            progress
        );
    }

    OpenRun withClaim(RunClaim holder) {
        return new OpenRun(
            id,
            taskName,
            trigger,
            test,
            attempt,
            openedAt,
            deadline,
            timeLimitMs,
            timeoutMs,
            declines,
            holder,
            cut,
            item,
            progress
        );
    }

    OpenRun withCut(RunCut end) {
        return new OpenRun(
            id,
            taskName,
            trigger,
            test,
            attempt,
            openedAt,
            deadline,
            timeLimitMs,
            timeoutMs,
            declines,
            claim,
            end,
            item,
            progress
        );
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
            null,
            item == null ? null : item.id(),
            false,
            progress
        );
    }
}
