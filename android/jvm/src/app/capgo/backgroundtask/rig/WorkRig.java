package app.capgo.backgroundtask.rig;

import android.app.Application;
import android.content.Context;
import android.net.ConnectivityManager;
import androidx.test.core.app.ApplicationProvider;
import androidx.work.Configuration;
import androidx.work.WorkInfo;
import androidx.work.WorkManager;
import androidx.work.impl.WorkManagerImpl;
import androidx.work.impl.WorkManagerImplExtKt;
import androidx.work.testing.TestDriver;
import androidx.work.testing.WorkManagerTestInitHelper;
import androidx.work.testing.WorkManagerTestInitHelper.ExecutorsMode;
import app.capgo.backgroundtask.BackgroundTasks;
import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Engine.AttachRequest;
import app.capgo.backgroundtask.core.Ledger;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Ports.HeadlessHost;
import app.capgo.backgroundtask.core.Ports.RuntimeChannel;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import app.capgo.backgroundtask.core.RuntimeKind;
import app.capgo.backgroundtask.core.Schedule;
import app.capgo.backgroundtask.core.TaskOptions;
import app.capgo.backgroundtask.core.TaskRecord;
import app.capgo.backgroundtask.work.TaskWork;
import com.getcapacitor.CapConfig;
import com.getcapacitor.Logger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.robolectric.Shadows;
import org.robolectric.shadows.ShadowLooper;

/** Real WorkManager over the real engine; instead of a headless web view, a channel that does what the test says. */
@SuppressWarnings("RestrictedApi")
public final class WorkRig implements HeadlessHost, RuntimeChannel {

    private static final long PATIENCE_MS = 60_000;

    public final Application app = ApplicationProvider.getApplicationContext();
    public final AtomicLong now = new AtomicLong(1_800_000_000_000L);
    public final List<String> events = Collections.synchronizedList(new ArrayList<>());
    public volatile String lastExpireToken = null;
    public int starts = 0;
    private boolean running = false;
    public boolean attaches = true;
    private BackgroundTasks tasks;

    public WorkRig() {
        this(false);
    }

    private WorkRig(boolean isReal) {
        // Capacitor keeps this for the whole JVM: an earlier test's bridge may have switched it off.
        Logger.init(new CapConfig.Builder(app).setLoggingEnabled(true).create());
        if (isReal) startWorkManager();
        else WorkManagerTestInitHelper.initializeTestWorkManager(app, configuration(), ExecutorsMode.PRESERVE_EXECUTORS);
        restart();
    }

    /** With WorkManager itself, not its test double: it asks JobScheduler, which alone starts a work that needs a network, since there is none. */
    public static WorkRig withRealWorkManager() {
        return new WorkRig(true);
    }

    private void startWorkManager() {
        Shadows.shadowOf((ConnectivityManager) app.getSystemService(Context.CONNECTIVITY_SERVICE)).setActiveNetworkInfo(null);
        WorkManagerImpl.setDelegate(WorkManagerImplExtKt.createWorkManager(app, configuration()));
    }

    /** The process ends, and another one starts: its WorkManager finds the database as it was. */
    public void die() {
        close();
        running = false;
        startWorkManager();
        restart();
    }

    private Configuration configuration() {
        return new Configuration.Builder().setClock(now::get).setMinimumLoggingLevel(android.util.Log.DEBUG).build();
    }

    /** A new process on the same files; WorkManager is kept, as its database would be. */
    public void restart() {
        tasks = new BackgroundTasks(app, now::get, any -> this);
        BackgroundTasks.use(tasks);
    }

    public void close() {
        BackgroundTasks.use(null);
        // An in-memory database outlives the test in this JVM otherwise.
        WorkManagerTestInitHelper.closeWorkDatabase();
    }

    @Override
    public void start() {
        // As the real one: asked again while it starts, it starts no second view.
        if (running) return;
        running = true;
        starts++;
        if (attaches) tasks.run(
            core -> core.engine().attach(this, new AttachRequest("headless", RuntimeKind.HEADLESS, Collections.emptySet(), 2)),
            WorkRig::fail
        );
    }

    @Override
    public void keep() {
        running = true;
    }

    @Override
    public void release() {
        running = false;
    }

    @Override
    public void send(String event, Map<String, Object> payload) {
        if (event.equals("expire")) lastExpireToken = (String) payload.get("token");
        Object detail = payload.get(event.equals("expire") ? "reason" : "outcome");
        events.add(event + " " + payload.get("taskName") + (detail == null ? "" : " " + detail));
    }

    @Override
    public boolean isOnScreen() {
        return false;
    }

