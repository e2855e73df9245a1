package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Ports.QueueHost;
import app.capgo.backgroundtask.core.Ports.WorkPlan;
import app.capgo.backgroundtask.core.Queue.EnqueueRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The items of a model: what was promised of them, and WorkManager's works for them, which outlive the process. */
final class ModelItems implements QueueHost {

    static final ConstraintSet FREE = new ConstraintSet(false, false, false, false, false, false);

    private record Promised(String taskName, String id, String data) {}

    private final ModelWorld world;
    /** Enqueued, and neither replaced nor cancelled nor emptied away before. */
    private final List<Promised> promised = new ArrayList<>();
    final Set<String> executed = new HashSet<>();
    /** By task, when its work comes. */
    final Map<String, Long> works = new TreeMap<>();
    private int enqueued = 0;

    ModelItems(ModelWorld world) {
        this.world = world;
    }

    @Override
    public Conditions conditions() {
        return new Conditions(null, null, null, null, null, null);
    }

    @Override
    public void requestWork(
        String taskName,
        ConstraintSet constraints,
        boolean besideRunning,
        Supplier<WorkPlan> plan,
        Consumer<BackgroundTaskException> done
    ) {
        WorkPlan wanted = plan.get();
        boolean isRunning = world.works.stream().anyMatch(work -> work.isOfItems && work.taskName.equals(taskName) && work.answers == 0);
        if (wanted != null && (besideRunning || !isRunning)) works.merge(taskName, wanted.at(), Math::min);
        done.accept(null);
    }

    void enqueue(Map<?, ?> step) throws BackgroundTaskException {
        String task = (String) step.get("task");
        String id = (String) step.get("id");
        String data = "\"data " + enqueued++ + "\"";
        boolean keep = step.get("existing").equals("keep");
        world
            .engine()
            .queue()
            .enqueue(new EnqueueRequest(task, id, keep, data, 0, FREE, (Long) step.get("retries"), null), (change, refused) -> {
                if (change == Queue.Change.REPLACED) drop(task, id);
                if (change != Queue.Change.KEPT) promised.add(new Promised(task, id, data));
            });
    }

    void cancel(String task) throws BackgroundTaskException {
        world.engine().queue().cancel(task, null);
        drop(task, null);
    }

    /** Null stands for any. */
    void drop(String task, String id) {
        promised.removeIf(one -> (task == null || one.taskName.equals(task)) && (id == null || one.id.equals(id)));
    }

    List<String> neverExecuted() {
        List<String> never = new ArrayList<>();
        for (Promised one : promised) if (!executed.contains(one.data)) never.add(one.taskName + "/" + one.id + " (" + one.data + ")");
        return never;
    }
}
