package app.capgo.backgroundtask;

import android.annotation.SuppressLint;
import android.content.Context;
import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.EarlierTask;
import app.capgo.backgroundtask.core.Engine;
import app.capgo.backgroundtask.core.ErrorCode;
import app.capgo.backgroundtask.core.ItemQueue;
import app.capgo.backgroundtask.core.Ledger;
import app.capgo.backgroundtask.core.LedgerFile;
import app.capgo.backgroundtask.core.Ports.Clock;
import app.capgo.backgroundtask.core.Ports.HeadlessHost;
import app.capgo.backgroundtask.core.TaskRecord;
import app.capgo.backgroundtask.core.WorkDecision.Answer;
import app.capgo.backgroundtask.headless.HeadlessClasses;
import app.capgo.backgroundtask.headless.HeadlessRuntime;
import app.capgo.backgroundtask.platform.EngineAccess;
import app.capgo.backgroundtask.platform.EngineAccess.EngineAction;
import app.capgo.backgroundtask.platform.EngineThread;
import app.capgo.backgroundtask.platform.Log;
import app.capgo.backgroundtask.platform.MainProcess;
import app.capgo.backgroundtask.work.EarlierInstallation;
import app.capgo.backgroundtask.work.ItemWork;
import app.capgo.backgroundtask.work.WorkRepair;
import app.capgo.backgroundtask.work.WorkScheduler;
import java.io.File;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Joins workers, pages and the headless runtime: there is one for each process. Everything happens on its own thread. */
public final class BackgroundTasks {

    /** Holds what is open on the engine's thread. */
    public record Core(Ledger ledger, Engine engine, WorkScheduler scheduler) {}

    public interface CoreAction {
        void run(Core core) throws BackgroundTaskException;
    }

    static final HeadlessClasses HEADLESS_CLASSES = new HeadlessClasses(
        Collections.unmodifiableList(Arrays.asList(CapgoBackgroundTaskPlugin.class, CapgoBackgroundTaskHeadlessPlugin.class)),
        HeadlessActivity::new
    );

