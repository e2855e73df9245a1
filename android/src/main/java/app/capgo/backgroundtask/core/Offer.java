package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Ports.Timer;
import app.capgo.backgroundtask.core.RunTransitions.Settlement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** How far the offering of one open run has come. It lives in memory only: after a restart it begins again. */
final class Offer {

    enum Stage {
        /** The run was open when the process started. It waits until a worker, or a page on screen, is there for it. */
        DORMANT,
        /** The run waits for one of the places, since only so many runs are offered at a time. */
        QUEUED,
        /** The run has a place, and one runtime has its turn: it may claim or decline until its time is over. */
        ASKING,
        /** The run has a place, and the headless runtime, which has been started for it, has not attached yet. */
        AWAITING_HEADLESS,
        /** A runtime has claimed the run, which keeps its place until it settles. */
        CLAIMED,
    }

    final String taskId;
    final String taskName;
    final boolean test;
    final boolean headlessOnly;
    final Set<String> asked = new HashSet<>();
    final List<Consumer<Settlement>> waiting = new ArrayList<>();

    private Stage stage;
    /** The runtime that has its turn; set while the stage is ASKING. */
    private String turnOf = null;
    /** Whether the headless runtime was asked or started for this run: a second one would fail as the first did. */
    private boolean headlessTried = false;
    private RunError headlessFailure = null;
    private Timer turn = null;
    private Timer end = null;
    private Timer earlierEnd = null;

    Offer(OpenRun run, boolean headlessOnly, Stage stage) {
        taskId = run.id();
        taskName = run.taskName();
        test = run.test();
        this.headlessOnly = headlessOnly;
        this.stage = stage;
    }

    // What the stages allow.

    boolean isQueued() {
        return stage == Stage.QUEUED;
    }

    /** Returns whether the run has one of the places. */
    boolean hasPlace() {
        return stage != Stage.DORMANT && stage != Stage.QUEUED;
    }

    boolean isTurnOf(String runtimeId) {
        return runtimeId.equals(turnOf);
    }

    boolean awaitsHeadless() {
        return stage == Stage.AWAITING_HEADLESS;
    }

    boolean mayStartHeadless() {
        return !headlessTried;
    }

    /** Returns why the headless runtime could not be had; null when it could, or was not needed. */
    RunError headlessFailure() {
        return headlessFailure;
    }

    // The transitions between the stages.

    /** Notes that somebody is there for the run now. */
    void queue() {
        if (stage == Stage.DORMANT) stage = Stage.QUEUED;
    }

    /** Notes that a runtime has its turn, which the timer `turn` ends. */
    void ask(Runtimes.Attached runtime, Timer turn) {
        stage = Stage.ASKING;
        turnOf = runtime.id();
        if (runtime.kind() == RuntimeKind.HEADLESS) headlessTried = true;
        asked.add(runtime.id());
        turnEndsBy(turn);
    }

    void awaitHeadless() {
        stage = Stage.AWAITING_HEADLESS;
        headlessTried = true;
        endTurn();
    }

    /** Notes that the headless runtime could not be started, or is gone before it claimed. The run goes on to whoever is asked next. */
    void headlessFailed(RunError why) {
        headlessFailure = why;
    }

    void claimed() {
        if (hasPlace()) stage = Stage.CLAIMED;
        endTurn();
    }

    private void endTurn() {
        turnOf = null;
        turnEndsBy(null);
    }

    private void turnEndsBy(Timer timer) {
        if (turn != null) turn.cancel();
        turn = timer;
    }

    void runEndsBy(Timer timer) {
        runMayEndEarlierBy(null);
        if (end != null) end.cancel();
        end = timer;
    }

    /** Beside the timer that was set when the run came so far: the device may have slept since, and that timer with it. */
    void runMayEndEarlierBy(Timer timer) {
        if (earlierEnd != null) earlierEnd.cancel();
        earlierEnd = timer;
    }

    void cancelTimers() {
        turnEndsBy(null);
        runEndsBy(null);
    }
}
