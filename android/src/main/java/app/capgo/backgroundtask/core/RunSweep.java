package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.RunTransitions.Ending;

/** Says what becomes of an open run as time passes and its holder lives or dies. */
public final class RunSweep {

    private RunSweep() {}

    public enum Kind {
        LEAVE,
        /** `run` has to be stored, and its holder told. */
        CUT,
        SETTLE,
    }

    /** `settledAt` is what the log says; `backoffFrom` is where the backoff starts: a run that is found late has waited already. */
    public record SweepStep(Kind kind, OpenRun run, Ending ending, long settledAt, long backoffFrom) {}

    private static final SweepStep LEAVE = new SweepStep(Kind.LEAVE, null, null, 0, 0);

    /**
     * Says what becomes of an open run that somebody looks at. Timers stand still in a suspended process, so a holder that is alive may not know
     * yet that its time is over: it is cut and told first, and has the whole grace from then on. `holderAlive` is true where nobody can know.
     */
    public static SweepStep sweep(OpenRun run, long now, long graceMs, boolean holderAlive) {
        if (run.claim() == null) {
            boolean isOver = run.deadline() != null && now >= run.deadline();
            return isOver ? settle(run, new Ending(Outcome.NOT_STARTED, RunError.NOT_CLAIMED), now) : LEAVE;
        }
        if (!holderAlive) return settle(run, new Ending(Outcome.LOST, RunError.RUNTIME_DIED), now);
        RunCut cut = run.cut();
        if (cut == null) return now >= run.claim().deadline() ? cut(run, "deadline", now + graceMs) : LEAVE;
        // No grace is that long, so the clock was set back after the cut.
        if (cut.settlesAt() > now + graceMs) return cut(run, cut.reason(), now + graceMs);
        return now > cut.settlesAt() ? settle(run, new Ending(Outcome.EXPIRED, RunError.EXPIRED), now) : LEAVE;
    }

    /** Returns the first time at which `sweep` may do something to a run whose holder lives; null: never. */
    public static Long sweepAt(OpenRun run) {
        if (run.claim() == null) return run.deadline();
        return run.cut() == null ? run.claim().deadline() : run.cut().settlesAt() + 1;
    }

    /**
     * Returns where the backoff of a run starts that settles at `settledAt`: when its time ran out, at the latest then. Wakes may be half a day
     * apart; a backoff from then would cost the task the very wake that finds the run.
     */
    public static long backoffStart(OpenRun run, Outcome outcome, long settledAt) {
        if (outcome != Outcome.EXPIRED && outcome != Outcome.LOST && outcome != Outcome.NOT_STARTED) return settledAt;
        if (run.claim() == null) return run.deadline() == null ? settledAt : Math.min(settledAt, run.deadline());
        long timeRanOutAt = run.cut() == null ? run.claim().deadline() : Math.min(run.claim().deadline(), run.cut().settlesAt());
        return Math.min(settledAt, timeRanOutAt);
    }

    private static SweepStep cut(OpenRun run, String reason, long settlesAt) {
        return new SweepStep(Kind.CUT, run.withCut(new RunCut(reason, settlesAt)), null, 0, 0);
    }

    private static SweepStep settle(OpenRun run, Ending ending, long now) {
        return new SweepStep(Kind.SETTLE, null, ending, now, backoffStart(run, ending.outcome(), now));
    }
}
