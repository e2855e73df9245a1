package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Engine.AttachRequest;
import app.capgo.backgroundtask.core.Ports.RuntimeChannel;
import app.capgo.backgroundtask.core.Ports.Timer;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A web view with the runner's side of the contract in it, as JavaScript plays it. */
final class ModelContext implements RuntimeChannel {

    /** A bridge and a script take some time for everything. */
    private static final long ANSWER_MS = 5;
    /** What a callback saves when it is told to end takes so long. */
    private static final long LAST_WORDS_MS = 200;

    /** A callback that goes on. */
    final class Running {

        final String taskId;
        final String taskName;
        final String token;
        final long deadline;
        final String behaviour;
        boolean isAborted = false;
        /** When an aborted callback that honours its signal returns at the latest, by the time that has passed. */
        long returnsBy = Long.MAX_VALUE;
        Timer end = () -> {};

        Running(OpenRun run, String behaviour) {
            taskId = run.id();
            taskName = run.taskName();
            token = run.claim().token();
            deadline = run.claim().deadline();
            this.behaviour = behaviour;
        }

        Outcome whenAborted() {
            return behaviour.equals("saves") ? Outcome.SUCCESS : Outcome.EXPIRED;
        }
    }

    final String name;
    final String id;
    final RuntimeKind kind;
    final List<Running> running = new ArrayList<>();
    Set<String> defined;
    boolean onScreen = false;
    boolean isFrozen = false;
    boolean isDead = false;
    final BooleanSupplier isAwake = this::isAwake;
    private final ModelWorld world;

    ModelContext(ModelWorld world, String name, String id, RuntimeKind kind, Set<String> defined) {
        this.world = world;
        this.name = name;
        this.id = id;
        this.kind = kind;
        this.defined = defined;
    }

    boolean isAwake() {
        return !isFrozen && !isDead;
    }

    @Override
    public boolean isOnScreen() {
        return onScreen;
    }

    @Override
    public void send(String event, Map<String, Object> payload) {
        if (isDead) throw new IllegalStateException("its web view is gone");
        if (event.equals("run")) soon(() -> take((String) payload.get("taskId"), (String) payload.get("taskName")));
        if (event.equals("expire")) soon(() -> {
            long left = (Long) payload.get("settlesAt") - world.time.now;
            for (Running one : new ArrayList<>(running)) if (one.token.equals(payload.get("token"))) abort(one, left);
        });
    }

    void attach() {
        try {
            for (OpenRun run : world
                .engine()
                .attach(this, new AttachRequest(id, kind, new HashSet<>(defined), Constants.CONTRACT_VERSION))) {
                soon(() -> take(run.id(), run.taskName()));
            }
        } catch (BackgroundTaskException refused) {
            // Its bridge is closed.
        }
    }

    /** Its JavaScript goes on: before its timers do, it compares its deadlines with the wall clock. */
    void resume() {
        for (Running one : new ArrayList<>(running)) {
            if (world.time.now >= one.deadline) abort(one, 0);
            if (world.time.passed() >= one.returnsBy) end(one, one.whenAborted());
        }
    }

    /** What it does by itself, when it is awake. */
    private void soon(Runnable action) {
        after(ANSWER_MS, action);
    }

    private Timer after(long delayMs, Runnable action) {
        return world.time.after(delayMs, isAwake, () -> {
            resume();
            action.run();
        });
    }

    private void take(String taskId, String taskName) {
        for (Running one : running) if (one.taskId.equals(taskId)) return;
        try {
            if (!defined.contains(taskName)) {
                world.engine().decline(taskId, taskName, id, DeclineReason.UNDEFINED);
                return;
            }
            for (Running one : running) {
                if (!one.taskName.equals(taskName)) continue;
                world.engine().decline(taskId, taskName, id, DeclineReason.BUSY);
                return;
            }
            ClaimStep step = world.engine().claim(taskId, taskName, id);
            if (step.data() != null) world.items.executed.add(step.data());
            if (step.run() != null) start(new Running(step.run(), world.behaviour(taskName)));
        } catch (BackgroundTaskException error) {
            // The storage fails: as the runner does it warns, and leaves the run to a later offer.
        }
    }

    private void start(Running one) {
        running.add(one);
        world.started(one);
        if (one.behaviour.equals("succeeds")) soon(() -> end(one, Outcome.SUCCESS));
        else if (one.behaviour.equals("fails")) soon(() -> end(one, Outcome.FAILED));
        else one.end = after(one.deadline - world.time.now, () -> abort(one, 0));
    }

    /** A callback that honours its signal returns within the time that is left to it, and not at once. */
    private void abort(Running one, long left) {
        if (!running.contains(one) || one.isAborted) return;
        one.isAborted = true;
        one.end.cancel();
        if (one.behaviour.equals("ignores")) {
            after(Constants.EXPIRY_GRACE_MS, () -> finish(one, Outcome.EXPIRED));
        } else if (left <= 0) {
            end(one, one.whenAborted());
        } else {
            one.returnsBy = world.time.passed() + left;
            one.end = after(Math.min(left, LAST_WORDS_MS), () -> end(one, one.whenAborted()));
        }
    }

    /** The callback returns. */
    void end(Running one, Outcome outcome) {
        if (!running.remove(one)) return;
        one.end.cancel();
        world.ended(one, outcome);
        soon(() -> finish(one, one.isAborted && outcome != Outcome.SUCCESS ? Outcome.EXPIRED : outcome));
    }

    void finish(Running one, Outcome outcome) {
        world.engine().finish(one.taskId, one.taskName, one.token, outcome, null);
    }
}
