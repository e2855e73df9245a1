package app.capgo.backgroundtask.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Holds the steps of one run, from opened to settled, as functions. */
public final class RunTransitions {

    private RunTransitions() {}

    /** A chance to run. `deadline` is when it ends for the callbacks; null where a run's time counts from its claim. */
    public record Wake(Trigger trigger, long now, Long deadline) {}

    public static OpenRun open(TaskRecord task, Wake wake, String id) {
        return new OpenRun(
            id,
            task.name(),
            wake.trigger(),
            wake.trigger() == Trigger.TEST,
            Schedule.attempt(task),
            wake.now(),
            wake.deadline(),
            task.options().timeLimitMs(),
            task.options().timeoutMs(),
            Collections.emptyList(),
            null,
            null
        );
    }

    public static OpenRun openItem(QueuedItem queued, Wake wake, String id) {
        return new OpenRun(
            id,
            queued.taskName(),
            wake.trigger(),
            wake.trigger() == Trigger.TEST,
            Math.min(Constants.LARGEST_COUNT, queued.attempts() + 1),
            wake.now(),
            wake.deadline(),
            queued.timeLimitMs(),
            null,
            Collections.emptyList(),
            null,
            null,
            new RunItem(queued.sequence(), queued.id()),
            null
        );
    }

    /** `token` is made by the caller, unique; `limitMs` is the run's time where its wake has no end of its own. */
    public record ClaimRequest(String taskId, String runtimeId, RuntimeKind runtime, long now, String token, long limitMs) {}

    /** Has the run with its claim, or says why there is none: `unknown`, `claimed`, `too-late`, `newer`. `data` is the JSON text of its item, or null. */
    public record ClaimStep(OpenRun run, String refusal, String data) {
        public ClaimStep(OpenRun run, String refusal) {
            this(run, refusal, null);
        }
    }

    public static ClaimStep claim(OpenRun run, ClaimRequest request) {
        if (run == null || !run.id().equals(request.taskId())) return new ClaimStep(null, "unknown");
        if (run.claim() != null) return new ClaimStep(null, "claimed");
        long limit = run.deadline() == null ? request.now() + request.limitMs() : run.deadline();
        long deadline = run.timeLimitMs() == null ? limit : Math.min(limit, request.now() + run.timeLimitMs());
        if (deadline <= request.now()) return new ClaimStep(null, "too-late");
        return new ClaimStep(
            run.withClaim(new RunClaim(request.token(), request.runtimeId(), request.runtime(), request.now(), deadline)),
            null
        );
    }

    /** Notes a decline, which speaks for one runtime only. Declining again changes nothing. */
    public static OpenRun decline(OpenRun run, RunDecline decline) {
        if (run.claim() != null) return run;
        for (RunDecline each : run.declines()) {
            if (each.runtimeId().equals(decline.runtimeId())) return run;
        }
        List<RunDecline> all = new ArrayList<>(run.declines());
        all.add(decline);
        return run.withDeclines(all.subList(Math.max(0, all.size() - Constants.MAXIMUM_DECLINES), all.size()));
    }

    /** Cuts a claimed run. The first cut stands. An unclaimed run is not cut but settled `not-started`. */
    public static OpenRun cut(OpenRun stored, String reason, long now, long graceMs) {
        // Times in the future are rewritten first: rewriting them after the cut would move the cut into the past.
        OpenRun run = clampToNow(stored, now);
        if (run.claim() == null || run.cut() != null) return run;
        return run.withCut(new RunCut(reason, Math.min(now, run.claim().deadline()) + graceMs));
    }

    public record FinishRequest(String taskId, String token, Outcome outcome, RunError error, long now) {}

    public record Ending(Outcome outcome, RunError error) {}

    /**
     * Returns how the run ends, or null when the finish is not accepted. Past the grace of a cut even `success` comes too late. A holder that finishes a run
     * which nobody has cut is alive, and has not been told yet: its runner keeps the grace, from when it could know.
     */
    public static Ending finish(OpenRun run, FinishRequest request) {
        if (run == null || !run.id().equals(request.taskId())) return null;
        if (run.claim() == null || !run.claim().token().equals(request.token())) return null;
        boolean isLate = run.cut() != null && request.now() > run.cut().settlesAt();
        return isLate ? new Ending(Outcome.EXPIRED, RunError.EXPIRED) : new Ending(request.outcome(), request.error());
    }

    /** `task` is null when it is no longer registered. */
    public record Settlement(TaskRecord task, Run settled) {}

    public static Settlement settle(TaskRecord task, OpenRun run, Ending ending, long now) {
        return settle(task, run, ending, now, now);
    }

    /** Settles a run with two times: `settledAt` is what the log says, and the schedule goes on from `backoffFrom`, when the run's time ran out. */
    public static Settlement settle(TaskRecord task, OpenRun run, Ending ending, long settledAt, long backoffFrom) {
        Run settled = run.shown().settled(settledAt, ending.outcome(), ending.error());
        if (task == null) return new Settlement(null, settled);
        TaskRecord after = run.test() ? task : Schedule.afterOutcome(task, ending.outcome(), backoffFrom);
        return new Settlement(after.withLastRun(settled), settled);
    }

    /**
     * Rewrites as now the times that lie in the future since the clock was set back; a claim keeps its length. An end that a damaged record states
     * before its start becomes the start, so that no time is negative.
     */
    public static OpenRun clampToNow(OpenRun run, long now) {
        long openedAhead = Math.max(0, run.openedAt() - now);
        RunClaim claim = run.claim();
        long claimedAhead = claim == null ? 0 : Math.max(0, claim.claimedAt() - now);
        if (openedAhead == 0 && claimedAhead == 0) return run;
        return new OpenRun(
            run.id(),
            run.taskName(),
            run.trigger(),
            run.test(),
            run.attempt(),
            run.openedAt() - openedAhead,
            run.deadline() == null ? null : (Long) moved(run.deadline(), openedAhead, now),
            run.timeLimitMs(),
            run.timeoutMs(),
            run.declines(),
            claim == null
                ? null
                : new RunClaim(
                      claim.token(),
                      claim.runtimeId(),
                      claim.runtime(),
                      claim.claimedAt() - claimedAhead,
                      moved(claim.deadline(), claimedAhead, now)
                  ),
            run.cut() == null ? null : new RunCut(run.cut().reason(), moved(run.cut().settlesAt(), claimedAhead, now)),
            run.item(),
            run.progress()
        );
    }

    private static long moved(long time, long aheadMs, long now) {
        return aheadMs == 0 ? time : Math.max(now, time - aheadMs);
    }
}
