package app.capgo.backgroundtask.core;

import java.util.Map;

/** What the engine needs from outside. All of it is called, and calls back, on the engine's one thread. */
public final class Ports {

    private Ports() {}

    /** Wall-clock time, epoch milliseconds. */
    public interface Clock {
        long now();
    }

    public interface Timers {
        Timer after(long delayMs, Runnable action);
    }

    public interface Timer {
        void cancel();
    }

    /** Ids of runs and tokens of claims: unique, and not to be guessed. */
    public interface Ids {
        String next();
    }

    /** The bridge that a runtime came from. One bridge holds at most one runtime at a time. */
    public interface RuntimeChannel {
        void send(String event, Map<String, Object> payload);

        /** Whether a person can see the page. */
        boolean isOnScreen();
    }

    /** The web view nobody sees. It answers a start by attaching, or by Engine.headlessFailed. */
    public interface HeadlessHost {
        void start();

        /** Attached already, it is offered a run: it must not go now, even if it was released a moment ago. */
        void keep();

        /** No run needs it any more; it may linger a moment for the next. */
        void release();
    }
}
