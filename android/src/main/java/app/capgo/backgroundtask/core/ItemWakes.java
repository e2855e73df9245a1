package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Ports.Clock;
import app.capgo.backgroundtask.core.Ports.Ids;
import app.capgo.backgroundtask.core.Ports.QueueHost;
import app.capgo.backgroundtask.core.Ports.Timer;
import app.capgo.backgroundtask.core.Ports.Timers;
import app.capgo.backgroundtask.core.Ports.WorkPlan;
import app.capgo.backgroundtask.core.RunTransitions.Wake;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The works of items that the system has started. Each runs what is eligible of its task and its constraints, one after another. */
final class ItemWakes {

    /** One such work, until it has been answered. */
    private static final class ItemWake {

        final String taskName;
        final ConstraintSet constraints;
        final long limitMs;
        final long deadline;
        final BooleanSupplier stopped;
        final Runnable answer;
        Timer end = null;
        /** The run that this work has opened last. */
        String ownRunId = null;
        /** Nothing more is opened. A timer says so, wherever the wall clock was set meanwhile. */
        boolean isTimeOver = false;
        /** The next work is being requested, and takes what comes from now on. */
        boolean isEnding = false;
        /** A run that settles at once must not make the stack deeper. */
        boolean isStepping = false;
        boolean stepsAgain = false;

        ItemWake(String taskName, ConstraintSet constraints, long limitMs, long now, BooleanSupplier stopped, Runnable answer) {
            this.taskName = taskName;
            this.constraints = constraints;
            this.limitMs = limitMs;
            this.deadline = now + limitMs;
            this.stopped = stopped;
            this.answer = answer;
        }
    }

    private final Ledger ledger;
    private final Runtimes runtimes;
    private final Offers offers;
    private final QueueHost host;
    private final Clock clock;
    private final Timers timers;
    private final Ids ids;
    private final List<ItemWake> wakes = new ArrayList<>();

    ItemWakes(Ledger ledger, Runtimes runtimes, Offers offers, QueueHost host, Clock clock, Timers timers, Ids ids) {
        this.ledger = ledger;
        this.runtimes = runtimes;
        this.offers = offers;
        this.host = host;
        this.clock = clock;
        this.timers = timers;
        this.ids = ids;
    }

    /** Starts a work. `answer` is called once nothing more is to be done, and the next work, if one is needed, is durable. */
    void start(String taskName, ConstraintSet constraints, long limitMs, BooleanSupplier stopped, Runnable answer) {
        if (stopped.getAsBoolean()) {
            answer.run();
            return;
        }
        offers.sweepAll();
        ItemWake wake = new ItemWake(taskName, constraints, limitMs, clock.now(), stopped, answer);
        wakes.add(wake);
        wake.end = timers.after(limitMs, () -> timeIsOver(wake));
        go(wake);
    }

    /** Its own run is cut, and the answer follows when it has settled. Another's run may last longer: the next work waits for that. */
    private void timeIsOver(ItemWake wake) {
        wake.isTimeOver = true;
        OpenRun open = ledger.openRun(wake.taskName);
        if (open == null || !open.id().equals(wake.ownRunId)) end(wake, 0);
        else offers.ends().timeIsOver(offers.of(wake.taskName));
    }

    private void go(ItemWake wake) {
        wake.stepsAgain = true;
        if (wake.isStepping) return;
        wake.isStepping = true;
        while (wake.stepsAgain && !wake.isEnding) {
            wake.stepsAgain = false;
            step(wake);
        }
        wake.isStepping = false;
    }

    private void step(ItemWake wake) {
        if (wake.stopped.getAsBoolean()) {
            over(wake);
            return;
        }
        long now = clock.now();
        if (ledger.openRun(wake.taskName) == null) {
            try {
                ledger.clampToNow(now);
                QueuedItem item = ledger.itemSteps().eligible(wake.taskName, wake.constraints::equals, now);
                if (item == null || wake.isTimeOver || wake.deadline - now < Constants.ITEM_NEEDS_MS) {
                    end(wake, 0);
                    return;
                }
                // The clock may have been set back since the work began.
                long deadline = Math.min(wake.deadline, now + wake.limitMs);
                OpenRun run = ledger.itemSteps().open(item, new Wake(Trigger.WORK_MANAGER, now, deadline), ids.next());
                wake.ownRunId = run.id();
                offers.begin(run, false, Offer.Stage.QUEUED);
            } catch (BackgroundTaskException notStored) {
                // The storage may be free again later; a work at once would find it as it is.
                end(wake, now + Constants.BACKOFF_FIRST_MS);
                return;
            }
        }
        // Its own run, or another one of the task: a page's, a periodic one, one that a dead process has left.
        Offer offer = offers.of(wake.taskName);
        offer.queue();
        offer.waiting.add(settlement -> go(wake));
        offers.pump();
    }

