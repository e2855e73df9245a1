package app.capgo.backgroundtask;

import android.annotation.SuppressLint;
import android.content.Context;
import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Engine;
import app.capgo.backgroundtask.core.ErrorCode;
import app.capgo.backgroundtask.core.Ledger;
import app.capgo.backgroundtask.core.LedgerFile;
import app.capgo.backgroundtask.core.Ports.Clock;
import app.capgo.backgroundtask.core.Ports.HeadlessHost;
import app.capgo.backgroundtask.core.TaskRecord;
import app.capgo.backgroundtask.core.WorkDecision.Answer;
import app.capgo.backgroundtask.headless.HeadlessRuntime;
import app.capgo.backgroundtask.platform.EngineThread;
import app.capgo.backgroundtask.platform.Log;
import app.capgo.backgroundtask.platform.MainProcess;
import app.capgo.backgroundtask.work.WorkScheduler;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** The one place of the process where workers, pages and the headless runtime meet. Everything happens on its own thread. */
public final class BackgroundTasks {

    /** What stands open on the engine's thread. */
    public record Core(Ledger ledger, Engine engine, WorkScheduler scheduler) {}

    public interface Step {
        void run(Core core) throws BackgroundTaskException;
    }

    // The application's context: nothing shorter-lived is held.
    @SuppressLint("StaticFieldLeak")
    private static BackgroundTasks instance;

    public final Context context;
    public final Clock clock;
    private final EngineThread thread = new EngineThread();
    private final HeadlessHost headless;
    private Core core = null;
    private List<String> problems = Collections.emptyList();

    public BackgroundTasks(Context context, Clock clock, Function<BackgroundTasks, HeadlessHost> headless) {
        this.context = context.getApplicationContext();
        this.clock = clock;
        this.headless = headless.apply(this);
    }

    public static synchronized BackgroundTasks of(Context context) {
        if (instance == null) instance = new BackgroundTasks(context, System::currentTimeMillis, HeadlessRuntime::new);
        return instance;
    }

    /** Another instance in place of the one of this process, which is let go; null: none. */
    public static synchronized void use(BackgroundTasks other) {
        if (instance != null) instance.thread.quit();
        instance = other;
    }

    public EngineThread thread() {
        return thread;
    }

    public HeadlessHost headless() {
        return headless;
    }

    /** Runs a step on the engine's thread. `failed` is told when the step threw, or nothing can be opened here. */
    public void run(Step step, Consumer<BackgroundTaskException> failed) {
        thread.execute(() -> now(step, failed));
    }

    /** As `run`, at once: for those who are on the engine's thread, and not inside one of its steps. */
    public void now(Step step, Consumer<BackgroundTaskException> failed) {
        try {
            step.run(opened());
        } catch (BackgroundTaskException error) {
            failed.accept(error);
        } catch (RuntimeException error) {
            Log.error("A step failed", error);
            failed.accept(new BackgroundTaskException(ErrorCode.UNAVAILABLE, "The call failed: " + error + ". Please report this.", error));
        }
    }

    /** What of the stored state could not be read when this process opened it. Engine's thread. */
    public List<String> problems() {
        return problems;
    }

    public void startWork(String taskName, BooleanSupplier stopped, Consumer<Answer> answer) {
        run(
            opened -> {
                if (taskName != null && opened.ledger().task(taskName) == null) opened.scheduler().cancel(taskName);
                opened.engine().work(taskName, stopped, answer);
            },
            error -> {
                Log.error("Task \"" + taskName + "\" was not run: " + error.getMessage(), error);
                // A later version's state stays so until that version is back: no use in trying again soon.
                answer.accept(
                    error.code() == ErrorCode.STORAGE_NEWER || error.code() == ErrorCode.UNAVAILABLE ? Answer.FAILURE : Answer.RETRY
                );
            }
        );
    }

    public void stopWork(String taskName, String reason) {
        run(opened -> opened.engine().stopWork(taskName, reason), error -> Log.warn("A stopped work could not be noted", error));
    }

    private Core opened() throws BackgroundTaskException {
        if (core != null) return core;
        if (!MainProcess.isThis(context)) {
            throw new BackgroundTaskException(
                ErrorCode.UNAVAILABLE,
                "Background tasks live in the app's main process only: call this from there, and let WorkManager run there."
            );
        }
        Ledger.Opened ledger = Ledger.open(new LedgerFile(new File(context.getNoBackupFilesDir(), "capgo-background-task.json")));
        problems = ledger.problems();
        for (String problem : problems) Log.warn("Stored tasks: " + problem + ". A copy of the file was kept.");
        Engine engine = new Engine(ledger.ledger(), headless, clock, thread, () -> UUID.randomUUID().toString());
        engine.recover();
        WorkScheduler scheduler = new WorkScheduler(context, thread, clock, name -> ledger.ledger().task(name));
        core = new Core(ledger.ledger(), engine, scheduler);
        reconcile(core, !problems.isEmpty());
        return core;
    }

    /** WorkManager and the ledger say the same afterwards. After a loss WorkManager's works tell what was registered. */
    private static void reconcile(Core core, boolean rebuild) {
        core.scheduler().works(works -> {
            for (Map.Entry<String, TaskRecord> work : works.entrySet()) {
                if (core.ledger().task(work.getKey()) != null) continue;
                try {
                    if (rebuild) core.ledger().put(work.getKey(), work.getValue());
                    else core.scheduler().cancel(work.getKey());
                } catch (BackgroundTaskException error) {
                    Log.warn("Task \"" + work.getKey() + "\" could not be repaired", error);
                }
            }
            for (TaskRecord task : new ArrayList<>(core.ledger().tasks())) {
                TaskRecord scheduled = works.get(task.name());
                if (scheduled != null && scheduled.options().equals(task.options())) continue;
                core.scheduler().schedule(task.name(), error -> {
                    if (error != null) Log.warn("Task \"" + task.name() + "\" could not be scheduled", error);
                });
            }
        });
    }
}
