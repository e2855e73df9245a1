package app.capgo.backgroundtask.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns records and messages into plain maps, in the shapes of docs/contract.md. A null value keeps its key. */
public final class Encode {

    private Encode() {}

    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return map;
    }

    public static Map<String, Object> task(TaskRecord task) {
        return map(
            "version",
            task.version(),
            "name",
            task.name(),
            "options",
            options(task.options()),
            "registeredAt",
            task.registeredAt(),
            "anchorAt",
            task.anchorAt(),
            "failedAttempts",
            task.failedAttempts(),
            "interruptedAttempts",
            task.interruptedAttempts(),
            "backoffCount",
            task.backoffCount(),
            "backoffFrom",
            task.backoffFrom(),
            "undefinedAt",
            task.undefinedAt(),
            "lastRun",
            run(task.lastRun())
        );
    }

    public static Map<String, Object> options(TaskOptions options) {
        return map(
            "minimumIntervalMs",
            options.minimumIntervalMs(),
            "requiresNetwork",
            options.requiresNetwork(),
            "requiresUnmeteredNetwork",
            options.requiresUnmeteredNetwork(),
            "requiresCharging",
            options.requiresCharging(),
            "requiresBatteryNotLow",
            options.requiresBatteryNotLow(),
            "requiresStorageNotLow",
            options.requiresStorageNotLow(),
            "requiresDeviceIdle",
            options.requiresDeviceIdle(),
            "maximumRetries",
            options.maximumRetries(),
            "timeLimitMs",
            options.timeLimitMs(),
            "timeoutMs",
            options.timeoutMs(),
            "initialDelayMs",
            options.initialDelayMs(),
            "window",
            options.window() == null ? null : map("fromMinutes", options.window().fromMinutes(), "toMinutes", options.window().toMinutes())
        );
    }

    public static Map<String, Object> openRun(OpenRun run) {
        List<Object> declines = new ArrayList<>();
        for (RunDecline decline : run.declines()) declines.add(map("runtimeId", decline.runtimeId(), "reason", decline.reason().word()));
        return map(
            "version",
            (long) (run.item() == null ? Constants.RECORD_VERSION : Constants.NEWEST_RECORD_VERSION),
            "id",
            run.id(),
            "taskName",
            run.taskName(),
            "trigger",
            run.trigger().word(),
            "test",
            run.test(),
            "attempt",
            run.attempt(),
            "openedAt",
            run.openedAt(),
            "deadline",
            run.deadline(),
            "timeLimitMs",
            run.timeLimitMs(),
            "timeoutMs",
            run.timeoutMs(),
            "declines",
            declines,
            "claim",
            claim(run.claim()),
            "cut",
            run.cut() == null ? null : map("reason", run.cut().reason(), "settlesAt", run.cut().settlesAt()),
            "item",
            run.item() == null ? null : map("sequence", run.item().sequence(), "id", run.item().id()),
            "progress",
            run.progress()
        );
    }

    public static Map<String, Object> item(QueuedItem item) {
        return map(
            "version",
            (long) Constants.NEWEST_RECORD_VERSION,
            "sequence",
            item.sequence(),
            "taskName",
            item.taskName(),
            "id",
            item.id(),
            "data",
            item.data(),
            "enqueuedAt",
            item.enqueuedAt(),
            "scheduledAt",
            item.scheduledAt(),
            "eligibleAt",
            item.eligibleAt(),
            "constraints",
            constraints(item.constraints()),
            "maximumRetries",
            item.maximumRetries(),
            "timeLimitMs",
            item.timeLimitMs(),
            "attempts",
            item.attempts(),
            "failures",
            item.failures(),
            "interruptions",
            item.interruptions(),
            "backoffCount",
            item.backoffCount(),
            "undefinedSince",
            item.undefinedSince()
        );
    }

    private static Map<String, Object> constraints(ConstraintSet asked) {
        return map(
            "requiresNetwork",
            asked.requiresNetwork(),
            "requiresUnmeteredNetwork",
            asked.requiresUnmeteredNetwork(),
            "requiresCharging",
            asked.requiresCharging(),
            "requiresBatteryNotLow",
            asked.requiresBatteryNotLow(),
            "requiresStorageNotLow",
            asked.requiresStorageNotLow(),
            "requiresDeviceIdle",
            asked.requiresDeviceIdle()
        );
    }

    private static Map<String, Object> claim(RunClaim claim) {
        if (claim == null) return null;
        return map(
            "token",
            claim.token(),
            "runtimeId",
            claim.runtimeId(),
            "runtime",
            claim.runtime().word(),
            "claimedAt",
            claim.claimedAt(),
            "deadline",
            claim.deadline()
        );
    }

    public static Map<String, Object> run(Run run) {
        if (run == null) return null;
        return map(
            "taskId",
            run.taskId(),
            "taskName",
            run.taskName(),
            "trigger",
            run.trigger().word(),
            "attempt",
            run.attempt(),
            "timestamp",
            run.timestamp(),
            "claimedAt",
            run.claimedAt(),
            "settledAt",
            run.settledAt(),
            "runtime",
            run.runtime() == null ? null : run.runtime().word(),
            "deadline",
            run.deadline(),
            "outcome",
            run.outcome() == null ? null : run.outcome().word(),
            "error",
            run.error() == null ? null : map("code", run.error().code(), "message", run.error().message()),
            "enqueuedId",
            run.enqueuedId(),
            "final",
            run.enqueuedId() == null ? null : run.isFinal(),
            "progress",
            run.progress()
        );
    }

    /** Returns the payload of the event `run`, which is also the form of the runs that `attach` answers with. */
    public static Map<String, Object> offer(OpenRun run) {
        return map(
            "taskId",
            run.id(),
            "taskName",
            run.taskName(),
            "trigger",
            run.trigger().word(),
            "test",
            run.test(),
            "attempt",
            run.attempt(),
            "timestamp",
            run.openedAt()
        );
    }

    /** Returns the payload of the event `progress`. */
    public static Map<String, Object> progress(OpenRun run, String progress) {
        return map(
            "taskId",
            run.id(),
            "taskName",
            run.taskName(),
            "enqueuedId",
            run.item() == null ? null : run.item().id(),
            "progress",
            progress
        );
    }

    /** Returns the payload of the event `expire`. */
    public static Map<String, Object> expire(OpenRun run, String reason, long settlesAt) {
        return map("taskId", run.id(), "taskName", run.taskName(), "token", run.claim().token(), "reason", reason, "settlesAt", settlesAt);
    }
}
