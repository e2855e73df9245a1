package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Ports.QueueHost;
import app.capgo.backgroundtask.core.Ports.WorkPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A device whose state a test sets, and a WorkManager that only writes down what it was asked. */
final class FakeQueueHost implements QueueHost {

    /** What was asked for, where items were left. */
    record Request(String taskName, ConstraintSet constraints, boolean besideRunning, WorkPlan plan) {}

    final List<Request> requests = new ArrayList<>();
    boolean network = true;
    BackgroundTaskException refuses = null;

    @Override
    public Conditions conditions() {
        return new Conditions(network, network, null, null, null, null);
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
        if (wanted != null) requests.add(new Request(taskName, constraints, besideRunning, wanted));
        done.accept(wanted == null ? null : refuses);
    }
}
