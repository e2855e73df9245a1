package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Ports.Clock;
import app.capgo.backgroundtask.core.Ports.Ids;
import app.capgo.backgroundtask.core.Ports.QueueHost;
import app.capgo.backgroundtask.core.Ports.Timers;
import app.capgo.backgroundtask.core.Queue.EnqueueRequest;
import app.capgo.backgroundtask.core.Queue.EnqueueStep;
import app.capgo.backgroundtask.core.RunTransitions.Wake;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Does what is asked of the queue, and lets a page on screen have an item at once. The engine's thread alone uses it. */
public final class ItemQueue {

    private final Ledger ledger;
    private final Runtimes runtimes;
    private final Offers offers;
    private final QueueHost host;
    private final Clock clock;
    private final Ids ids;
    private final ItemWakes wakes;

    ItemQueue(Ledger ledger, Runtimes runtimes, Offers offers, QueueHost host, Clock clock, Timers timers, Ids ids) {
        this.ledger = ledger;
        this.runtimes = runtimes;
        this.offers = offers;
        this.host = host;
        this.clock = clock;
        this.ids = ids;
        wakes = new ItemWakes(ledger, runtimes, offers, host, clock, timers, ids);
    }

    /** Is told what enqueueing did; null: nothing, for the reason that is given. With both, the item is stored and the system's request failed. */
    public interface Enqueued {
        void done(Queue.Change change, BackgroundTaskException refused);
    }

    /** Stores an item; `enqueued` is told once the system's request is durable too. A page on screen gets it meanwhile. */
    public void enqueue(EnqueueRequest request, Enqueued enqueued) throws BackgroundTaskException {
        int bytes = request.data() == null ? 0 : Queue.utf8Bytes(request.data());
        if (bytes > Constants.MAXIMUM_DATA_BYTES) {
            throw new BackgroundTaskException(
                ErrorCode.DATA_TOO_LARGE,
                "data: " +
                    bytes +
                    " bytes as JSON were given, " +
                    Constants.MAXIMUM_DATA_BYTES +
                    " are possible. Keep it in the app's own storage, and give its key."
            );
        }
        EnqueueStep step = ledger.itemSteps().enqueue(request, clock.now());
        if (step.change() == Queue.Change.FULL) {
            throw new BackgroundTaskException(
                ErrorCode.QUEUE_FULL,
                Constants.MAXIMUM_ITEMS +
                    " items wait already. Enqueue one item for several pieces of work, or cancel those that are not needed."
            );
        }
        if (step.put() == null) {
            enqueued.done(step.change(), null);
            return;
        }
        lookOnScreen(request.taskName());
        wakes.request(request.taskName(), request.constraints(), true, refused ->
            enqueued.done(refused != null && tookBack(step) ? null : step.change(), refused)
        );
    }

    /** Undoes a refused enqueueing. An item that runs already, or has taken another's place, stays. */
    private boolean tookBack(EnqueueStep step) {
        QueuedItem item = ledger.items().get(step.put().sequence());
        if (item == null || step.change() != Queue.Change.CREATED || ledger.isRunning(item)) return false;
        try {
            ledger.items().remove(Collections.singletonList(item.sequence()));
            return true;
        } catch (BackgroundTaskException stays) {
            return false;
        }
    }

    /** Takes a task's items out of the queue, all or the one of this id, and cancels their runs. */
    public void cancel(String taskName, String id) throws BackgroundTaskException {
        cancel(item -> item.taskName().equals(taskName) && (id == null || id.equals(item.id())));
    }

    /** The files go first: after a death in between, the runs are found without their item and settle so too. */
    void cancel(Predicate<QueuedItem> isMeant) throws BackgroundTaskException {
        List<Long> sequences = new ArrayList<>();
        for (QueuedItem item : ledger.items().all()) if (isMeant.test(item)) sequences.add(item.sequence());
        ledger.items().remove(sequences);
        for (OpenRun run : new ArrayList<>(ledger.openRuns())) {
            if (run.item() == null || ledger.itemOf(run) != null) continue;
            offers.cancel(run, "cancelled", RunError.of(ErrorCode.CANCELLED, "The item was cancelled while its run was open."));
        }
    }

