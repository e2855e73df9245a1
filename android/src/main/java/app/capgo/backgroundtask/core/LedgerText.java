package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Decode.Decoded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads and writes the text of the state file: `{ version, tasks, openRuns, log }`. */
public final class LedgerText {

    private LedgerText() {}

    /**
     * Says what a text holds. With `newer` the whole file is of a later version and must be left alone. `problems` names what could not be read, for
     * the log and the status. If there are any, a copy of the text must be kept before it is overwritten.
     */
    public record Loaded(LedgerState state, boolean newer, List<String> problems) {}

    public static String write(LedgerState state) {
        List<Object> tasks = new ArrayList<>(state.newerTasks());
        for (TaskRecord task : state.tasks().values()) tasks.add(Encode.task(task));
        List<Object> openRuns = new ArrayList<>(state.newerRuns());
        for (OpenRun run : state.openRuns().values()) openRuns.add(Encode.openRun(run));
        List<Object> log = new ArrayList<>();
        for (Run run : state.log()) log.add(Encode.run(run));
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("version", (long) Constants.RECORD_VERSION);
        file.put("tasks", tasks);
        file.put("openRuns", openRuns);
        file.put("log", log);
        if (state.takenOver()) file.put("takenOver", true);
        return Json.write(file);
    }

    public static Loaded read(String text) {
        List<String> problems = new ArrayList<>();
        Object raw;
        try {
            raw = Json.parse(text);
        } catch (IllegalArgumentException error) {
            return unreadable(error.getMessage());
        }
        if (!(raw instanceof Map<?, ?> file)) return unreadable("not an object");
        if (Decode.isNewer(file.get("version"), Constants.RECORD_VERSION)) {
            return new Loaded(LedgerState.EMPTY, true, problems);
        }
        if (!Long.valueOf(Constants.RECORD_VERSION).equals(file.get("version"))) return unreadable("no version");
        List<Object> newerTasks = new ArrayList<>();
        List<Object> newerRuns = new ArrayList<>();
        Map<String, TaskRecord> tasks = new TreeMap<>();
        for (Object record : list(file, "tasks", problems)) {
            Decoded<TaskRecord> decoded = Decode.task(record);
            if (decoded.kind() == Decode.Kind.NEWER) newerTasks.add(record);
            else if (decoded.value() == null) problems.add("a task's " + decoded.reason());
            else if (tasks.putIfAbsent(decoded.value().name(), decoded.value()) != null) problems.add("a task twice");
        }
        Map<String, OpenRun> openRuns = new TreeMap<>();
        for (Object record : list(file, "openRuns", problems)) {
            Decoded<OpenRun> decoded = Decode.openRun(record);
            if (decoded.kind() == Decode.Kind.NEWER) newerRuns.add(record);
            else if (decoded.value() == null) problems.add("an open run's " + decoded.reason());
            else if (openRuns.putIfAbsent(decoded.value().taskName(), decoded.value()) != null) problems.add("two open runs of a task");
        }
        List<Run> log = new ArrayList<>();
        for (Object record : list(file, "log", problems)) {
            Decoded<Run> decoded = Decode.settledRun(record);
            if (decoded.value() == null) problems.add("a logged run's " + decoded.reason());
            else log.add(decoded.value());
        }
        List<Run> newest = log.subList(Math.max(0, log.size() - Constants.MAXIMUM_LOGGED_RUNS), log.size());
        return new Loaded(
            new LedgerState(tasks, openRuns, new ArrayList<>(newest), newerTasks, newerRuns, Boolean.TRUE.equals(file.get("takenOver"))),
            false,
            problems
        );
    }

    private static List<?> list(Map<?, ?> file, String key, List<String> problems) {
        if (file.get(key) instanceof List<?> records) return records;
        problems.add(key + " is no list");
        return new ArrayList<>();
    }

    private static Loaded unreadable(String why) {
        List<String> problems = new ArrayList<>();
        problems.add("the state file cannot be read: " + why);
        return new Loaded(LedgerState.EMPTY, false, problems);
    }
}
