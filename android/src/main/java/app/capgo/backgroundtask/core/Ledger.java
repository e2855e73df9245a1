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
import java.util.List;
import java.util.Set;

/** Holds registrations, open runs and the log. Each step is on disk before its method returns. One thread alone uses it. */
public final class Ledger {

    public enum Change {
        CREATED,
        UPDATED,
        UNCHANGED,
    }

    private final StoredLedger stored;
    private final ItemRecords items;
    private final ItemSteps itemSteps;

    private Ledger(StoredLedger stored, ItemRecords items) {
        this.stored = stored;
        this.items = items;
        itemSteps = new ItemSteps(stored, items);
    }

    /** `problems`: what of the stored text could not be read; a copy of it was kept aside. */
    public record Opened(Ledger ledger, List<String> problems) {}

    /** Opens the ledger. Fails when the file cannot be read, which does not mean that it is empty, or when it is of a later version. */
    public static Opened open(LedgerStore store) throws BackgroundTaskException {
        try {
            List<String> problems = new ArrayList<>();
            StoredLedger stored = StoredLedger.read(store, problems);
            ItemRecords items = ItemRecords.load(store.items(), stored.state().openRuns().values(), problems);
            return new Opened(new Ledger(stored, items), problems);
        } catch (IOException error) {
            throw new BackgroundTaskException(ErrorCode.STORAGE_FAILED, "The stored tasks could not be read: " + error.getMessage(), error);
        }
    }

    public Collection<TaskRecord> tasks() {
        return stored.state().tasks().values();
    }

    public TaskRecord task(String name) {
        return stored.state().tasks().get(name);
    }

    public Collection<OpenRun> openRuns() {
        return stored.state().openRuns().values();
    }

    public OpenRun openRun(String taskName) {
        return stored.state().openRuns().get(taskName);
    }

    public ItemRecords items() {
        return items;
    }

    /** Returns the steps that open, enqueue and settle items. */
    public ItemSteps itemSteps() {
        return itemSteps;
    }

    public boolean isRunning(QueuedItem item) {
        return itemSteps.isRunning(item);
    }

    /** Returns the item that the run is for; null when it is gone, and for the run of a registration. */
    public QueuedItem itemOf(OpenRun run) {
        return itemSteps.itemOf(run);
    }

    /** Returns whether the run has no registration any more, not even one of a later version, or no item. */
    public boolean isOrphan(OpenRun run) {
        if (run.item() != null) return itemOf(run) == null;
        return task(run.taskName()) == null && !stored.state().isNewer(run.taskName());
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
        return stored.state().log();
    }

