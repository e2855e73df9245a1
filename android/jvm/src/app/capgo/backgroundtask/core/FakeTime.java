package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Ports.Clock;
import app.capgo.backgroundtask.core.Ports.Timer;
import app.capgo.backgroundtask.core.Ports.Timers;
import java.util.ArrayList;
import java.util.List;

/** A clock and timers that move only when a test says so. */
public final class FakeTime implements Clock, Timers {

    private static final class Pending implements Timer {

        final long at;
        final Runnable action;
        boolean cancelled = false;

        Pending(long at, Runnable action) {
            this.at = at;
            this.action = action;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private long now;
    /** How far the wall clock is ahead of the timers' own time, which passes only while the process does. */
    private long wallAheadMs = 0;
    private final List<Pending> pending = new ArrayList<>();

    public FakeTime(long now) {
        this.now = now;
    }

    @Override
    public long now() {
        return now + wallAheadMs;
    }

    /** Sets the wall clock, by a sleep or by hand; timers stand still. */
    public void jump(long ms) {
        wallAheadMs += ms;
    }

    @Override
    public Timer after(long delayMs, Runnable action) {
        Pending timer = new Pending(now + delayMs, action);
        pending.add(timer);
        return timer;
    }

    /** Runs everything that falls due, in order. */
    public void advance(long ms) {
        long target = now + ms;
        for (Pending next = next(target); next != null; next = next(target)) {
            pending.remove(next);
            now = Math.max(now, next.at);
            next.action.run();
        }
        now = target;
    }

    private Pending next(long target) {
        pending.removeIf(timer -> timer.cancelled);
        Pending first = null;
        for (Pending timer : pending) {
            if (timer.at <= target && (first == null || timer.at < first.at)) first = timer;
        }
        return first;
    }

    public int pending() {
        pending.removeIf(timer -> timer.cancelled);
        return pending.size();
    }
}
