package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Ports.Clock;
import app.capgo.backgroundtask.core.Ports.Ids;
import app.capgo.backgroundtask.core.Ports.Timer;
import app.capgo.backgroundtask.core.Ports.Timers;
import app.capgo.backgroundtask.core.RunTransitions.Wake;
import app.capgo.backgroundtask.core.WorkDecision.Answer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The periodic works that the system has started. Each is for the run of one registration. */
final class TaskWakes {

    /** One such work, until it has been answered. */
    private final class TaskWake {

        final String taskName;
        final BooleanSupplier stopped;
        final long deadline = clock.now() + Constants.TIME_LIMIT_MS;
        private final Consumer<Answer> answer;
        private Timer end = null;
        /** The run of its registration, once it waits for that. */
        private Offer own = null;
        private boolean isOver = false;

        TaskWake(String taskName, BooleanSupplier stopped, Consumer<Answer> answer) {
            this.taskName = taskName;
            this.stopped = stopped;
            this.answer = answer;
        }

        /** Answers at the latest when the work's time is over, or when its own run, which is cut then, has settled. */
        void endInTime() {
            if (end != null) return;
            end = timers.after(deadline - clock.now(), () -> {
                if (own == null) answer(Answer.RETRY);
                else offers.ends().timeIsOver(own);
            });
        }

        void awaitOwn(Offer offer) {
            own = offer;
            offer.waiting.add(settlement -> answer(WorkDecision.after(settlement)));
        }

        void answer(Answer given) {
            if (isOver) return;
            isOver = true;
            if (end != null) end.cancel();
            answer.accept(given);
        }
    }

    private final Ledger ledger;
    private final Offers offers;
    private final Clock clock;
    private final Timers timers;
    private final Ids ids;

    TaskWakes(Ledger ledger, Offers offers, Clock clock, Timers timers, Ids ids) {
        this.ledger = ledger;
        this.offers = offers;
        this.clock = clock;
        this.timers = timers;
        this.ids = ids;
    }

    void start(String name, BooleanSupplier stopped, Consumer<Answer> answer) throws BackgroundTaskException {
        step(new TaskWake(name, stopped, answer));
    }

    private void step(TaskWake wake) throws BackgroundTaskException {
        if (wake.isOver) return;
        if (wake.stopped.getAsBoolean()) {
            wake.answer(Answer.RETRY);
            return;
        }
        offers.sweepAll();
        OpenRun open = ledger.openRun(wake.taskName);
        if (open != null && (open.test() || open.item() != null)) {
            // Neither moves the schedule, so the work's own run comes after it. One that a dead process has left waits for a wake, and this is one.
            Offer other = offers.of(wake.taskName);
            other.queue();
            other.waiting.add(settlement -> stepAgain(wake));
            wake.endInTime();
            offers.pump();
            return;
        }
        long now = clock.now();
        ledger.clampToNow(now);
        Answer without = open == null ? WorkDecision.withoutRun(ledger.task(wake.taskName), now) : null;
        if (without == null && open == null && wake.deadline - now < Constants.ITEM_NEEDS_MS) without = Answer.RETRY;
        if (without != null) {
            wake.answer(without);
            return;
        }
        if (open == null) {
            // The clock may have been set back while the work waited for another run.
            long deadline = Math.min(wake.deadline, now + Constants.TIME_LIMIT_MS);
            OpenRun run = ledger.open(wake.taskName, new Wake(Trigger.WORK_MANAGER, now, deadline), ids.next());
            offers.begin(run, false, Offer.Stage.QUEUED);
        }
        Offer offer = offers.of(wake.taskName);
        offer.queue();
        wake.awaitOwn(offer);
        offers.pump();
    }

    private void stepAgain(TaskWake wake) {
        try {
            step(wake);
        } catch (BackgroundTaskException error) {
            wake.answer(Answer.RETRY);
        }
    }

    /** The system stopped the task's work: its run is cut. `settled` is called when no run of the work is left. */
    void stop(String name, String reason, Runnable settled) {
        OpenRun open = ledger.openRun(name);
        if (open == null || open.test() || open.item() != null) {
            settled.run();
            return;
        }
        offers.of(name).waiting.add(settlement -> settled.run());
        offers.ends().stop(offers.of(name), reason);
    }
}
