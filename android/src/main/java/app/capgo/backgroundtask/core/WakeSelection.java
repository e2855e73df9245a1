package app.capgo.backgroundtask.core;

import java.util.ArrayList;
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
    public static final Comparator<TaskRecord> BY_OVERDUE = Comparator.comparingLong((TaskRecord task) ->
        Schedule.nextEligibleAt(task)
    ).thenComparing(TaskRecord::name);

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

    /** What a wake opens a run for: a registration or an item. The other is null. */
    public record Work(TaskRecord task, QueuedItem item) {
        private String name() {
            return task == null ? item.taskName() : task.name();
        }

        private long at(Zone zone) {
            return task == null ? item.eligibleAt() : Schedule.nextEligibleAt(task, zone);
        }
    }

    /**
     * Returns the registrations and items that are due and whose constraints are met, longest due first: one for each task, and none for a task with an open
     * run. At the same time: by name, then the registration, then the older item.
     */
    static List<Work> worksToOpen(
        Collection<TaskRecord> tasks,
        Collection<QueuedItem> items,
        Collection<OpenRun> openRuns,
        Conditions conditions,
        long now,
        Zone zone
    ) {
        List<Work> due = new ArrayList<>();
        for (TaskRecord task : tasks) {
            boolean isDue = Schedule.openableAt(task, now, zone) <= now && conditions.unmetBy(task.options()).isEmpty();
            if (isDue) due.add(new Work(task, null));
        }
        List<QueuedItem> eligible = new ArrayList<>();
        for (QueuedItem item : items) {
            if (item.eligibleAt() <= now && conditions.unmetBy(item.constraints()).isEmpty()) eligible.add(item);
        }
        eligible.sort(Queue.BY_ELIGIBLE);
        for (QueuedItem item : eligible) due.add(new Work(null, item));
        due.sort(Comparator.comparingLong((Work work) -> work.at(zone)).thenComparing(Work::name));
        Set<String> taken = new HashSet<>();
        for (OpenRun run : openRuns) taken.add(run.taskName());
        List<Work> works = new ArrayList<>();
        for (Work work : due) if (taken.add(work.name())) works.add(work);
        return works;
    }
}
