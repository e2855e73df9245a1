package app.capgo.backgroundtask.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** For which tasks a wake opens a run. WorkManager answers this for the works that it starts; the rest of the platforms ask here. */
public final class WakeSelection {

    /** Longest overdue first; equal times by name, so that every platform has one order. */
    public static final Comparator<TaskRecord> BY_OVERDUE = Comparator.comparingLong(Schedule::nextEligibleAt).thenComparing(
        TaskRecord::name
    );

    private WakeSelection() {}

    /** Due, without an open run, constraints met. A test takes all that have no open run. */
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
