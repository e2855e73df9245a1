package app.capgo.backgroundtask;

import android.content.Context;
import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Conditions;
import app.capgo.backgroundtask.core.ConstraintSet;
import app.capgo.backgroundtask.core.Ports.Clock;
import app.capgo.backgroundtask.core.Ports.QueueHost;
import app.capgo.backgroundtask.core.Ports.WorkPlan;
import app.capgo.backgroundtask.status.DeviceState;
import app.capgo.backgroundtask.work.ItemWorkScheduler;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Gives the queue what it asks of the device: its state, and WorkManager's works. */
final class QueueSystem implements QueueHost {

    private final DeviceState device;
    private final ItemWorkScheduler works;

    QueueSystem(Context context, Executor engine, Clock clock) {
        device = new DeviceState(context);
        works = new ItemWorkScheduler(context, BackgroundTaskWorker.class, engine, clock);
    }

    @Override
    public Conditions conditions() {
        return device.conditions();
    }

    @Override
    public void requestWork(
        String taskName,
        ConstraintSet constraints,
        boolean besideRunning,
        Supplier<WorkPlan> plan,
        Consumer<BackgroundTaskException> done
    ) {
        works.request(taskName, constraints, besideRunning, plan, done);
    }
}
