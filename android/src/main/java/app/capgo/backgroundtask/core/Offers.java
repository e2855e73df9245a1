package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Ports.Clock;
import app.capgo.backgroundtask.core.Ports.HeadlessHost;
import app.capgo.backgroundtask.core.Ports.Timers;
import app.capgo.backgroundtask.core.Runtimes.Attached;
import app.capgo.backgroundtask.core.Transitions.Ending;
import app.capgo.backgroundtask.core.Transitions.Settlement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which runtime is asked next for each open run: a page on screen, then the headless runtime, a hidden page last. Settles a run that
 * nobody takes, or whose time is over.
 */
final class Offers {

    /** How long the headless runtime, once attached, may take to claim or decline; it may be starting another callback meanwhile. */
    static final long HEADLESS_TURN_MS = Constants.HEADLESS_START_MS;

    private final Ledger ledger;
    private final Runtimes runtimes;
    private final HeadlessHost headless;
    private final Clock clock;
    private final Timers timers;
    private final Map<String, Turn> turns = new LinkedHashMap<>();
    private final Comparator<Turn> byOverdue;

    Offers(Ledger ledger, Runtimes runtimes, HeadlessHost headless, Clock clock, Timers timers) {
        this.ledger = ledger;
        this.runtimes = runtimes;
        this.headless = headless;
        this.clock = clock;
        this.timers = timers;
        byOverdue = Comparator.comparing(turn -> ledger.task(turn.taskName), Comparator.nullsLast(Wakes.BY_OVERDUE));
    }

    Turn of(String taskName) {
        return turns.get(taskName);
    }

    Turn begin(OpenRun run, boolean headlessOnly) {
        Turn turn = new Turn(run, headlessOnly);
        turns.put(run.taskName(), turn);
        armEnd(turn);
        return turn;
    }

    /** Offers as many of the waiting runs as the bound allows, longest overdue first. Test runs have a bound of their own. */
    void pump() {
        for (boolean test : new boolean[] { false, true }) {
            // Asked for anew each time: an offer can settle at once, and pump by itself.
            for (Turn next = nextWaiting(test); next != null; next = nextWaiting(test)) {
                next.active = true;
                advance(next);
            }
        }
    }

    private Turn nextWaiting(boolean test) {
        Turn next = null;
        int active = 0;
        for (Turn turn : turns.values()) {
            if (turn.test != test || turn.dormant) continue;
            if (turn.active) active++;
            else if (next == null || byOverdue.compare(turn, next) < 0) next = turn;
        }
        return active < Constants.MAXIMUM_CONCURRENT_RUNS ? next : null;
    }

    /** The open, unclaimed runs that this runtime may take at once. */
    List<OpenRun> onAttach(Attached runtime) {
        if (runtime.isPageOnScreen()) {
            for (Turn turn : turns.values()) turn.dormant = false;
        }
        List<OpenRun> offered = new ArrayList<>();
        for (Turn turn : new ArrayList<>(turns.values())) {
            OpenRun run = ledger.openRun(turn.taskName);
            boolean again = turn.asked.contains(runtime.id());
            boolean first = runtime.kind() == RuntimeKind.HEADLESS ? turn.awaitsHeadless : runtime.isPageOnScreen() && !turn.headlessOnly;
            if (!turn.active || run.claim() != null || !(again || first)) continue;
            turn.asked.add(runtime.id());
            offered.add(run);
            if (turn.awaitsHeadless && runtime.kind() == RuntimeKind.HEADLESS) {
                turn.awaitsHeadless = false;
                give(turn, runtime, HEADLESS_TURN_MS);
            }
        }
        return offered;
    }

    void onClaimed(String taskName) {
        Turn turn = turns.get(taskName);
        turn.turnEndsBy(null);
        turn.awaitsHeadless = false;
        armEnd(turn);
        releaseHeadless();
    }

    void onDeclined(String taskName, String runtimeId) {
        Turn turn = turns.get(taskName);
        if (runtimeId.equals(turn.current)) advance(turn);
    }

    /** A runtime is gone: what it held is lost, what it was asked for goes on to the next. */
    void onGone(Attached gone, RunError why) {
        for (Turn turn : new ArrayList<>(turns.values())) {
            // One that was settled by what came before it in this loop.
            if (turns.get(turn.taskName) != turn) continue;
            OpenRun run = ledger.openRun(turn.taskName);
            if (run.claim() != null && run.claim().runtimeId().equals(gone.id())) {
                settle(turn, new Ending(Outcome.LOST, why));
            } else if (run.claim() == null && gone.id().equals(turn.current)) {
                if (gone.kind() == RuntimeKind.HEADLESS) turn.headlessFailure = why;
                advance(turn);
            }
        }
    }

    void onHeadlessFailed(RunError why) {
        for (Turn turn : new ArrayList<>(turns.values())) {
            if (!turn.awaitsHeadless || turns.get(turn.taskName) != turn) continue;
            turn.awaitsHeadless = false;
            turn.headlessFailure = why;
            advance(turn);
        }
    }

