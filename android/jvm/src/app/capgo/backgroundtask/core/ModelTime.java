package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Ports.Clock;
import app.capgo.backgroundtask.core.Ports.Timer;
import app.capgo.backgroundtask.core.Ports.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The wall clock of a device, and the timers of its process and of its web views: those of a frozen view wait. */
final class ModelTime implements Clock, Timers {

    private record Pending(long at, BooleanSupplier isAwake, Runnable action) {}

    long now = Samples.START;
    /** What timers count. */
    long elapsed = 0;
    private long slept = 0;
    private final List<Pending> pending = new ArrayList<>();

    @Override
    public long now() {
        return now;
    }

    @Override
    public Timer after(long delayMs, Runnable action) {
        return after(delayMs, () -> true, action);
    }

    Timer after(long delayMs, BooleanSupplier isAwake, Runnable action) {
        Pending timer = new Pending(elapsed + Math.max(0, delayMs), isAwake, action);
        pending.add(timer);
        return () -> pending.remove(timer);
    }

    void pass(long ms) {
        long end = elapsed + ms;
        for (Pending next = next(end); next != null; next = next(end)) {
            pending.remove(next);
            long stepMs = Math.max(0, next.at - elapsed);
            now += stepMs;
            elapsed += stepMs;
            next.action.run();
        }
        now += end - elapsed;
        elapsed = end;
    }

    /** Somebody sets the clock: timers do not notice. */
    void jump(long ms) {
        now = Math.max(0, now + ms);
    }

    /** The device sleeps: timers stand still. */
    void sleep(long ms) {
        now += ms;
        slept += ms;
    }

    /** The time that has passed, asleep or awake, whatever somebody does to the clock. */
    long passed() {
        return elapsed + slept;
    }

    /** A view dies with its timers. */
    void forget(BooleanSupplier isAwake) {
        pending.removeIf(timer -> timer.isAwake == isAwake);
    }

    /** The process dies with all its timers. */
    void forget() {
        pending.clear();
    }

    int pending() {
        return pending.size();
    }

    private Pending next(long end) {
        Pending first = null;
        for (Pending timer : pending) {
            if (timer.at <= end && timer.isAwake.getAsBoolean() && (first == null || timer.at < first.at)) first = timer;
        }
        return first;
    }
}
