package app.capgo.backgroundtask.core;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The input of one contract case, by key. */
record Input(Map<?, ?> values) {
    Object raw(String key) {
        return values.get(key);
    }

    Input in(String key) {
        return new Input((Map<?, ?>) raw(key));
    }

    String text(String key) {
        return (String) raw(key);
    }

    long number(String key) {
        return (Long) raw(key);
    }

    boolean flag(String key) {
        return (Boolean) raw(key);
    }

    Outcome outcome(String key) {
        return Wire.of(Outcome.values(), raw(key));
    }

    TaskOptions options(String key) {
        return Decode.taskOptions(raw(key)).value();
    }

    TaskRecord task() {
        return taskOf(raw("task"));
    }

    QueuedItem item(String key) {
        return itemOf(raw(key));
    }

    /** UTC when the case says nothing of a zone. */
    Zone zone() {
        if (!(raw("zone") instanceof Map<?, ?>)) return Zone.UTC;
        Input zone = in("zone");
        return new Zone(
            zone.number("offsetMs"),
            zone.list("changes", raw -> new Zone.Change((Long) ((Map<?, ?>) raw).get("at"), (Long) ((Map<?, ?>) raw).get("offsetMs")))
        );
    }

    OpenRun run() {
        return runOf(raw("run"));
    }

    List<Blocker> blockers() {
        return list("blockedBy", word -> Wire.of(Blocker.values(), word));
    }

    Conditions conditions() {
        Input in = in("conditions");
        return new Conditions(
            (Boolean) in.raw("network"),
            (Boolean) in.raw("unmeteredNetwork"),
            (Boolean) in.raw("charging"),
            (Boolean) in.raw("batteryNotLow"),
            (Boolean) in.raw("storageNotLow"),
            (Boolean) in.raw("deviceIdle")
        );
    }

    <T> List<T> list(String key, Function<Object, T> read) {
        return ((List<?>) raw(key)).stream().map(read).collect(Collectors.toList());
    }

    static TaskRecord taskOf(Object raw) {
        return raw == null ? null : Decode.task(raw).value();
    }

    static OpenRun runOf(Object raw) {
        return raw == null ? null : Decode.openRun(raw).value();
    }

    static QueuedItem itemOf(Object raw) {
        return raw == null ? null : Decode.item(raw).value();
    }

    static ConstraintSet constraintsOf(Object raw) {
        Input in = new Input((Map<?, ?>) raw);
        return new ConstraintSet(
            in.flag("requiresNetwork"),
            in.flag("requiresUnmeteredNetwork"),
            in.flag("requiresCharging"),
            in.flag("requiresBatteryNotLow"),
            in.flag("requiresStorageNotLow"),
            in.flag("requiresDeviceIdle")
        );
    }

    static RunError errorOf(Object raw) {
        return raw instanceof Map<?, ?> fields ? new RunError((String) fields.get("code"), (String) fields.get("message")) : null;
    }
}
