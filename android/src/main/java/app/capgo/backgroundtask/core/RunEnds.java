package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Ports.Clock;
import app.capgo.backgroundtask.core.Ports.Timer;
import app.capgo.backgroundtask.core.Ports.Timers;
import app.capgo.backgroundtask.core.RunSweep.SweepStep;
import app.capgo.backgroundtask.core.RunTransitions.Ending;
import app.capgo.backgroundtask.core.Runtimes.Attached;
import java.util.function.BiConsumer;

/** Ends the runs whose time is over, whatever JavaScript does: by a timer of each run, by a look at a wake, or because the system stops the wake. */
final class RunEnds {

    private final Ledger ledger;
    private final Runtimes runtimes;
    private final Clock clock;
    private final Timers timers;
    private final BiConsumer<Offer, Ending> settle;

    RunEnds(Ledger ledger, Runtimes runtimes, Clock clock, Timers timers, BiConsumer<Offer, Ending> settle) {
        this.ledger = ledger;
        this.runtimes = runtimes;
        this.clock = clock;
        this.timers = timers;
        this.settle = settle;
    }

    /** Sets the timer for the time at which the run ends whatever JavaScript does, in place of an earlier one. */
    void arm(Offer offer) {
        offer.runEndsBy(timer(offer));
    }

    private Timer timer(Offer offer) {
        Long at = RunSweep.sweepAt(ledger.openRun(offer.taskName));
        // A timer that fires is the proof that this much time has passed, wherever the wall clock was set meanwhile.
        return at == null ? null : timers.after(Math.max(0, at - clock.now()), () -> endAsOf(offer, Math.max(at, clock.now())));
    }

    /**
     * Looks at a run now, since timers stand still in a suspended process. A living holder that was told has its grace by the timer all the same: it was
     * suspended too.
     */
    void look(Offer offer) {
        OpenRun run = ledger.openRun(offer.taskName);
        boolean isInGrace = run.cut() != null && run.claim() != null && runtimes.get(run.claim().runtimeId()) != null;
        if (!isInGrace) endAsOf(offer, clock.now());
    }

    /** The system has ended the wake of this run: it is cut, or settles now when nobody has claimed it. */
    void stop(Offer offer, String reason) {
        OpenRun open = ledger.openRun(offer.taskName);
        if (open.cut() != null) return;
        if (open.claim() == null) {
            RunError why = RunError.of(
                ErrorCode.SYSTEM_STOP,
                "WorkManager stopped the work before a runtime had claimed the run: " + reason + "."
            );
            settle.accept(offer, new Ending(Outcome.NOT_STARTED, offer.headlessFailure() == null ? why : offer.headlessFailure()));
            return;
        }
        long now = clock.now();
        if (now >= open.claim().deadline()) {
            // Timers stood still in a suspended process, and nobody has told the holder: it has the whole grace from now on.
            endAsOf(offer, now);
            return;
        }
        OpenRun cut = ledger.cut(offer.taskName, reason, now);
        runtimes.tellHolder(cut, reason, cut.cut().settlesAt());
        arm(offer);
    }

    /** The time of this run's wake is over, wherever the wall clock was set meanwhile: it ends as at its deadline. */
    void timeIsOver(Offer offer) {
        OpenRun open = ledger.openRun(offer.taskName);
        Long at = RunSweep.sweepAt(open);
        if (open.cut() == null && at != null) endAsOf(offer, Math.max(at, clock.now()));
    }

    private void endAsOf(Offer offer, long reachedAt) {
        OpenRun run = ledger.openRun(offer.taskName);
        Attached holder = run.claim() == null ? null : runtimes.get(run.claim().runtimeId());
        SweepStep step = RunSweep.sweep(run, reachedAt, Constants.EXPIRY_GRACE_MS, holder != null);
        switch (step.kind()) {
            // The timer that is there stays: after the clock was set back this one is later than it.
            case LEAVE -> offer.runMayEndEarlierBy(timer(offer));
            case CUT -> {
                RunCut cut = new RunCut(step.run().cut().reason(), clock.now() + Constants.EXPIRY_GRACE_MS);
                ledger.cutBy(offer.taskName, cut, clock.now());
                if (holder != null) holder.tell("expire", Encode.expire(ledger.openRun(offer.taskName), cut.reason(), cut.settlesAt()));
                arm(offer);
            }
            case SETTLE -> settle.accept(
                offer,
                offer.headlessFailure() != null && step.ending().outcome() == Outcome.NOT_STARTED
                    ? new Ending(Outcome.NOT_STARTED, offer.headlessFailure())
                    : step.ending()
            );
        }
    }
}
