package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Fields.Corrupt;
import java.util.ArrayList;
import java.util.List;

/** Reads stored records and messages. Nothing that was stored is trusted: it may be of a later version, or corrupt. */
public final class Decode {

    private Decode() {}

    public enum Kind {
        OK,
        /** The record is of a later version and stays as it is. */
        NEWER,
        /** The record is set aside and reported. */
        CORRUPT,
    }

    /** `reason` names the field that made the record corrupt. */
    public record Decoded<T>(Kind kind, T value, String reason) {}

    private interface Reader<T> {
        T read(Fields fields) throws Corrupt;
    }

    public static Decoded<TaskRecord> task(Object raw) {
        return versioned(raw, fields ->
            new TaskRecord(
                fields.name("name"),
                options(fields.object("options")),
                fields.number("registeredAt"),
                fields.numberOrNull("anchorAt"),
                fields.number("failedAttempts"),
                fields.number("interruptedAttempts"),
                fields.number("backoffCount"),
                fields.numberOrNull("backoffFrom"),
                fields.numberOrNull("undefinedAt"),
                fields.has("lastRun") ? run(fields.object("lastRun")) : null,
                fields.number("version")
            )
        );
    }

    public static Decoded<OpenRun> openRun(Object raw) {
        return versioned(raw, fields -> {
            OpenRun run = new OpenRun(
                fields.text("id"),
                fields.name("taskName"),
                fields.oneOf("trigger", Trigger.values()),
                fields.flag("test"),
                fields.number("attempt"),
                fields.number("openedAt"),
                fields.numberOrNull("deadline"),
                fields.durationOrNull("timeLimitMs"),
                fields.durationOrNull("timeoutMs"),
                declines(fields.raw("declines")),
                fields.has("claim") ? claim(fields.object("claim")) : null,
                fields.has("cut") ? new RunCut(fields.object("cut").text("reason"), fields.object("cut").number("settlesAt")) : null,
                fields.has("item") ? new RunItem(fields.object("item").number("sequence"), fields.object("item").text("id")) : null,
                fields.has("progress") ? fields.text("progress") : null
            );
            // Version 2 stands for an item's run, and for nothing else.
            boolean isNewest = Long.valueOf(Constants.NEWEST_RECORD_VERSION).equals(fields.raw("version"));
            if (isNewest != (run.item() != null)) throw new Corrupt("item");
            return run;
        });
    }

    public static Decoded<QueuedItem> item(Object raw) {
        return versioned(raw, fields -> {
            if (!Long.valueOf(Constants.NEWEST_RECORD_VERSION).equals(fields.raw("version"))) throw new Corrupt("version");
            return new QueuedItem(
                fields.number("sequence"),
                fields.name("taskName"),
                fields.name("id"),
                fields.has("data") ? fields.text("data") : null,
                fields.number("enqueuedAt"),
                fields.number("scheduledAt"),
                fields.number("eligibleAt"),
                constraints(fields.object("constraints")),
                fields.number("maximumRetries"),
                fields.durationOrNull("timeLimitMs"),
                fields.number("attempts"),
                fields.number("failures"),
                fields.number("interruptions"),
                fields.number("backoffCount"),
                fields.numberOrNull("undefinedSince")
            );
        });
    }

    /** Reads an item as JavaScript asks for it. */
    public static Decoded<Queue.EnqueueRequest> enqueueRequest(Object raw) {
        return guarded(() -> {
            Fields fields = Fields.of(raw, "item");
            String existing = fields.text("existing");
            if (!existing.equals("keep") && !existing.equals("replace")) throw new Corrupt("existing");
            return new Queue.EnqueueRequest(
                fields.name("taskName"),
                fields.name("id"),
                existing.equals("keep"),
                fields.has("data") ? fields.text("data") : null,
                fields.number("initialDelayMs"),
                constraints(fields.object("constraints")),
                fields.number("maximumRetries"),
                fields.durationOrNull("timeLimitMs")
            );
        });
    }

    private static ConstraintSet constraints(Fields fields) throws Corrupt {
        return new ConstraintSet(
            fields.flag("requiresNetwork"),
            fields.flag("requiresUnmeteredNetwork"),
            fields.flag("requiresCharging"),
            fields.flag("requiresBatteryNotLow"),
            fields.flag("requiresStorageNotLow"),
            fields.flag("requiresDeviceIdle")
        );
    }

    private static DailyWindow window(Fields fields) throws Corrupt {
        long from = minutesOfDay(fields, "fromMinutes");
        long to = minutesOfDay(fields, "toMinutes");
        if (from == to) throw new Corrupt("window");
        return new DailyWindow(from, to);
    }