    /** Requests the next work if items remain, and then answers. */
    private void end(ItemWake wake, long notBefore) {
        if (wake.isEnding) return;
        wake.isEnding = true;
        wake.end.cancel();
        host.requestWork(
            wake.taskName,
            wake.constraints,
            true,
            () -> plan(wake.taskName, wake.constraints, notBefore),
            error -> over(wake)
        );
    }

    private void over(ItemWake wake) {
        wake.isEnding = true;
        wake.end.cancel();
        if (wakes.remove(wake)) wake.answer.run();
    }

    /**
     * The system stopped a work: the run that it is for is cut. One that a page on screen began by itself goes on, as long as somebody sees the page.
     * `settled` is called when no run of the work is left.
     */
    void stop(String taskName, ConstraintSet constraints, String reason, Runnable settled) {
        for (ItemWake wake : new ArrayList<>(wakes)) {
            if (wake.taskName.equals(taskName) && wake.constraints.equals(constraints)) over(wake);
        }
        OpenRun open = ledger.openRun(taskName);
        QueuedItem item = open == null ? null : ledger.itemOf(open);
        boolean isIts = item != null && item.constraints().equals(constraints) && !open.test();
        if (!isIts || (open.trigger() == Trigger.ENQUEUE && isHeldOnScreen(open))) {
            settled.run();
            return;
        }
        offers.of(taskName).waiting.add(settlement -> settled.run());
        offers.ends().stop(offers.of(taskName), reason);
    }

    private boolean isHeldOnScreen(OpenRun run) {
        Runtimes.Attached holder = run.claim() == null ? null : runtimes.get(run.claim().runtimeId());
        return holder != null && holder.isPageOnScreen();
    }

    /** Requests a work for each set of constraints that the task's items ask for, unless one is under way: that one looks for them before its answer. */
    void requestAll(String taskName, boolean besideRunning) {
        Set<ConstraintSet> sets = new HashSet<>();
        for (QueuedItem item : ledger.items().all()) if (item.taskName().equals(taskName)) sets.add(item.constraints());
        for (ConstraintSet set : sets) request(taskName, set, besideRunning, error -> {});
    }

    void request(String taskName, ConstraintSet constraints, boolean besideRunning, Consumer<BackgroundTaskException> done) {
        for (ItemWake wake : wakes) {
            if (wake.isEnding || !wake.taskName.equals(taskName) || !wake.constraints.equals(constraints)) continue;
            done.accept(null);
            return;
        }
        host.requestWork(taskName, constraints, besideRunning, () -> plan(taskName, constraints, 0), done);
    }

    private WorkPlan plan(String taskName, ConstraintSet constraints, long notBefore) {
        if (ledger.isNewer(taskName)) return null;
        QueuedItem first = null;
        for (QueuedItem item : ledger.items().all()) {
            boolean isIts = item.taskName().equals(taskName) && item.constraints().equals(constraints);
            if (isIts && (first == null || item.eligibleAt() < first.eligibleAt())) first = item;
        }
        if (first == null) return null;
        long at = Math.max(first.eligibleAt(), notBefore);
        boolean asksForLittle =
            !constraints.requiresCharging() && !constraints.requiresBatteryNotLow() && !constraints.requiresDeviceIdle();
        boolean isShort = first.timeLimitMs() == null || first.timeLimitMs() <= Constants.EXPEDITED_LIMIT_MS;
        boolean isUrgent = at <= clock.now() && !ledger.isRunning(first) && runtimes.pages(true).isEmpty();
        return new WorkPlan(at, asksForLittle && isShort && isUrgent);
    }
}
