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
                fields.has("lastRun") ? run(fields.object("lastRun")) : null
            )
        );
    }

    public static Decoded<OpenRun> openRun(Object raw) {
        return versioned(raw, fields ->
            new OpenRun(
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
                fields.has("cut") ? new RunCut(fields.object("cut").text("reason"), fields.object("cut").number("settlesAt")) : null
            )
        );
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
            if (isNewer(fields.raw("version"))) return new Decoded<>(Kind.NEWER, null, null);
            if (!Long.valueOf(Constants.RECORD_VERSION).equals(fields.raw("version"))) throw new Corrupt("version");
            return new Decoded<>(Kind.OK, reader.read(fields), null);
        } catch (Corrupt corrupt) {
            return new Decoded<>(Kind.CORRUPT, null, corrupt.getMessage());
        }
    }

    /** Returns whether a record or a file with this version was written by later code than this. */
    static boolean isNewer(Object version) {
        if (version instanceof Json.Digits digits) return digits.isWholeAndPositive();
        return version instanceof Long number && number > Constants.RECORD_VERSION;
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
            fields.durationOrNull("timeoutMs")
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
            fields.has("error") ? error(fields.object("error")) : null
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
