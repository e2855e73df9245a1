package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Ports.Timer;
import app.capgo.backgroundtask.core.Transitions.Settlement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** How far the offering of one open run has come. Lives in memory only: after a restart it begins again. */
final class Turn {

    final String taskId;
    final String taskName;
    final boolean test;
    final boolean headlessOnly;
    final Set<String> asked = new HashSet<>();
    final List<Consumer<Settlement>> waiting = new ArrayList<>();

    /** Found open at the start of the process: offered when a worker or a page on screen is there for it. */
    boolean dormant = false;
    /** One of those that are offered and unsettled now, which are bounded. */
    boolean active = false;
    boolean awaitsHeadless = false;
    boolean headlessTried = false;
    /** Whose turn it is. */
    String current = null;
    /** Why the headless runtime could not be had. */
    RunError headlessFailure = null;
    private Timer turn = null;
    private Timer end = null;

    Turn(OpenRun run, boolean headlessOnly) {
        taskId = run.id();
        taskName = run.taskName();
        test = run.test();
        this.headlessOnly = headlessOnly;
    }

    void turnEndsBy(Timer timer) {
        if (turn != null) turn.cancel();
        turn = timer;
    }

    void runEndsBy(Timer timer) {
        if (end != null) end.cancel();
        end = timer;
    }

    void cancelTimers() {
        turnEndsBy(null);
        runEndsBy(null);
    }
}
