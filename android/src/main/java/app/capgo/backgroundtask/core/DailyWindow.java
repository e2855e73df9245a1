package app.capgo.backgroundtask.core;

import java.util.ArrayList;
import java.util.List;

/** Local wall-clock times, in minutes since midnight. The window has ended at `toMinutes`; one that is smaller than `fromMinutes` is a time of the next day. */
public record DailyWindow(long fromMinutes, long toMinutes) {
    private static final long MINUTE_MS = 60_000;
    static final long DAY_MS = 1440 * MINUTE_MS;
    /** A day is 23 to 25 hours long, and a country may skip a day or have it twice: a window that holds or follows an instant begins within these days. */
    private static final int DAYS_BEFORE = 2;
    private static final int DAYS_AFTER = 3;

    /** The window has ended at `end`. */
    record Span(long start, long end) {}

    /** Returns the first instant inside the window that is not before `time`. */
    long firstInside(Zone zone, long time) {
        long first = Long.MAX_VALUE;
        for (Span span : spansAround(zone, time)) first = Math.min(first, Math.max(span.start(), time));
        return first;
    }

    /** Returns the window that holds `time`, or null outside. Of two that do (a doubled hour), the one that begins first. */
    Span spanAt(Zone zone, long time) {
        for (Span span : spansAround(zone, time)) if (span.start() <= time) return span;
        return null;
    }

    /** Returns the windows that end after `time`, of the days around it; never none. */
    private List<Span> spansAround(Zone zone, long time) {
        long today = Math.floorDiv(time + zone.offsetAt(time), DAY_MS);
        List<Span> spans = new ArrayList<>();
        for (long day = today - DAYS_BEFORE; day <= today + DAYS_AFTER; day++) {
            long from = day * DAY_MS + fromMinutes * MINUTE_MS;
            long to = (toMinutes < fromMinutes ? day + 1 : day) * DAY_MS + toMinutes * MINUTE_MS;
            long start = zone.firstAt(from);
            long end = zone.lastAt(to);
            // When both ends lie in the hour that a clock change skips, that day has no window.
            if (start < end && end > time) spans.add(new Span(start, end));
        }
        return spans;
    }
}
