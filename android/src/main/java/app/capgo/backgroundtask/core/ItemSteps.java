package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.RunTransitions.Ending;
import app.capgo.backgroundtask.core.RunTransitions.Settlement;
import app.capgo.backgroundtask.core.RunTransitions.Wake;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The ledger's steps on items of the queue, each on disk before its method returns: in the ledger's file, and in a file for each item. */
public final class ItemSteps {

    private final StoredLedger stored;
    private final ItemRecords items;

    ItemSteps(StoredLedger stored, ItemRecords items) {
        this.stored = stored;
        this.items = items;
    }

    /** Returns the item that the run is for; null when it is gone, and for the run of a registration. */
    public QueuedItem itemOf(OpenRun run) {
        return run.item() == null ? null : items.get(run.item().sequence());
    }

    public boolean isRunning(QueuedItem item) {
        OpenRun run = stored.openRun(item.taskName());
        return run != null && run.item() != null && run.item().sequence() == item.sequence();
    }

    /** Returns the task's item that has been eligible for longest and is not running; null when there is none. */
    QueuedItem eligible(String taskName, Predicate<ConstraintSet> constraints, long now) {
        QueuedItem first = null;
        for (QueuedItem item : items.all()) {
            if (
                !item.taskName().equals(taskName) || item.eligibleAt() > now || isRunning(item) || !constraints.test(item.constraints())
            ) continue;
            if (first == null || Queue.BY_ELIGIBLE.compare(item, first) < 0) first = item;
        }
        return first;
    }

    /** Opens a run of an item, or returns the run of its task that is open. */
    public OpenRun open(QueuedItem item, Wake wake, String id) throws BackgroundTaskException {
        stored.refuseNewer(item.taskName());
        clampToNow(wake.now());
        if (stored.openRun(item.taskName()) == null) stored.commit(
            stored.state().withOpenRun(RunTransitions.openItem(items.get(item.sequence()), wake, id))
        );
        return stored.openRun(item.taskName());
    }

    /** Stores an item, or says why not. `step.put()` has the item as it was stored. */
    public Queue.EnqueueStep enqueue(Queue.EnqueueRequest request, long now) throws BackgroundTaskException {
        stored.refuseNewer(request.taskName());
        clampToNow(now);
        List<Queue.KnownItem> same = new ArrayList<>();
        for (QueuedItem item : items.all()) {
            boolean isSame = item.taskName().equals(request.taskName()) && item.id().equals(request.id());
            if (isSame) same.add(new Queue.KnownItem(item.sequence(), isRunning(item)));
        }
        long sequence = items.next();
        for (OpenRun run : stored.state().openRuns().values())
            if (run.item() != null) sequence = Math.max(sequence, run.item().sequence() + 1);
        Queue.EnqueueStep step = Queue.enqueue(same, items.all().size(), request, sequence, now);
        if (step.put() != null) items.add(step.put(), step.remove());
        return step;
    }

    /** Settles a run of an item. The ledger is written first and the item's file second: after a death in between the item runs again, and is never lost. */
    Settlement settle(OpenRun run, Ending ending, long now, long backoffFrom) {
        QueuedItem item = itemOf(run);
        boolean isReplaced = false;
        for (QueuedItem other : items.all()) {
            boolean isSame = item != null && other.taskName().equals(item.taskName()) && other.id().equals(item.id());
            isReplaced |= isSame && other.sequence() > item.sequence();
        }
        Queue.ItemSettlement settled = Queue.settle(item, isReplaced, run, ending, now, backoffFrom);
        Settlement settlement = new Settlement(null, settled.settled());
        stored.keep(stored.state().settled(settlement));
        if (settled.item() != null) items.put(settled.item());
        else if (item != null) items.drop(item.sequence());
        return settlement;
    }

    /** Lets the items of these tasks go on that have waited for a definition. Returns the names of their tasks. */
    Set<String> noteDefined(Collection<String> names) {
        Set<String> tasks = new HashSet<>();
        for (QueuedItem item : new ArrayList<>(items.all())) {
            if (item.undefinedSince() == null || !names.contains(item.taskName())) continue;
            items.put(Queue.afterNamed(item));
            tasks.add(item.taskName());
        }
        return tasks;
    }

    /** Rewrites as now the times of the whole ledger that lie in the future since the clock was set back. */
    void clampToNow(long now) throws BackgroundTaskException {
        stored.clampToNow(now);
        for (QueuedItem item : new ArrayList<>(items.all())) {
            QueuedItem clamped = Queue.clampToNow(item, now);
            if (clamped != item) items.put(clamped);
        }
    }
}