    // The instance holds the application's context, and nothing that lives shorter.
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
        if (instance == null) instance = new BackgroundTasks(context, System::currentTimeMillis, BackgroundTasks::headlessRuntime);
        return instance;
    }

    /** Returns the headless host of a real app: a web view that nobody sees. */
    public static HeadlessHost headlessRuntime(BackgroundTasks tasks) {
        EngineAccess access = new EngineAccess() {
            @Override
            public EngineThread thread() {
                return tasks.thread;
            }

            @Override
            public void now(EngineAction action, Consumer<BackgroundTaskException> failed) {
                tasks.now(core -> action.run(core.engine()), failed);
            }
        };
        return new HeadlessRuntime(tasks.context, access, HEADLESS_CLASSES);
    }

    /** Puts another instance, or none, in place of the one of this process, which ends. */
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

    /** Runs an action on the engine's thread. `failed` is told when the action threw, or when nothing can be opened here. */
    public void run(CoreAction action, Consumer<BackgroundTaskException> failed) {
        thread.execute(() -> now(action, failed));
    }

    /** Does the same at once. The caller is on the engine's thread, and not inside another action. */
    public void now(CoreAction action, Consumer<BackgroundTaskException> failed) {
        try {
            action.run(opened());
        } catch (BackgroundTaskException error) {
            failed.accept(error);
        } catch (RuntimeException error) {
            Log.error("A step failed", error);
            failed.accept(new BackgroundTaskException(ErrorCode.UNAVAILABLE, "The call failed: " + error + ". Please report this.", error));
        }
    }

    /** Returns what of the stored state could not be read when this process opened it. Engine's thread. */
    public List<String> problems() {
        return problems;
    }

    public void startWork(String taskName, BooleanSupplier stopped, Consumer<Answer> answer) {
        run(
            opened -> {
                if (taskName != null && opened.ledger().task(taskName) == null && !opened.ledger().isNewer(taskName)) opened
                    .scheduler()
                    .cancel(taskName);
                opened.engine().work(taskName, stopped, given -> answerInWindow(opened, taskName, given, answer));
            },
            error -> {
                Log.error("Task \"" + taskName + "\" was not run: " + error.getMessage(), error);
                answer.accept(answerTo(error));
            }
        );
    }

    /**
     * Answers a work. WorkManager starts a task with a window again at its next one, its backoff included, so the answer is always a success then.
     */
    private static void answerInWindow(Core core, String taskName, Answer given, Consumer<Answer> answer) {
        TaskRecord task = core.ledger().task(taskName);
        if (task == null || task.options().window() == null) answer.accept(given);
        else core.scheduler().startInWindow(taskName, () -> answer.accept(Answer.SUCCESS));
    }

    /**
     * Starts a work that version 8.1 has scheduled. Its period is over, so its task's run is due; after its answer the work is cancelled, and the task's
     * own goes on.
     */
    public void startEarlierWork(String nameThere, BooleanSupplier stopped, Consumer<Answer> answer) {
        String taskName = EarlierTask.nameHere(nameThere);
        run(
            opened -> {
                TaskRecord task = opened.ledger().task(taskName);
                if (task != null && EarlierTask.isUntouched(task)) {
                    opened.ledger().put(taskName, EarlierTask.dueSince(task, clock.now()));
                }
            },
            error -> Log.warn("The task \"" + taskName + "\" of version 8.1 was not made due", error)
        );
        startWork(taskName, stopped, given -> {
            answer.accept(given);
            run(
                opened -> {
                    opened.scheduler().cancelEarlier(nameThere);
                    scheduleAgain(opened, taskName);
                },
                error -> Log.warn("The work of version 8.1 for \"" + nameThere + "\" could not be cancelled", error)
            );
        });
    }

    /** Starts a work of items. Its answer is a success, but where the stored state cannot be had now. */
    public void startItemWork(ItemWork work, BooleanSupplier stopped, Consumer<Answer> answer) {
        run(
            opened ->
                opened
                    .engine()
                    .queue()
                    .work(work.taskName(), work.constraints(), work.limitMs(), stopped, () -> answer.accept(Answer.SUCCESS)),
            error -> {
                Log.error("The items of \"" + work.taskName() + "\" were not run: " + error.getMessage(), error);
                answer.accept(answerTo(error));
            }
        );
    }

    public void stopItemWork(ItemWork work, String reason) {
        run(
            opened -> {
                ItemQueue queue = opened.engine().queue();
                // Somebody else may have cancelled the work, as with those of tasks.
                queue.stopWork(work.taskName(), work.constraints(), reason, () -> queue.repairWorks(work.taskName()));
            },
            error -> Log.warn("A stopped work could not be noted", error)
        );
    }

    /** The state of a later version stays unreadable until that version is back, so a retry soon is of no use. */
    private static Answer answerTo(BackgroundTaskException error) {
        return error.code() == ErrorCode.STORAGE_NEWER || error.code() == ErrorCode.UNAVAILABLE ? Answer.FAILURE : Answer.RETRY;
    }

    public void stopWork(String taskName, String reason) {
        run(
            // Somebody else may have cancelled the work (cancelAllWork). WorkManager then has nothing left of the task.
            opened -> opened.engine().stopWork(taskName, reason, () -> scheduleAgain(opened, taskName)),
            error -> Log.warn("A stopped work could not be noted", error)
        );
    }

    private static void scheduleAgain(Core core, String taskName) {
        if (core.ledger().task(taskName) == null) return;
        core.scheduler().schedule(taskName, error -> {
            if (error != null) Log.warn("Task \"" + taskName + "\" could not be scheduled again", error);
        });
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
        List<EarlierTask> earlier = EarlierInstallation.read(context);
        for (String name : ledger.ledger().takeOver(earlier, clock.now())) {
            Log.warn(
                "\"" + name + "\" of version 8.1 was not taken over: its name is too long, or there are too many tasks. Register it anew."
            );
        }
        QueueSystem queue = new QueueSystem(context, thread, clock);
        Engine engine = new Engine(ledger.ledger(), headless, queue, clock, thread, () -> UUID.randomUUID().toString());
        engine.recover();
        WorkScheduler scheduler = new WorkScheduler(context, BackgroundTaskWorker.class, thread, clock, name -> ledger.ledger().task(name));
        core = new Core(ledger.ledger(), engine, scheduler);
        if (earlier == null) WorkRepair.start(ledger.ledger(), scheduler, !problems.isEmpty());
        else WorkRepair.startAfterEarlier(context, ledger.ledger(), scheduler, !problems.isEmpty());
        engine.queue().repairWorks();
        return core;
    }
}
