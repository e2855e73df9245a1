package app.capgo.backgroundtask.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TimeZone;

/** The offset from UTC to local time, and its changes in the order of time. `offsetMs` holds before the first change. */
public record Zone(long offsetMs, List<Change> changes) {
    public record Change(long at, long offsetMs) {}

    public static final Zone UTC = new Zone(0, Collections.emptyList());
    private static final int DAYS_BEFORE = 4;
    private static final int DAYS_AFTER = 8;

    /** Returns the device's own zone around a time. */
    public static Zone around(long time) {
        TimeZone here = TimeZone.getDefault();
        long start = time - DAYS_BEFORE * DailyWindow.DAY_MS;
        List<Change> changes = new ArrayList<>();
        long offset = here.getOffset(start);
        for (long day = start; day < time + DAYS_AFTER * DailyWindow.DAY_MS; day += DailyWindow.DAY_MS) {
            long next = here.getOffset(day + DailyWindow.DAY_MS);
            if (next == offset) continue;
            long before = day;
            long after = day + DailyWindow.DAY_MS;
            while (after - before > 1) {
                long middle = Math.floorDiv(before + after, 2L);
                if (here.getOffset(middle) == offset) before = middle;
                else after = middle;
            }
            changes.add(new Change(after, next));
            offset = next;
        }
        return new Zone(here.getOffset(start), changes);
    }

    long offsetAt(long time) {
        long offset = offsetMs;
        for (Change change : changes) if (change.at() <= time) offset = change.offsetMs();
        return offset;
    }

    /** Returns the first time at which local clocks show `local` (as if it were UTC); the end of the gap when they never do. */
    long firstAt(long local) {
        List<Long> times = timesOf(local);
        return times.isEmpty() ? gapEnd(local) : times.get(0);
    }

    /** Returns the last time at which local clocks show `local`, which in a doubled hour is the second. */
    long lastAt(long local) {
        List<Long> times = timesOf(local);
        return times.isEmpty() ? gapEnd(local) : times.get(times.size() - 1);
    }

    private List<Long> timesOf(long local) {
        List<Long> times = new ArrayList<>();
        for (int index = -1; index < changes.size(); index++) {
            long time = local - offsetOf(index);
            if (time >= startOf(index) && time < startOf(index + 1)) times.add(time);
        }
        return times;
    }

    /** Returns the change at which local clocks jump over `local`. */
    private long gapEnd(long local) {
        long end = local - offsetMs;
        for (int index = 0; index < changes.size(); index++) {
            long at = startOf(index);
            if (local - offsetOf(index) < at && local - offsetOf(index - 1) >= at) end = at;
        }
        return end;
    }

    private long offsetOf(int index) {
        return index < 0 ? offsetMs : changes.get(index).offsetMs();
    }

    private long startOf(int index) {
        return index < 0 ? Long.MIN_VALUE : index < changes.size() ? changes.get(index).at() : Long.MAX_VALUE;
    }
}
