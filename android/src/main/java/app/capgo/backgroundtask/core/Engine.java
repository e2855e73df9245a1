package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Ports.Clock;
import app.capgo.backgroundtask.core.Ports.HeadlessHost;
import app.capgo.backgroundtask.core.Ports.Ids;
import app.capgo.backgroundtask.core.Ports.QueueHost;
import app.capgo.backgroundtask.core.Ports.RuntimeChannel;
import app.capgo.backgroundtask.core.Ports.Timers;
import app.capgo.backgroundtask.core.RunSweep.SweepStep;
import app.capgo.backgroundtask.core.RunTransitions.ClaimRequest;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import app.capgo.backgroundtask.core.RunTransitions.Ending;
import app.capgo.backgroundtask.core.RunTransitions.FinishRequest;
import app.capgo.backgroundtask.core.RunTransitions.Wake;
import app.capgo.backgroundtask.core.Runtimes.Attached;
import app.capgo.backgroundtask.core.WorkDecision.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Does every step of the contract that concerns runs, from attach to finish. One thread alone uses it. */
public final class Engine {

    private final Ledger ledger;
    private final Clock clock;
    private final Ids ids;
    private final Runtimes runtimes = new Runtimes();
    private final Offers offers;
    private final TaskWakes taskWakes;
    private final ItemQueue queue;
    /** Bridges that are gone. Calls that they had sent before may still arrive. */
    private final Set<RuntimeChannel> closed = Collections.newSetFromMap(new WeakHashMap<>());

    public Engine(Ledger ledger, HeadlessHost headless, QueueHost host, Clock clock, Timers timers, Ids ids) {
        this.ledger = ledger;
        this.clock = clock;
        this.ids = ids;
        offers = new Offers(ledger, runtimes, headless, clock, timers, this::settled);
        taskWakes = new TaskWakes(ledger, offers, clock, timers, ids);
        queue = new ItemQueue(ledger, runtimes, offers, host, clock, timers, ids);
    }

    /** Returns what concerns items. */
    public ItemQueue queue() {
        return queue;
    }

    private void settled(Run run) {
        queue.settled(run);
    }

    /** Begins a new process: whoever held a run is dead, and what nobody claimed is offered again. */
    public void recover() throws BackgroundTaskException {
        long now = clock.now();
        ledger.clampToNow(now);
        for (OpenRun run : new ArrayList<>(ledger.openRuns())) {
            // The holder was in the process before this one.
            SweepStep step = RunSweep.sweep(run, now, Constants.EXPIRY_GRACE_MS, false);
            // An orphan's registration is gone or was damaged, so nothing says any more that it should run.
            if (ledger.isOrphan(run)) ledger.settle(run.taskName(), new Ending(Outcome.CANCELLED, null), now);
            else if (step.kind() == RunSweep.Kind.SETTLE) ledger.settle(run.taskName(), step.ending(), now);
            else offers.begin(run, false, Offer.Stage.DORMANT);
        }
    }

    /** A runtime's call. `names` is the whole list of what it defines, each time. */
    public record AttachRequest(String runtimeId, RuntimeKind kind, Set<String> names, long contractVersion) {}

    public List<OpenRun> attach(RuntimeChannel channel, AttachRequest request) throws BackgroundTaskException {
        if (closed.contains(channel)) {
            throw new BackgroundTaskException(
                ErrorCode.UNAVAILABLE,
                "The runtime \"" + request.runtimeId() + "\" was not attached: its web view is closed. Attach from a live page."
            );
        }
        offers.sweepAll();
        Set<String> withItems = ledger.noteDefined(request.names());
        Attached runtime = new Attached(request.runtimeId(), request.kind(), channel, request.names(), request.contractVersion());
        Attached before = runtimes.attach(runtime);
        if (before != null) offers.onGone(before, RunError.RUNTIME_DIED);
        List<OpenRun> offered = offers.onAttach(runtime);
        queue.onDefined(withItems);
        offers.pump();
        return offered;
    }

    /** Follows the end of a bridge or of its page. */
    public void detach(RuntimeChannel channel, RunError why) {
        if (channel != null) closed.add(channel);
        Attached gone = runtimes.detach(channel);
        if (gone != null) offers.onGone(gone, why);
    }

    public void headlessFailed(RunError why) {
        offers.onHeadlessFailed(why);
    }

    /** Claims a run for a runtime. Its kind is known from the bridge, so what JavaScript says of it does not count. */
    public ClaimStep claim(String taskId, String taskName, String runtimeId) throws BackgroundTaskException {
        Attached runtime = runtimes.get(runtimeId);
        if (runtime == null) return new ClaimStep(null, "unknown");
        ClaimRequest request = new ClaimRequest(taskId, runtimeId, runtime.kind(), clock.now(), ids.next(), Constants.TIME_LIMIT_MS);
        ClaimStep step;
        try {
            step = ledger.claim(taskName, request);
        } catch (BackgroundTaskException error) {
            OpenRun run = ledger.openRun(taskName);
            // Nobody can hold a run whose claim cannot be stored. It settles now, so that its worker is answered with the reason.
            if (run != null && run.claim() == null && run.id().equals(taskId)) {
                offers.settle(offers.of(taskName), new Ending(Outcome.NOT_STARTED, RunError.of(error.code(), error.getMessage())));
            }
            throw error;
        }
        if (step.run() != null) offers.onClaimed(taskName);
        return step;
    }