    Settlement settle(Turn turn, Ending ending) {
        Settlement settlement = ledger.settle(turn.taskName, withReason(ending, ledger.openRun(turn.taskName).cut()), clock.now());
        finished(turn, settlement);
        return settlement;
    }

    /** Why the system cut the run is what its developer wants to know. */
    private static Ending withReason(Ending ending, RunCut cut) {
        if (ending.outcome() != Outcome.EXPIRED || cut == null || cut.reason().equals("deadline")) return ending;
        RunError error = ending.error() == null ? RunError.EXPIRED : ending.error();
        if (error.message().contains(cut.reason())) return ending;
        return new Ending(Outcome.EXPIRED, new RunError(error.code(), error.message() + " Reason: " + cut.reason() + "."));
    }

    /** The run has been settled: tells everyone who waits or listens, and makes room. */
    void finished(Turn turn, Settlement settlement) {
        turn.cancelTimers();
        turns.remove(turn.taskName);
        for (Attached each : runtimes.all()) each.tell("settled", Encode.run(settlement.settled()));
        for (Consumer<Settlement> waiter : turn.waiting) waiter.accept(settlement);
        pump();
        releaseHeadless();
    }

    /** (Re)sets the time at which the run ends whatever JavaScript does. */
    void armEnd(Turn turn) {
        Long at = RunSweep.sweepAt(ledger.openRun(turn.taskName));
        // A timer that fires is the proof that this much time has passed, wherever the wall clock was set meanwhile.
        turn.runEndsBy(at == null ? null : timers.after(Math.max(0, at - clock.now()), () -> sweep(turn, Math.max(at, clock.now()))));
    }

    /** Ends what has run out of time. Timers stand still in a suspended process, so each wake looks too. */
    void sweepAll() {
        for (Turn turn : new ArrayList<>(turns.values())) {
            if (turns.get(turn.taskName) == turn) sweep(turn, clock.now());
        }
    }

    private void sweep(Turn turn, long reachedAt) {
        OpenRun run = ledger.openRun(turn.taskName);
        Attached holder = run.claim() == null ? null : runtimes.get(run.claim().runtimeId());
        RunSweep.Step step = RunSweep.sweep(run, reachedAt, Constants.EXPIRY_GRACE_MS, holder != null);
        switch (step.kind()) {
            case LEAVE -> armEnd(turn);
            case CUT -> {
                RunCut cut = new RunCut(step.run().cut().reason(), clock.now() + Constants.EXPIRY_GRACE_MS);
                ledger.cutBy(turn.taskName, cut, clock.now());
                if (holder != null) holder.tell("expire", Encode.expire(ledger.openRun(turn.taskName), cut.reason(), cut.settlesAt()));
                armEnd(turn);
            }
            case SETTLE -> settle(
                turn,
                turn.headlessFailure != null && step.ending().outcome() == Outcome.NOT_STARTED
                    ? new Ending(Outcome.NOT_STARTED, turn.headlessFailure)
                    : step.ending()
            );
        }
    }

    private void advance(Turn turn) {
        turn.turnEndsBy(null);
        turn.current = null;
        Attached visible = turn.headlessOnly ? null : unasked(turn, runtimes.pages(true));
        Attached unseen = runtimes.headless();
        Attached hidden = turn.headlessOnly ? null : unasked(turn, runtimes.pages(false));
        if (visible != null) {
            offer(turn, visible, Constants.PAGE_TURN_MS);
        } else if (unseen != null && !turn.asked.contains(unseen.id())) {
            turn.headlessTried = true;
            headless.keep();
            offer(turn, unseen, HEADLESS_TURN_MS);
        } else if (unseen == null && !turn.headlessTried) {
            turn.headlessTried = true;
            turn.awaitsHeadless = true;
            headless.start();
        } else if (hidden != null) {
            offer(turn, hidden, Constants.PAGE_TURN_MS);
        } else {
            settle(turn, UnclaimedOutcome.of(ledger.openRun(turn.taskName), turn.asked, turn.headlessFailure));
        }
    }

    private static Attached unasked(Turn turn, List<Attached> runtimes) {
        for (Attached each : runtimes) {
            if (!turn.asked.contains(each.id())) return each;
        }
        return null;
    }

    private void offer(Turn turn, Attached runtime, long turnMs) {
        turn.asked.add(runtime.id());
        give(turn, runtime, turnMs);
        runtime.tell("run", Encode.offer(ledger.openRun(turn.taskName)));
    }

    private void give(Turn turn, Attached runtime, long turnMs) {
        turn.current = runtime.id();
        turn.turnEndsBy(timers.after(turnMs, () -> advance(turn)));
    }

    private void releaseHeadless() {
        Attached unseen = runtimes.headless();
        for (Turn turn : turns.values()) {
            RunClaim claim = ledger.openRun(turn.taskName).claim();
            if (turn.awaitsHeadless) return;
            if (unseen != null && (claim == null ? unseen.id().equals(turn.current) : unseen.id().equals(claim.runtimeId()))) return;
        }
        headless.release();
    }
}
