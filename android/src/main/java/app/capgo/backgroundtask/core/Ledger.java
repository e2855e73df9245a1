package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.RunTransitions.ClaimRequest;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import app.capgo.backgroundtask.core.RunTransitions.Ending;
import app.capgo.backgroundtask.core.RunTransitions.FinishRequest;
import app.capgo.backgroundtask.core.RunTransitions.Settlement;
import app.capgo.backgroundtask.core.RunTransitions.Wake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Holds registrations, open runs and the log. Each step is on disk before its method returns. One thread alone uses it. */
public final class Ledger {

    public enum Change {
        CREATED,
        UPDATED,
        UNCHANGED,
    }

    private final LedgerStore store;
    private final ItemRecords items;
    private LedgerState state;

    private Ledger(LedgerStore store, LedgerState state, ItemRecords items) {
        this.store = store;
        this.state = state;
        this.items = items;
    }

    /** `problems`: what of the stored text could not be read; a copy of it was kept aside. */
    public record Opened(Ledger ledger, List<String> problems) {}

    /** Opens the ledger. Fails when the file cannot be read, which does not mean that it is empty, or when it is of a later version. */
    public static Opened open(LedgerStore store) throws BackgroundTaskException {
        try {
            String text = store.read();
            LedgerText.Loaded loaded =
                text == null ? new LedgerText.Loaded(LedgerState.EMPTY, false, new ArrayList<>()) : LedgerText.read(text);
            if (loaded.newer()) {
                throw new BackgroundTaskException(
                    ErrorCode.STORAGE_NEWER,
                    "The stored tasks are of a later version of this plugin. Install that version again, or clear the app's data."
                );
            }
            if (!loaded.problems().isEmpty()) store.setAside();
            List<String> problems = new ArrayList<>(loaded.problems());
            ItemRecords items = ItemRecords.load(store.items(), loaded.state().openRuns().values(), problems);
            return new Opened(new Ledger(store, loaded.state(), items), problems);
        } catch (IOException error) {
            throw new BackgroundTaskException(ErrorCode.STORAGE_FAILED, "The stored tasks could not be read: " + error.getMessage(), error);
        }
    }

    public Collection<TaskRecord> tasks() {
        return state.tasks().values();
    }

    public TaskRecord task(String name) {
        return state.tasks().get(name);
    }

    public Collection<OpenRun> openRuns() {
        return state.openRuns().values();
    }

    public OpenRun openRun(String taskName) {
        return state.openRuns().get(taskName);
    }

    public ItemRecords items() {
        return items;
    }

    /** Returns the item that the run is for; null when it is gone, and for the run of a registration. */
    public QueuedItem itemOf(OpenRun run) {
        return run.item() == null ? null : items.get(run.item().sequence());
    }

    public boolean isRunning(QueuedItem item) {
        OpenRun run = openRun(item.taskName());
        return run != null && run.item() != null && run.item().sequence() == item.sequence();
    }

    /** Returns whether the run has no registration any more, not even one of a later version, or no item. */
    public boolean isOrphan(OpenRun run) {
        if (run.item() != null) return itemOf(run) == null;
        return task(run.taskName()) == null && !state.isNewer(run.taskName());
    }

    /** Returns the task's item that has been eligible for longest and is not running; null when there is none. */
    QueuedItem eligibleItem(String taskName, Predicate<ConstraintSet> constraints, long now) {
        QueuedItem first = null;
        for (QueuedItem item : items.all()) {
            if (
                !item.taskName().equals(taskName) || item.eligibleAt() > now || isRunning(item) || !constraints.test(item.constraints())
            ) continue;
            if (first == null || Queue.BY_ELIGIBLE.compare(item, first) < 0) first = item;
        }
        return first;
    }

    /** Returns since when the work of an open run has been due. */
    long dueAt(OpenRun run) {
        QueuedItem item = itemOf(run);
        if (item != null) return item.eligibleAt();
        TaskRecord task = run.item() == null ? task(run.taskName()) : null;
        return task == null ? Long.MAX_VALUE : Schedule.nextEligibleAt(task);
    }

    /** Returns the settled runs, the oldest first. */
    public List<Run> log() {
        return state.log();
    }

    public Change register(String name, TaskOptions options, long now) throws BackgroundTaskException {
        refuseNewer(name);
        clampToNow(now);
        TaskRecord present = task(name);
        if (present == null && state.tasks().size() + state.newerTasks().size() >= Constants.MAXIMUM_TASKS) {
            throw new BackgroundTaskException(
                ErrorCode.TOO_MANY_TASKS,
                "Task \"" +
                    name +
                    "\" was not registered: " +
                    Constants.MAXIMUM_TASKS +
                    " tasks are registered already. Unregister those that are not needed."
            );
        }
        if (present != null && present.options().equals(options)) return Change.UNCHANGED;
        commit(state.withTask(present == null ? TaskRecord.created(name, options, now) : present.withOptions(options)));
        return present == null ? Change.CREATED : Change.UPDATED;
    }

