package app.capgo.backgroundtask.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds all that is stored, as one value. A step makes the next value, which counts once it is on disk. Records of a later version are carried
 * along as they are.
 */
public record LedgerState(
    Map<String, TaskRecord> tasks,
    Map<String, OpenRun> openRuns,
    List<Run> log,
    List<Object> newerTasks,
    List<Object> newerRuns,
    /* What version 8.1 has left was taken over; it may not be removed yet. */
    boolean takenOver
) {
    public static final LedgerState EMPTY = new LedgerState(
        Collections.emptyMap(),
        Collections.emptyMap(),
        Collections.emptyList(),
        Collections.emptyList(),
        Collections.emptyList(),
        false
    );

    LedgerState withTask(TaskRecord task) {
        Map<String, TaskRecord> all = new TreeMap<>(tasks);
        all.put(task.name(), task);
        return new LedgerState(all, openRuns, log, newerTasks, newerRuns, takenOver);
    }

    LedgerState withoutTask(String name) {
        Map<String, TaskRecord> all = new TreeMap<>(tasks);
        all.remove(name);
        return new LedgerState(all, openRuns, log, newerTasks, newerRuns, takenOver);
    }

    LedgerState withOpenRun(OpenRun run) {
        Map<String, OpenRun> all = new TreeMap<>(openRuns);
        all.put(run.taskName(), run);
        return new LedgerState(tasks, all, log, newerTasks, newerRuns, takenOver);
    }

    LedgerState withTakenOver(boolean done) {
        return new LedgerState(tasks, openRuns, log, newerTasks, newerRuns, done);
    }

    /** Moves the open run of that task to the log. */
    LedgerState settled(RunTransitions.Settlement settlement) {
        Map<String, OpenRun> open = new TreeMap<>(openRuns);
        open.remove(settlement.settled().taskName());
        List<Run> all = new ArrayList<>(log);
        all.add(settlement.settled());
        List<Run> kept = all.subList(Math.max(0, all.size() - Constants.MAXIMUM_LOGGED_RUNS), all.size());
        LedgerState next = new LedgerState(tasks, open, new ArrayList<>(kept), newerTasks, newerRuns, takenOver);
        return settlement.task() == null ? next : next.withTask(settlement.task());
    }

    /** Returns a state in which every time of the future is rewritten as now, or this very object when there is none. */
    LedgerState clampToNow(long now) {
        LedgerState next = this;
        for (TaskRecord task : tasks.values()) {
            TaskRecord past = Schedule.clampToNow(task, now);
            if (!past.equals(task)) next = next.withTask(past);
        }
        for (OpenRun run : openRuns.values()) {
            OpenRun past = RunTransitions.clampToNow(run, now);
            if (!past.equals(run)) next = next.withOpenRun(past);
        }
        return next;
    }

    /** Returns whether a record of a later version has that name. This version then leaves the task alone. */
    boolean isNewer(String name) {
        for (List<Object> records : Arrays.asList(newerTasks, newerRuns)) {
            for (Object raw : records) {
                if (
                    raw instanceof Map<?, ?> fields && (name.equals(fields.get("name")) || name.equals(fields.get("taskName")))
                ) return true;
            }
        }
        return false;
    }
}