    private static long minutesOfDay(Fields fields, String key) throws Corrupt {
        long minutes = fields.number(key);
        if (minutes >= 1440) throw new Corrupt(key);
        return minutes;
    }

    /** Reads a run of the log. It has no version of its own, because nothing is ever done with it but to show or drop it. */
    public static Decoded<Run> settledRun(Object raw) {
        return guarded(() -> run(Fields.of(raw, "run")));
    }

    /** Reads the options of a registration as JavaScript sends them. */
    public static Decoded<TaskOptions> taskOptions(Object raw) {
        return guarded(() -> options(Fields.of(raw, "options")));
    }

    private static <T> Decoded<T> versioned(Object raw, Reader<T> reader) {
        try {
            Fields fields = Fields.of(raw, "record");
            if (isNewer(fields.raw("version"), Constants.NEWEST_RECORD_VERSION)) return new Decoded<>(Kind.NEWER, null, null);
            Object version = fields.raw("version");
            boolean isKnown = Long.valueOf(Constants.RECORD_VERSION).equals(version);
            if (!isKnown && !Long.valueOf(Constants.NEWEST_RECORD_VERSION).equals(version)) throw new Corrupt("version");
            return new Decoded<>(Kind.OK, reader.read(fields), null);
        } catch (Corrupt corrupt) {
            return new Decoded<>(Kind.CORRUPT, null, corrupt.getMessage());
        }
    }

    /** Returns whether a record or a file with this version was written by later code than this. */
    static boolean isNewer(Object version, int newest) {
        if (version instanceof Json.Digits digits) return digits.isWholeAndPositive();
        return version instanceof Long number && number > newest;
    }

    private interface Reading<T> {
        T read() throws Corrupt;
    }

    private static <T> Decoded<T> guarded(Reading<T> reading) {
        try {
            return new Decoded<>(Kind.OK, reading.read(), null);
        } catch (Corrupt corrupt) {
            return new Decoded<>(Kind.CORRUPT, null, corrupt.getMessage());
        }
    }

    private static TaskOptions options(Fields fields) throws Corrupt {
        return new TaskOptions(
            fields.duration("minimumIntervalMs"),
            fields.flag("requiresNetwork"),
            fields.flag("requiresUnmeteredNetwork"),
            fields.flag("requiresCharging"),
            fields.flag("requiresBatteryNotLow"),
            fields.flag("requiresStorageNotLow"),
            fields.flag("requiresDeviceIdle"),
            fields.number("maximumRetries"),
            fields.durationOrNull("timeLimitMs"),
            fields.durationOrNull("timeoutMs"),
            fields.numberOrNull("initialDelayMs"),
            fields.has("window") ? window(fields.object("window")) : null
        );
    }

    private static Run run(Fields fields) throws Corrupt {
        return new Run(
            fields.text("taskId"),
            fields.name("taskName"),
            fields.oneOf("trigger", Trigger.values()),
            fields.number("attempt"),
            fields.number("timestamp"),
            fields.numberOrNull("claimedAt"),
            fields.number("settledAt"),
            fields.has("runtime") ? fields.oneOf("runtime", RuntimeKind.values()) : null,
            fields.numberOrNull("deadline"),
            fields.oneOf("outcome", Outcome.values()),
            fields.has("error") ? error(fields.object("error")) : null,
            fields.has("enqueuedId") ? fields.text("enqueuedId") : null,
            fields.has("final") && fields.flag("final"),
            fields.has("progress") ? fields.text("progress") : null
        );
    }

    private static RunError error(Fields fields) throws Corrupt {
        String message = fields.anyText("message");
        return new RunError(fields.text("code"), message);
    }

    private static RunClaim claim(Fields fields) throws Corrupt {
        return new RunClaim(
            fields.text("token"),
            fields.text("runtimeId"),
            fields.oneOf("runtime", RuntimeKind.values()),
            fields.number("claimedAt"),
            fields.number("deadline")
        );
    }

    private static List<RunDecline> declines(Object raw) throws Corrupt {
        if (!(raw instanceof List<?> items) || items.size() > Constants.MAXIMUM_DECLINES) throw new Corrupt("declines");
        List<RunDecline> declines = new ArrayList<>();
        for (Object item : items) {
            Fields fields = Fields.of(item, "declines");
            declines.add(new RunDecline(fields.text("runtimeId"), fields.oneOf("reason", DeclineReason.values())));
        }
        return declines;
    }
}