    /** Puts a registration in as it is, or takes it out when `task` is null: WorkManager refused a new one, or a lost one is rebuilt from its work. */
    public void put(String name, TaskRecord task) throws BackgroundTaskException {
        commit(task == null ? state.withoutTask(name) : state.withTask(task));
    }

    /**
     * Takes over what version 8.1 has left, once: it is marked as done in the same step, until what was left is gone. A name that is registered here
     * already stays as it is. `earlier` is null when nothing is left. Returns the names that were left out.
     */
    public List<String> takeOver(List<EarlierTask> earlier, long now) throws BackgroundTaskException {
        List<String> leftOut = new ArrayList<>();
        LedgerState next = state;
        if (earlier != null && !state.takenOver()) {
            for (EarlierTask one : earlier) {
                TaskRecord record = one.toRecord(now);
                if (record == null || next.tasks().size() + next.newerTasks().size() >= Constants.MAXIMUM_TASKS) leftOut.add(one.name());
                else if (next.tasks().get(record.name()) == null && !next.isNewer(record.name())) next = next.withTask(record);
            }
        }
        if (next.takenOver() != (earlier != null)) next = next.withTakenOver(earlier != null);
        if (next != state) commit(next);
        return leftOut;
    }

    /** Removes the registration. Settles its open run as cancelled, and returns that run as it was before, or null. Items of the task stay. */
    public OpenRun unregister(String name, long now) throws BackgroundTaskException {
        refuseNewer(name);
        OpenRun open = openRun(name) == null || openRun(name).item() != null ? null : openRun(name);
        LedgerState next = state.withoutTask(name);
        if (open != null) next = next.settled(RunTransitions.settle(null, open, new Ending(Outcome.CANCELLED, null), now));
        if (open != null || task(name) != null) commit(next);
        return open;
    }

    /** Forgets everything, also records of later versions and the copies of unreadable ones. */
    public void clear() throws BackgroundTaskException {
        // First, because they hold what the app gave: after a death in between registrations are left, and no data.
        items.clear();
        // What version 8.1 has left may still be there: it must not come back.
        commit(LedgerState.EMPTY.withTakenOver(state.takenOver()));
        store.deleteAside();
    }

    /** Whether a record of a later version has that name: this version leaves its task and its work alone. */
    public boolean isNewer(String name) {
        return state.isNewer(name);
    }

    /** Opens a run, or returns the one that is open. */
    public OpenRun open(String name, Wake wake, String id) throws BackgroundTaskException {
        refuseNewer(name);
        clampToNow(wake.now());
        if (openRun(name) == null) commit(state.withOpenRun(RunTransitions.open(task(name), wake, id)));
        return openRun(name);
    }

    /** Opens a run of an item, or returns the run of its task that is open. */
    public OpenRun openItem(QueuedItem item, Wake wake, String id) throws BackgroundTaskException {
        refuseNewer(item.taskName());
        clampToNow(wake.now());
        if (openRun(item.taskName()) == null) commit(state.withOpenRun(RunTransitions.openItem(items.get(item.sequence()), wake, id)));
        return openRun(item.taskName());
    }

    /** Stores an item, or says why not. `step.put()` has the item as it was stored. */
    public Queue.EnqueueStep enqueue(Queue.EnqueueRequest request, long now) throws BackgroundTaskException {
        refuseNewer(request.taskName());
        clampToNow(now);
        List<Queue.KnownItem> same = new ArrayList<>();
        for (QueuedItem item : items.all()) {
            boolean isSame = item.taskName().equals(request.taskName()) && item.id().equals(request.id());
            if (isSame) same.add(new Queue.KnownItem(item.sequence(), isRunning(item)));
        }
        long sequence = items.next();
        for (OpenRun run : openRuns()) if (run.item() != null) sequence = Math.max(sequence, run.item().sequence() + 1);
        Queue.EnqueueStep step = Queue.enqueue(same, items.all().size(), request, sequence, now);
        if (step.put() != null) items.add(step.put(), step.remove());
        return step;
    }

    /** Claims a run, and gives the data of its item along, which is read first: a file that cannot be read holds up no run. */
    public ClaimStep claim(String taskName, ClaimRequest request) throws BackgroundTaskException {
        if (state.isNewer(taskName)) return new ClaimStep(null, "newer");
        clampToNow(request.now());
        ClaimStep step = RunTransitions.claim(openRun(taskName), request);
        if (step.run() == null) return step;
        String data = step.run().item() == null ? null : items.data(step.run().item().sequence());
        commit(state.withOpenRun(step.run()));
        return new ClaimStep(step.run(), null, data);
    }

