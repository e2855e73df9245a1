package app.capgo.backgroundtask.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Selects the tasks for which a wake opens a run. On Android WorkManager selects them, so the engine needs the order only; the vectors hold the whole
 * rule.
 */
public final class WakeSelection {

    /** Puts the longest overdue first, and equal times by name, so that every platform has one order. */
    public static final Comparator<TaskRecord> BY_OVERDUE = Comparator.comparingLong(Schedule::nextEligibleAt).thenComparing(
        TaskRecord::name
    );

    private WakeSelection() {}

    /** Returns the tasks that are due, have no open run, and whose constraints are met. A test takes all that have no open run. */
    public static List<TaskRecord> tasksToOpen(
        Collection<TaskRecord> tasks,
        Collection<OpenRun> openRuns,
        Conditions conditions,
        long now,
        boolean test
    ) {
        Set<String> open = new HashSet<>();
        for (OpenRun run : openRuns) open.add(run.taskName());
        return tasks
            .stream()
            .filter(task -> !open.contains(task.name()))
            .filter(task -> test || (Schedule.openableAt(task) <= now && conditions.unmetBy(task.options()).isEmpty()))
            .sorted(BY_OVERDUE)
            .collect(Collectors.toList());
    }
}
