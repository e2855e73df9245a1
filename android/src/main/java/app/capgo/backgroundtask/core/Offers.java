package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Ports.Clock;
import app.capgo.backgroundtask.core.Ports.HeadlessHost;
import app.capgo.backgroundtask.core.Ports.Timers;
import app.capgo.backgroundtask.core.RunTransitions.Ending;
import app.capgo.backgroundtask.core.RunTransitions.Settlement;
import app.capgo.backgroundtask.core.Runtimes.Attached;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Decides which runtime is asked next for each open run: a page on screen, then the headless runtime, a hidden page last. Settles a run that nobody takes. */
final class Offers {

    /** How long the headless runtime, once attached, may take to claim or decline; it may be starting another callback meanwhile. */
    static final long HEADLESS_TURN_MS = Constants.HEADLESS_START_MS;

    private final Ledger ledger;
    private final Runtimes runtimes;
    private final HeadlessHost headless;
    private final Clock clock;
    private final Timers timers;
    private final Consumer<Run> settled;
    private final Map<String, Offer> offers = new LinkedHashMap<>();
    private final RunEnds ends;
    private final Vacating vacating;
    private final Comparator<Offer> byOverdue;

    /** `settled` is told of each run that has settled, after those who waited for it. */
    Offers(Ledger ledger, Runtimes runtimes, HeadlessHost headless, Clock clock, Timers timers, Consumer<Run> settled) {
        this.ledger = ledger;
        this.runtimes = runtimes;
        this.headless = headless;
        this.clock = clock;
        this.timers = timers;
        this.settled = settled;
        ends = new RunEnds(ledger, runtimes, clock, timers, this::settle);
        vacating = new Vacating(timers, this::pump);
        byOverdue = Comparator.comparingLong((Offer offer) -> ledger.dueAt(ledger.openRun(offer.taskName))).thenComparing(
            offer -> offer.taskName
        );
    }

    Offer of(String taskName) {
        return offers.get(taskName);
    }

    /** Returns what ends the runs. */
    RunEnds ends() {
        return ends;
    }

    Offer begin(OpenRun run, boolean headlessOnly, Offer.Stage stage) {
        Offer offer = new Offer(run, headlessOnly, stage);
        offers.put(run.taskName(), offer);
        ends.arm(offer);
        return offer;
    }

    /** Offers as many of the waiting runs as the bound allows, longest overdue first. Test runs have a bound of their own. */
    void pump() {
        for (boolean test : new boolean[] { false, true }) {
            // The next one is looked up anew each time, because an offer can settle at once, and that calls pump too.
            for (Offer next = nextWaiting(test); next != null; next = nextWaiting(test)) {
                advance(next);
            }
        }
    }

    private Offer nextWaiting(boolean test) {
        Offer next = null;
        int placesTaken = 0;
        for (Offer offer : offers.values()) {
            if (offer.test != test) continue;
            if (offer.hasPlace()) placesTaken++;
            else if (mayBegin(offer) && (next == null || byOverdue.compare(offer, next) < 0)) next = offer;
        }
        return placesTaken < Constants.MAXIMUM_CONCURRENT_RUNS ? next : null;
    }

    private boolean mayBegin(Offer offer) {
        return offer.isQueued() && !vacating.isKept(offer.taskName);
    }

    /** Returns the open, unclaimed runs that this runtime may take at once. */
    List<OpenRun> onAttach(Attached runtime) {
        if (runtime.isPageOnScreen()) {
            for (Offer offer : offers.values()) offer.queue();
        }
        List<OpenRun> offered = new ArrayList<>();
        for (Offer offer : new ArrayList<>(offers.values())) {
            // An earlier round of this loop may have settled it.
            if (offers.get(offer.taskName) != offer) continue;
            OpenRun run = ledger.openRun(offer.taskName);
            boolean again = offer.asked.contains(runtime.id());
            boolean first =
                runtime.kind() == RuntimeKind.HEADLESS ? offer.awaitsHeadless() : runtime.isPageOnScreen() && !offer.headlessOnly;
            if (!offer.hasPlace() || run.claim() != null || !(again || first)) continue;
            if (!runtime.mayTake(run)) {
                // It was started for this run, and no other is.
                if (offer.awaitsHeadless()) advance(offer);
                continue;
            }
            offer.asked.add(runtime.id());
            offered.add(run);
            if (offer.awaitsHeadless() && runtime.kind() == RuntimeKind.HEADLESS) ask(offer, runtime, HEADLESS_TURN_MS);
        }
        return offered;
    }

    void onClaimed(String taskName) {
        Offer offer = offers.get(taskName);
        offer.claimed();
        ends.arm(offer);
        releaseHeadless();
    }

    void onDeclined(String taskName, String runtimeId) {
        Offer offer = offers.get(taskName);
        if (offer.isTurnOf(runtimeId)) advance(offer);
    }

    /** Follows the end of a runtime: the run that it held is lost, and the runs that it had been asked for go on to the next runtime. */
    void onGone(Attached gone, RunError why) {
        for (Offer offer : new ArrayList<>(offers.values())) {
            // An earlier round of this loop may have settled it.
            if (offers.get(offer.taskName) != offer) continue;
            OpenRun run = ledger.openRun(offer.taskName);
            if (run.claim() != null && run.claim().runtimeId().equals(gone.id())) {
                settle(offer, new Ending(Outcome.LOST, why));
            } else if (run.claim() == null && offer.isTurnOf(gone.id())) {
                if (gone.kind() == RuntimeKind.HEADLESS) offer.headlessFailed(why);
                advance(offer);
            }
        }
        vacating.gone(gone.id());
    }