    public void decline(String taskName, RunDecline decline) throws BackgroundTaskException {
        OpenRun declined = RunTransitions.decline(openRun(taskName), decline);
        if (declined != openRun(taskName)) commit(state.withOpenRun(declined));
    }

    /** Notes a run's progress in memory: the run's next step writes it. */
    public void noteProgress(OpenRun run, String progress) {
        state = state.withOpenRun(run.withProgress(progress));
    }

    /** Returns how the run has to be settled, or null when the finish is not accepted. */
    public Ending finish(String taskName, FinishRequest request) {
        return RunTransitions.finish(openRun(taskName), request);
    }

    public OpenRun cut(String taskName, String reason, long now) {
        OpenRun cut = RunTransitions.cut(openRun(taskName), reason, now, Constants.EXPIRY_GRACE_MS);
        keep(state.withOpenRun(cut));
        return cut;
    }

    /** Cuts the task's open run so that it settles at that time, whatever its deadline says. */
    public void cutBy(String taskName, RunCut cut, long now) {
        keep(state.withOpenRun(RunTransitions.clampToNow(openRun(taskName), now).withCut(cut)));
    }

    /** Settles the task's open run. It counts as settled even when that cannot be stored now, since it has happened. */
    public Settlement settle(String taskName, Ending ending, long now) {
        OpenRun run = openRun(taskName);
        long backoffFrom = RunSweep.backoffStart(run, ending.outcome(), now);
        if (run.item() != null) return settleItem(run, ending, now, backoffFrom);
        Settlement settlement = RunTransitions.settle(task(taskName), run, ending, now, backoffFrom);
        keep(state.settled(settlement));
        return settlement;
    }

    /** The ledger first, and the item's file second: after a death in between the item runs again, and is never lost. */
    private Settlement settleItem(OpenRun run, Ending ending, long now, long backoffFrom) {
        QueuedItem item = itemOf(run);
        boolean isReplaced = false;
        for (QueuedItem other : items.all()) {
            boolean isSame = item != null && other.taskName().equals(item.taskName()) && other.id().equals(item.id());
            isReplaced |= isSame && other.sequence() > item.sequence();
        }
        Queue.ItemSettlement settled = Queue.settle(item, isReplaced, run, ending, now, backoffFrom);
        Settlement settlement = new Settlement(null, settled.settled());
        keep(state.settled(settlement));
        if (settled.item() != null) items.put(settled.item());
        else if (item != null) items.drop(item.sequence());
        return settlement;
    }

    /**
     * Notes that a runtime which defines these tasks has attached. If that cannot be stored now, the next attach does it. Returns those whose items had
     * waited for it.
     */
    public Set<String> noteDefined(Collection<String> names) {
        Set<String> withItems = new HashSet<>();
        for (QueuedItem item : new ArrayList<>(items.all())) {
            if (item.undefinedSince() == null || !names.contains(item.taskName())) continue;
            items.put(Queue.afterNamed(item));
            withItems.add(item.taskName());
        }
        LedgerState next = state;
        for (String name : names) {
            TaskRecord task = next.tasks().get(name);
            if (task != null && task.undefinedAt() != null) next = next.withTask(Schedule.afterNamed(task));
        }
        if (next != state) keep(next);
        return withItems;
    }

    /** Rewrites as now the times that lie in the future since the clock was set back. */
    public void clampToNow(long now) throws BackgroundTaskException {
        LedgerState past = state.clampToNow(now);
        if (past != state) commit(past);
        for (QueuedItem item : new ArrayList<>(items.all())) {
            QueuedItem clamped = Queue.clampToNow(item, now);
            if (clamped != item) items.put(clamped);
        }
    }

    private void refuseNewer(String name) throws BackgroundTaskException {
        if (!state.isNewer(name)) return;
        throw new BackgroundTaskException(
            ErrorCode.STORAGE_NEWER,
            "Task \"" + name + "\" was stored by a later version of this plugin. Install that version again, or clear the app's data."
        );
    }

    private void commit(LedgerState next) throws BackgroundTaskException {
        try {
            store.replace(LedgerText.write(next));
        } catch (IOException error) {
            throw new BackgroundTaskException(
                ErrorCode.STORAGE_FAILED,
                "The tasks could not be stored: " + error.getMessage() + ". Is the device's storage full?",
                error
            );
        }
        state = next;
    }

    private void keep(LedgerState next) {
        state = next;
        try {
            store.replace(LedgerText.write(next));
        } catch (IOException error) {
            // The next step stores it; until then a restart finds the run open, and settles it as lost.
        }
    }
}