    /** Starts a work of items that the system gave the app; `limitMs` is how long it may last. */
    public void work(String taskName, ConstraintSet constraints, long limitMs, BooleanSupplier stopped, Runnable answer) {
        wakes.start(taskName, constraints, limitMs, stopped, answer);
    }

    public void stopWork(String taskName, ConstraintSet constraints, String reason, Runnable settled) {
        wakes.stop(taskName, constraints, reason, settled);
    }

    /** Sees to it that each item has a work that will come for it. A running one is such a work. */
    public void repairWorks() {
        List<String> names = new ArrayList<>();
        for (QueuedItem item : ledger.items().all()) if (!names.contains(item.taskName())) names.add(item.taskName());
        for (String name : names) wakes.requestAll(name, false);
    }

    /** The same for one task. */
    public void repairWorks(String taskName) {
        wakes.requestAll(taskName, false);
    }

    /** Runs this item now, and settles it as any run does. What the task is doing already comes first. `done` gets false when there is no such item. */
    public void trigger(String runtimeId, boolean headlessOnly, String taskName, String id, Consumer<Boolean> done)
        throws BackgroundTaskException {
        QueuedItem item = null;
        for (QueuedItem one : ledger.items().all()) if (one.taskName().equals(taskName) && one.id().equals(id)) item = one;
        OpenRun open = ledger.openRun(taskName);
        boolean isHeldByCaller = open != null && open.claim() != null && open.claim().runtimeId().equals(runtimeId);
        // A callback that waits for its own task would wait for ever.
        if (item == null || isHeldByCaller) {
            done.accept(false);
            return;
        }
        boolean isItsRun = open == null || ledger.isRunning(item);
        if (open == null) {
            long now = clock.now();
            Wake wake = new Wake(Trigger.TEST, now, now + Constants.TIME_LIMIT_MS);
            offers.begin(ledger.itemSteps().open(item, wake, ids.next()), headlessOnly, Offer.Stage.QUEUED);
        }
        Offer offer = offers.of(taskName);
        offer.queue();
        offer.waiting.add(settlement -> {
            if (isItsRun) done.accept(true);
            else triggerAgain(runtimeId, headlessOnly, taskName, id, done);
        });
        offers.pump();
    }

    private void triggerAgain(String runtimeId, boolean headlessOnly, String taskName, String id, Consumer<Boolean> done) {
        try {
            trigger(runtimeId, headlessOnly, taskName, id, done);
        } catch (BackgroundTaskException notStored) {
            done.accept(false);
        }
    }

    /** Follows a runtime that names tasks: their items, which had waited for it, are eligible now. */
    void onDefined(Collection<String> taskNames) {
        for (String name : taskNames) {
            lookOnScreen(name);
            wakes.requestAll(name, true);
        }
    }

    /** Follows the settling of a run: the task's next item has its turn, and one that is tried again needs its work. */
    void settled(Run run) {
        lookOnScreen(run.taskName());
        if (run.enqueuedId() != null) wakes.requestAll(run.taskName(), true);
    }

    /** Opens the task's next item for a page that somebody sees. The system's own request stands behind it, whatever becomes of this. */
    private void lookOnScreen(String taskName) {
        if (ledger.openRun(taskName) != null || runtimes.pages(true).isEmpty()) return;
        long now = clock.now();
        if (ledger.itemSteps().eligible(taskName, any -> true, now) == null) return;
        Conditions conditions = host.conditions();
        // Nobody's device is idle who looks at the app.
        QueuedItem item = ledger
            .itemSteps()
            .eligible(taskName, constraints -> !constraints.requiresDeviceIdle() && conditions.unmetBy(constraints).isEmpty(), now);
        if (item == null) return;
        try {
            Wake wake = new Wake(Trigger.ENQUEUE, now, now + Constants.TIME_LIMIT_MS);
            offers.begin(ledger.itemSteps().open(item, wake, ids.next()), false, Offer.Stage.QUEUED);
        } catch (BackgroundTaskException notStored) {
            return;
        }
        offers.pump();
    }
}