    void onHeadlessFailed(RunError why) {
        for (Offer offer : new ArrayList<>(offers.values())) {
            if (!offer.awaitsHeadless() || offers.get(offer.taskName) != offer) continue;
            offer.headlessFailed(why);
            advance(offer);
        }
    }

    Settlement settle(Offer offer, Ending ending) {
        Settlement settlement = ledger.settle(offer.taskName, withReason(ending, ledger.openRun(offer.taskName).cut()), clock.now());
        finished(offer, settlement);
        return settlement;
    }

    /** Settles a run as cancelled, and tells its holder. One that settled while others were cancelled stays as it is. */
    void cancel(OpenRun run, String reason, RunError error) {
        Offer offer = offers.get(run.taskName());
        if (offer == null || !offer.taskId.equals(run.id())) return;
        tellCancelled(ledger.openRun(run.taskName()), reason);
        settle(offer, new Ending(Outcome.CANCELLED, error));
    }

    /** Tells the holder of a run that is cancelled. Its callback keeps the task's place until it has returned. */
    void tellCancelled(OpenRun run, String reason) {
        if (run.claim() == null || runtimes.get(run.claim().runtimeId()) == null) return;
        vacating.keep(run);
        runtimes.tellHolder(run, reason, clock.now() + Constants.EXPIRY_GRACE_MS);
    }

    /** The callback of a run that was cancelled has returned. */
    void vacated(String taskId, String taskName) {
        vacating.returned(taskId, taskName);
    }

    /** Adds why the system cut the run, which is what its developer wants to know. */
    private static Ending withReason(Ending ending, RunCut cut) {
        if (ending.outcome() != Outcome.EXPIRED || cut == null || cut.reason().equals("deadline")) return ending;
        RunError error = ending.error() == null ? RunError.EXPIRED : ending.error();
        if (error.message().contains(cut.reason())) return ending;
        return new Ending(Outcome.EXPIRED, new RunError(error.code(), error.message() + " Reason: " + cut.reason() + "."));
    }

    /** Follows the settling of a run: tells everyone who waits or listens, and gives its place to the next. */
    void finished(Offer offer, Settlement settlement) {
        offer.cancelTimers();
        offers.remove(offer.taskName);
        for (Attached each : runtimes.all()) each.tell("settled", Encode.run(settlement.settled()));
        for (Consumer<Settlement> waiter : offer.waiting) waiter.accept(settlement);
        settled.accept(settlement.settled());
        pump();
        releaseHeadless();
    }

    /** Ends the runs whose time is over. Each wake calls this, because timers stand still in a suspended process. */
    void sweepAll() {
        for (Offer offer : new ArrayList<>(offers.values())) {
            if (offers.get(offer.taskName) == offer) ends.look(offer);
        }
    }

    private void advance(Offer offer) {
        OpenRun run = ledger.openRun(offer.taskName);
        Attached visible = offer.headlessOnly ? null : unasked(offer, run, runtimes.pages(true));
        Attached unseen = runtimes.headless();
        Attached hidden = offer.headlessOnly ? null : unasked(offer, run, runtimes.pages(false));
        if (visible != null) {
            offerTo(offer, visible, Constants.PAGE_TURN_MS);
        } else if (unseen != null && unseen.mayTake(run) && !offer.asked.contains(unseen.id())) {
            headless.keep();
            offerTo(offer, unseen, HEADLESS_TURN_MS);
        } else if (unseen == null && offer.mayStartHeadless()) {
            offer.awaitHeadless();
            headless.start();
        } else if (hidden != null) {
            offerTo(offer, hidden, Constants.PAGE_TURN_MS);
        } else {
            settle(offer, UnclaimedOutcome.of(run, offer.asked, offer.headlessFailure()));
        }
    }

    private static Attached unasked(Offer offer, OpenRun run, List<Attached> runtimes) {
        for (Attached each : runtimes) {
            if (each.mayTake(run) && !offer.asked.contains(each.id())) return each;
        }
        return null;
    }

    private void offerTo(Offer offer, Attached runtime, long turnMs) {
        ask(offer, runtime, turnMs);
        runtime.tell("run", Encode.offer(ledger.openRun(offer.taskName)));
    }

    private void ask(Offer offer, Attached runtime, long turnMs) {
        offer.ask(runtime, timers.after(turnMs, () -> advance(offer)));
    }

    private void releaseHeadless() {
        Attached unseen = runtimes.headless();
        for (Offer offer : offers.values()) {
            RunClaim claim = ledger.openRun(offer.taskName).claim();
            boolean isIts = unseen != null && (claim == null ? offer.isTurnOf(unseen.id()) : unseen.id().equals(claim.runtimeId()));
            if (!offer.awaitsHeadless() && !isIts) continue;
            // It may have been released: a claim counts after the turn, too.
            headless.keep();
            return;
        }
        headless.release();
    }
}