    public static void fail(BackgroundTaskException error) {
        throw new AssertionError(error.getMessage(), error);
    }

    public interface Asking<T> {
        T ask(BackgroundTasks.Core core) throws BackgroundTaskException;
    }

    /** Asks on the engine's thread, and waits. */
    public <T> T ask(Asking<T> asking) {
        CompletableFuture<T> answer = asked(asking);
        pumpUntil("the engine answers", answer::isDone);
        return answer.join();
    }

    /** Does the same while the main thread stands still, on which WorkManager takes the answers of works. */
    public <T> T askWithoutMain(Asking<T> asking) {
        return asked(asking).orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS).join();
    }

    private <T> CompletableFuture<T> asked(Asking<T> asking) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        tasks.run(core -> answer.complete(asking.ask(core)), answer::completeExceptionally);
        return answer;
    }

    public Ledger.Change register(String name, TaskOptions options) {
        Ledger.Change change = ask(core -> core.ledger().register(name, options, now.get()));
        assertScheduled(name);
        return change;
    }

    public void assertScheduled(String name) {
        schedule(tasks, name, PATIENCE_MS);
    }

    /** Hands the task to WorkManager, and waits until it has taken it. */
    public static void schedule(BackgroundTasks tasks, String name, long patienceMs) {
        CompletableFuture<Object> done = new CompletableFuture<>();
        tasks.run(
            core ->
                core.scheduler().schedule(name, error -> {
                    if (error == null) done.complete(name);
                    else done.completeExceptionally(error);
                }),
            done::completeExceptionally
        );
        pumpUntil("WorkManager took " + name, patienceMs, done::isDone);
        done.join();
    }

    public void unregister(String name) {
        ask(core -> {
            core.engine().unregister(name);
            core.scheduler().cancel(name);
            return true;
        });
    }

    public ClaimStep claim(String name) {
        pumpUntil("a run of " + name + " is open", () -> ask(core -> core.ledger().openRun(name) != null));
        return ask(core -> core.engine().claim(core.ledger().openRun(name).id(), name, "headless"));
    }

    public void finish(ClaimStep step, Outcome outcome) {
        ask(finishing(step, outcome));
    }

    public static Asking<?> finishing(ClaimStep step, Outcome outcome) {
        return core -> core.engine().finish(step.run().id(), step.run().taskName(), step.run().claim().token(), outcome, null);
    }

    public TaskRecord task(String name) {
        return ask(core -> core.ledger().task(name));
    }

    /** The task's works as WorkManager holds them. */
    public List<WorkInfo> works(String name) {
        try {
            return WorkManager.getInstance(app).getWorkInfosForUniqueWork(TaskWork.uniqueName(name)).get(10, TimeUnit.SECONDS);
        } catch (Exception error) {
            throw new AssertionError(error);
        }
    }

    public WorkInfo work(String name) {
        List<WorkInfo> works = works(name);
        if (works.size() != 1) throw new AssertionError(works.size() + " works of " + name);
        return works.get(0);
    }

    public WorkInfo.State stateOf(String name) {
        return work(name).getState();
    }

    /** The period is over and all constraints hold: WorkManager starts the work. */
    public void wake(String name) {
        // The ledger reads this clock; the driver moves WorkManager's by itself.
        TaskRecord task = task(name);
        if (task != null) now.set(Math.max(now.get(), Schedule.nextEligibleAt(task)));
        wakeNow(name);
    }

    /** WorkManager starts the work, whatever the ledger's time says. */
    public void wakeNow(String name) {
        TestDriver driver = WorkManagerTestInitHelper.getTestDriver(app);
        driver.setInitialDelayMet(work(name).getId());
        driver.setPeriodDelayMet(work(name).getId());
        driver.setAllConstraintsMet(work(name).getId());
    }

    public void pumpUntil(String what, BooleanSupplier condition) {
        pumpUntil(what, PATIENCE_MS, condition);
    }

    /**
     * The test's thread is the main looper: it must be pumped, or nothing moves. The framework's clock moves with it, never faster
     * than the real one and slower on a busy machine, where a time limit must not pass while the browser waits for its share.
     */
    public static void pumpUntil(String what, long patienceMs, BooleanSupplier condition) {
        long start = System.nanoTime();
        long last = start;
        while (!condition.getAsBoolean()) {
            long now = System.nanoTime();
            if (now - start > patienceMs * 1_000_000) throw new AssertionError("waited in vain until " + what);
            ShadowLooper.idleMainLooper(Math.min(4, (now - last) / 1_000_000), TimeUnit.MILLISECONDS);
            last = now;
            LockSupport.parkNanos(2_000_000);
        }
        ShadowLooper.idleMainLooper();
    }
}
