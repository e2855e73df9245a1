package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Engine.AttachRequest;
import app.capgo.backgroundtask.core.Ports.HeadlessHost;
import app.capgo.backgroundtask.core.Ports.RuntimeChannel;
import app.capgo.backgroundtask.core.Queue.EnqueueRequest;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import app.capgo.backgroundtask.core.WorkDecision.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An engine over a store in memory, with bridges and a headless host that only write down what they were told. */
final class EngineRig {

    /** One bridge with one runtime of the same name as its kind. */
    final class FakeBridge implements RuntimeChannel {

        final String id;
        final RuntimeKind kind;
        boolean onScreen;
        boolean broken = false;
        long contractVersion = Constants.CONTRACT_VERSION;
        final List<String> events = new ArrayList<>();
        Map<String, Object> lastExpire;

        FakeBridge(String id, RuntimeKind kind, boolean onScreen) {
            this.id = id;
            this.kind = kind;
            this.onScreen = onScreen;
        }

        @Override
        public void send(String event, Map<String, Object> payload) {
            if (broken) throw new IllegalStateException("its web view is gone");
            Object reason = payload.get(event.equals("expire") ? "reason" : "outcome");
            if (event.equals("expire")) lastExpire = payload;
            events.add(event + " " + payload.get("taskName") + (reason == null ? "" : " " + reason));
        }

        @Override
        public boolean isOnScreen() {
            return onScreen;
        }

        List<String> attach(String... names) throws BackgroundTaskException {
            List<OpenRun> runs = engine.attach(this, new AttachRequest(id, kind, new HashSet<>(Arrays.asList(names)), contractVersion));
            return runs.stream().map(OpenRun::taskName).collect(Collectors.toList());
        }

        ClaimStep claim(String name) throws BackgroundTaskException {
            OpenRun run = ledger.openRun(name);
            return engine.claim(run == null ? "none" : run.id(), name, id);
        }

        /** Returns the run that this runtime holds, as its claim was answered. */
        ClaimStep claimed(String name) {
            return new ClaimStep(ledger.openRun(name), null);
        }

        void decline(String name, DeclineReason reason) throws BackgroundTaskException {
            engine.decline(ledger.openRun(name).id(), name, id, reason);
        }

        boolean finish(ClaimStep step, Outcome outcome) {
            return engine.finish(step.run().id(), step.run().taskName(), step.run().claim().token(), outcome, null);
        }
    }

    final class FakeHost implements HeadlessHost {

        int starts = 0;
        boolean released = true;

        @Override
        public void start() {
            starts++;
            released = false;
        }

        @Override
        public void keep() {
            released = false;
        }

        @Override
        public void release() {
            released = true;
        }
    }

    final FakeTime time = new FakeTime(Samples.START);
    /** Null over files. */
    final MemoryStore store;
    final Ledger ledger;
    final FakeHost host = new FakeHost();
    final FakeQueueHost queueHost = new FakeQueueHost();
    final Engine engine;
    final List<Answer> answers = new ArrayList<>();
    int itemAnswers = 0;
    private int ids = 0;

    EngineRig() throws BackgroundTaskException {
        this(new MemoryStore(null));
    }

    /** A new process over what another one stored. */
    EngineRig(LedgerStore store) throws BackgroundTaskException {
        this(store, 0);
    }

    EngineRig(LedgerStore store, long laterMs) throws BackgroundTaskException {
        time.advance(laterMs);
        this.store = store instanceof MemoryStore memory ? memory : null;
        ledger = Ledger.open(store).ledger();
        engine = new Engine(ledger, host, queueHost, time, time, () -> "id-" + store.hashCode() + "-" + ids++);
        engine.recover();
    }

    FakeBridge page(boolean onScreen) {
        return new FakeBridge("page", RuntimeKind.PAGE, onScreen);
    }

    FakeBridge headless() {
        return new FakeBridge("headless", RuntimeKind.HEADLESS, false);
    }

    /** Registered so long ago that it is due. */
    EngineRig due(long retries, String... names) throws BackgroundTaskException {
        for (String name : names) ledger.register(name, Samples.options(retries), time.now() - Samples.INTERVAL);
        return this;
    }

    /** Asks for nothing, or for a network. */
    static final ConstraintSet FREE = new ConstraintSet(false, false, false, false, false, false);
    static final ConstraintSet NETWORK = new ConstraintSet(true, false, false, false, false, false);

    static EnqueueRequest request(String taskName, String id, String data, ConstraintSet constraints) {
        return new EnqueueRequest(taskName, id, false, data, 0, constraints, 3, null);
    }

    /** Returns what enqueueing did; null: it was refused. */
    Queue.Change enqueue(EnqueueRequest request) throws BackgroundTaskException {
        Queue.Change[] done = { null };
        engine.queue().enqueue(request, (change, refused) -> done[0] = change);
        return done[0];
    }

    Queue.Change enqueue(String taskName, String id, String data) throws BackgroundTaskException {
        return enqueue(request(taskName, id, data, NETWORK));
    }

    /** The ids of the items in the queue, the oldest first. */
    List<String> waitingItems() {
        List<String> ids = new ArrayList<>();
        for (QueuedItem item : ledger.items().all()) ids.add(item.id());
        return ids;
    }

    void itemWork(String taskName, ConstraintSet constraints) {
        itemWork(taskName, constraints, Constants.TIME_LIMIT_MS);
    }

    void itemWork(String taskName, ConstraintSet constraints, long limitMs) {
        engine.queue().work(taskName, constraints, limitMs, () -> false, () -> itemAnswers++);
    }

    void work(String... names) throws BackgroundTaskException {
        for (String name : names) engine.work(name, () -> false, answers::add);
    }

    Outcome lastOutcome() {
        return ledger
            .log()
            .get(ledger.log().size() - 1)
            .outcome();
    }

    String lastCode() {
        return ledger
            .log()
            .get(ledger.log().size() - 1)
            .error()
            .code();
    }
}
