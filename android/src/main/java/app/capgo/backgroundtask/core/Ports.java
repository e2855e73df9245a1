package app.capgo.backgroundtask.core;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Declares what the engine needs from outside. All of it is called, and calls back, on the engine's one thread. */
public final class Ports {

    private Ports() {}

    /** Tells wall-clock time, in epoch milliseconds. */
    public interface Clock {
        long now();
    }

    public interface Timers {
        Timer after(long delayMs, Runnable action);
    }

    public interface Timer {
        void cancel();
    }

    /** Makes ids of runs and tokens of claims. They are unique and cannot be guessed. */
    public interface Ids {
        String next();
    }

    /** When the system has to wake the app for items. `expedited`: it may do it before its usual time. */
    public record WorkPlan(long at, boolean expedited) {}

    /** What the queue asks of the device. */
    public interface QueueHost {
        /** Returns which constraints the device meets now. */
        Conditions conditions();

        /**
         * Sees to it that the system wakes the app for a task's items with these constraints. `plan` is asked when it is decided; null: no item is left.
         * `besideRunning`: a work that is running takes no more items. `done` gets null when the request is durable, or what went wrong.
         */
        void requestWork(
            String taskName,
            ConstraintSet constraints,
            boolean besideRunning,
            Supplier<WorkPlan> plan,
            Consumer<BackgroundTaskException> done
        );
    }

    /** Stands for the bridge that a runtime came from. One bridge holds at most one runtime at a time. */
    public interface RuntimeChannel {
        void send(String event, Map<String, Object> payload);

        /** Returns whether a person can see the page. */
        boolean isOnScreen();
    }

    /** Starts and stops the web view that nobody sees. After a start its page attaches, or Engine.headlessFailed is called. */
    public interface HeadlessHost {
        void start();

        /** Keeps the view, which has attached and is about to be offered a run, even if it was released a moment ago. */
        void keep();

        /** Tells that no run needs the view any more. It may stay a moment for the next run. */
        void release();
    }
}