    public void decline(String taskId, String taskName, String runtimeId, DeclineReason reason) throws BackgroundTaskException {
        OpenRun run = ledger.openRun(taskName);
        if (run == null || !run.id().equals(taskId) || run.claim() != null) return;
        ledger.decline(taskName, new RunDecline(runtimeId, reason));
        offers.onDeclined(taskName, runtimeId);
    }

    public boolean finish(String taskId, String taskName, String token, Outcome outcome, RunError error) {
        Ending ending = ledger.finish(taskName, new FinishRequest(taskId, token, outcome, error, clock.now()));
        if (ending == null) {
            offers.vacated(taskId, taskName);
            return false;
        }
        offers.settle(offers.of(taskName), ending);
        return true;
    }

    /** Tells every runtime of a run's progress. Another token than the holder's, or a settled run: ignored. */
    public void progress(String taskId, String taskName, String token, String progress) {
        OpenRun run = ledger.openRun(taskName);
        if (run == null || !run.id().equals(taskId) || run.claim() == null || !run.claim().token().equals(token)) return;
        ledger.noteProgress(run, progress);
        for (Attached each : runtimes.all()) each.tell("progress", Encode.progress(run, progress));
    }

    public void unregister(String name) throws BackgroundTaskException {
        OpenRun open = ledger.unregister(name, clock.now());
        if (open == null) return;
        offers.tellCancelled(open, "unregistered");
        List<Run> log = ledger.log();
        offers.finished(offers.of(name), new RunTransitions.Settlement(null, log.get(log.size() - 1)));
    }

    /**
     * Runs the task, whose work WorkManager has started. `answer` is called when the run is settled, or at once when none is due. `stopped` tells
     * whether WorkManager has stopped the work since: no run is opened then, because nobody would wait for it or hear the answer.
     */
    public void work(String name, BooleanSupplier stopped, Consumer<Answer> answer) throws BackgroundTaskException {
        taskWakes.start(name, stopped, answer);
    }

    /** WorkManager stopped the task's work: its run is cut. `settled` is called when no run of the work is left. */
    public void stopWork(String name, String reason, Runnable settled) {
        taskWakes.stop(name, reason, settled);
    }

    /** Unregisters everything, takes all items out of the queue, and forgets the log. */
    public void unregisterAll() throws BackgroundTaskException {
        queue.cancel(item -> true);
        for (TaskRecord task : new ArrayList<>(ledger.tasks())) unregister(task.name());
        // Those of tasks that a later version has stored are left.
        for (OpenRun open : new ArrayList<>(ledger.openRuns())) offers.cancel(open, "unregistered", null);
        ledger.clear();
    }

    /**
     * Runs every registered task now, or the one of this name. `done` is called with false when there is none, else with true when all have settled.
     */
    public void trigger(String runtimeId, boolean headlessOnly, String taskName, Consumer<Boolean> done) throws BackgroundTaskException {
        List<TaskRecord> tasks = new ArrayList<>();
        for (TaskRecord task : ledger.tasks()) if (taskName == null || taskName.equals(task.name())) tasks.add(task);
        Set<String> waitingFor = new HashSet<>();
        List<Offer> triggered = new ArrayList<>();
        for (TaskRecord task : tasks) {
            Offer offer = openedTest(task.name(), headlessOnly);
            offer.queue();
            RunClaim claim = ledger.openRun(task.name()).claim();
            // A callback that waits for its own run would wait for ever.
            if (claim != null && claim.runtimeId().equals(runtimeId)) continue;
            waitingFor.add(offer.taskId);
            triggered.add(offer);
        }
        for (Offer offer : triggered) {
            offer.waiting.add(settlement -> {
                waitingFor.remove(settlement.settled().taskId());
                if (waitingFor.isEmpty()) done.accept(true);
            });
        }
        if (triggered.isEmpty()) done.accept(!tasks.isEmpty());
        offers.pump();
    }

    /** Returns the names that any attached runtime defines. */
    public Set<String> definedNames() {
        return runtimes.names();
    }

    private Offer openedTest(String name, boolean headlessOnly) throws BackgroundTaskException {
        if (ledger.openRun(name) != null) return offers.of(name);
        long now = clock.now();
        OpenRun run = ledger.open(name, new Wake(Trigger.TEST, now, now + Constants.TIME_LIMIT_MS), ids.next());
        return offers.begin(run, headlessOnly, Offer.Stage.QUEUED);
    }
}