    public Change register(String name, TaskOptions options, long now) throws BackgroundTaskException {
        stored.refuseNewer(name);
        clampToNow(now);
        TaskRecord present = task(name);
        if (present == null && stored.state().tasks().size() + stored.state().newerTasks().size() >= Constants.MAXIMUM_TASKS) {
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
        stored.commit(stored.state().withTask(present == null ? TaskRecord.created(name, options, now) : present.withOptions(options)));
        return present == null ? Change.CREATED : Change.UPDATED;
    }

    /** Puts a registration in as it is, or takes it out when `task` is null: WorkManager refused a new one, or a lost one is rebuilt from its work. */
    public void put(String name, TaskRecord task) throws BackgroundTaskException {
        stored.commit(task == null ? stored.state().withoutTask(name) : stored.state().withTask(task));
    }

    /**
     * Takes over what version 8.1 has left, once: it is marked as done in the same step, until what was left is gone. A name that is registered here
     * already stays as it is. `earlier` is null when nothing is left. Returns the names that were left out.
     */
    public List<String> takeOver(List<EarlierTask> earlier, long now) throws BackgroundTaskException {
        List<String> leftOut = new ArrayList<>();
        LedgerState next = stored.state();
        if (earlier != null && !stored.state().takenOver()) {
            for (EarlierTask one : earlier) {
                TaskRecord record = one.toRecord(now);
                if (record == null || next.tasks().size() + next.newerTasks().size() >= Constants.MAXIMUM_TASKS) leftOut.add(one.name());
                else if (next.tasks().get(record.name()) == null && !next.isNewer(record.name())) next = next.withTask(record);
            }
        }
        if (next.takenOver() != (earlier != null)) next = next.withTakenOver(earlier != null);
        if (next != stored.state()) stored.commit(next);
        return leftOut;
    }

    /** Removes the registration. Settles its open run as cancelled, and returns that run as it was before, or null. Items of the task stay. */
    public OpenRun unregister(String name, long now) throws BackgroundTaskException {
        stored.refuseNewer(name);
        OpenRun open = openRun(name) == null || openRun(name).item() != null ? null : openRun(name);
        LedgerState next = stored.state().withoutTask(name);
        if (open != null) next = next.settled(RunTransitions.settle(null, open, new Ending(Outcome.CANCELLED, null), now));
        if (open != null || task(name) != null) stored.commit(next);
        return open;
    }

    /** Forgets everything, also records of later versions and the copies of unreadable ones. */
    public void clear() throws BackgroundTaskException {
        // The items go first, because they hold what the app gave: after a death in between registrations are left, and no data.
        items.clear();
        // What version 8.1 has left may still be there: it must not come back.
        stored.commit(LedgerState.EMPTY.withTakenOver(stored.state().takenOver()));
        stored.deleteAside();
    }

    /** Returns whether a record of a later version has that name. This version leaves its task and its work alone. */
    public boolean isNewer(String name) {
        return stored.state().isNewer(name);
    }

    /** Opens a run, or returns the one that is open. */
    public OpenRun open(String name, Wake wake, String id) throws BackgroundTaskException {
        stored.refuseNewer(name);
        clampToNow(wake.now());
        if (openRun(name) == null) stored.commit(stored.state().withOpenRun(RunTransitions.open(task(name), wake, id)));
        return openRun(name);
    }

    /** Claims a run, and gives the data of its item along, which is read first: a file that cannot be read holds up no run. */
    public ClaimStep claim(String taskName, ClaimRequest request) throws BackgroundTaskException {
        if (stored.state().isNewer(taskName)) return new ClaimStep(null, "newer");
        clampToNow(request.now());
        ClaimStep step = RunTransitions.claim(openRun(taskName), request);
        if (step.run() == null) return step;
        String data = step.run().item() == null ? null : items.data(step.run().item().sequence());
        stored.commit(stored.state().withOpenRun(step.run()));
        return new ClaimStep(step.run(), null, data);
    }

    public void decline(String taskName, RunDecline decline) throws BackgroundTaskException {
        OpenRun declined = RunTransitions.decline(openRun(taskName), decline);
        if (declined != openRun(taskName)) stored.commit(stored.state().withOpenRun(declined));
    }

    /** Notes a run's progress in memory. The run's next step writes it. */
    public void noteProgress(OpenRun run, String progress) {
        stored.note(stored.state().withOpenRun(run.withProgress(progress)));
    }

    /** Returns how the run has to be settled, or null when the finish is not accepted. */
    public Ending finish(String taskName, FinishRequest request) {
        return RunTransitions.finish(openRun(taskName), request);
    }

    public OpenRun cut(String taskName, String reason, long now) {
        OpenRun cut = RunTransitions.cut(openRun(taskName), reason, now, Constants.EXPIRY_GRACE_MS);
        stored.keep(stored.state().withOpenRun(cut));
        return cut;
    }

    /** Cuts the task's open run so that it settles at that time, whatever its deadline says. */
    public void cutBy(String taskName, RunCut cut, long now) {
        stored.keep(stored.state().withOpenRun(RunTransitions.clampToNow(openRun(taskName), now).withCut(cut)));
    }

    /** Settles the task's open run. It counts as settled even when that cannot be stored now, since it has happened. */
    public Settlement settle(String taskName, Ending ending, long now) {
        OpenRun run = openRun(taskName);
        long backoffFrom = RunSweep.backoffStart(run, ending.outcome(), now);
        if (run.item() != null) return itemSteps.settle(run, ending, now, backoffFrom);
        Settlement settlement = RunTransitions.settle(task(taskName), run, ending, now, backoffFrom);
        stored.keep(stored.state().settled(settlement));
        return settlement;
    }

    /**
     * Notes that a runtime which defines these tasks has attached. If that cannot be stored now, the next attach does it. Returns those whose items had
     * waited for it.
     */
    public Set<String> noteDefined(Collection<String> names) {
        Set<String> withItems = itemSteps.noteDefined(names);
        LedgerState next = stored.state();
        for (String name : names) {
            TaskRecord task = next.tasks().get(name);
            if (task != null && task.undefinedAt() != null) next = next.withTask(Schedule.afterNamed(task));
        }
        if (next != stored.state()) stored.keep(next);
        return withItems;
    }

    /** Rewrites as now the times that lie in the future since the clock was set back. */
    public void clampToNow(long now) throws BackgroundTaskException {
        itemSteps.clampToNow(now);
    }
}
