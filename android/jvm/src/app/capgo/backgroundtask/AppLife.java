package app.capgo.backgroundtask;

import android.app.Application;
import android.content.Context;
import android.content.pm.PackageInfo;
import androidx.test.core.app.ApplicationProvider;
import androidx.work.Configuration;
import androidx.work.WorkInfo;
import androidx.work.WorkManager;
import app.capgo.backgroundtask.browser.Chromium;
import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.browser.ShadowWebViewCompat;
import app.capgo.backgroundtask.browser.ShadowWebViewFeature;
import app.capgo.backgroundtask.core.ConstraintSet;
import app.capgo.backgroundtask.core.Json;
import app.capgo.backgroundtask.core.Queue;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.core.TaskOptions;
import app.capgo.backgroundtask.headless.HeadlessRuntime;
import app.capgo.backgroundtask.plugins.CrashingPlugin;
import app.capgo.backgroundtask.plugins.UnusedPlugin;
import app.capgo.backgroundtask.rig.AssetOverlay;
import app.capgo.backgroundtask.rig.WorkRig;
import app.capgo.backgroundtask.status.DeviceState;
import app.capgo.backgroundtask.status.PendingJobs;
import app.capgo.backgroundtask.status.StatusReport;
import app.capgo.backgroundtask.work.ItemWork;
import app.capgo.backgroundtask.work.TaskWork;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowActivityManager;
import org.robolectric.shadows.ShadowLooper;
import org.robolectric.shadows.ShadowWebView;

/**
 * One life of the app, in a JVM of its own: real WorkManager with its database on disk, the state file and the browser's profile are in a
 * folder that outlives it. Started by AppLives, which kills it.
 */
@RunWith(RobolectricTestRunner.class)
@Config(
    sdk = 36,
    shadows = { ShadowChromiumWebView.class, ShadowWebViewCompat.class, ShadowWebViewFeature.class, WatchedLedgerFile.class },
    instrumentedPackages = "androidx.webkit"
)
public class AppLife {

    private static final long INTERVAL_MS = Samples.INTERVAL;
    private static final String TASK = "upload";
    private static final String ITEM = "item";
    private static final ConstraintSet FREE = new ConstraintSet(false, false, false, false, false, false);

    private final Application app = ApplicationProvider.getApplicationContext();
    private final File home = new File(System.getProperty("life.home"));
    private final AtomicLong skippedMs = new AtomicLong(Long.getLong("life.later", 0));
    private BackgroundTasks tasks;

    static void tell(String line) {
        synchronized (System.out) {
            System.out.println("life| " + line);
        }
    }

    private long now() {
        return System.currentTimeMillis() + skippedMs.get();
    }

    private void skip(long ms) {
        tell("clock " + skippedMs.addAndGet(ms));
        ShadowLooper.idleMainLooper(ms, TimeUnit.MILLISECONDS);
    }

    @Test
    public void live() throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> die(error));
        try {
            open();
            if (Boolean.getBoolean("life.first")) register();
            tell("work " + work().getId());
            for (int runs = successes(); runs < Integer.getInteger("life.runs"); runs++) {
                if (work().getNextScheduleTimeMillis() > now() + INTERVAL_MS / 2) skip(INTERVAL_MS);
                succeed(runs + 1);
                tell("status " + Json.write(status()));
                tell("unused plugin loaded " + UnusedPlugin.loads);
                untilNextPeriod();
            }
            untilNextPeriod();
            untilTheQueueIsEmpty();
        } catch (RuntimeException error) {
            die(error);
        }
        tell("lived");
    }

    /** What no thread catches, the main one least of all, ends the process on a device. */
    private static void die(Throwable error) {
        tell("died of " + error);
        Runtime.getRuntime().halt(10);
    }

    private void open() throws Exception {
        // Where the app's files that are not backed up are, WorkManager's database among them: the system keeps them when a process dies.
        Path files = app.getNoBackupFilesDir().toPath();
        Files.delete(files);
        Files.createSymbolicLink(files, Files.createDirectories(home.toPath().resolve("files")));
        ShadowChromiumWebView.use(Chromium.start(home.toPath().resolve("profile"), Integer.getInteger("life.port")));
        PackageInfo provider = new PackageInfo();
        provider.packageName = "com.google.android.webview";
        provider.versionName = "156.0.0.0";
        ShadowWebView.setCurrentWebViewPackage(provider);
        if (System.getProperty("life.crash") != null) withCrashingPlugin();
        tasks = new BackgroundTasks(app, this::now, BackgroundTasks::headlessRuntime);
        BackgroundTasks.use(tasks);
        WorkManager.initialize(app, new Configuration.Builder().setClock(this::now).setMinimumLoggingLevel(android.util.Log.ERROR).build());
    }

    @SuppressWarnings("deprecation")
    private void withCrashingPlugin() throws Exception {
        AssetOverlay.add(
            app,
            "capacitor.config.json",
            "{\"plugins\":{\"CapgoBackgroundTask\":{\"headlessPlugins\":{\"include\":[\"Crashing\",\"Unused\"]}}}}"
        );
        String plugins = "";
        for (Class<?> type : List.of(CapgoBackgroundTaskPlugin.class, CrashingPlugin.class, UnusedPlugin.class))
            plugins += ",{\"classpath\":\"" + type.getName() + "\"}";
        AssetOverlay.add(app, "capacitor.plugins.json", "[" + plugins.substring(1) + "]");
        // The system's part: it tells a process how the one before it ended.
        ShadowActivityManager manager = Shadow.extract(app.getSystemService(Context.ACTIVITY_SERVICE));
        if (!Boolean.getBoolean("life.first")) manager.addApplicationExitInfo(app.getPackageName(), 1, Integer.getInteger("life.exit"), 0);
    }

    private void register() {
        TaskOptions options = Samples.unconstrained(30);
        tasks.run(core -> core.ledger().register(TASK, options, now()), WorkRig::fail);
        WorkRig.schedule(tasks, TASK, 60_000);
        if (Boolean.getBoolean("life.items")) for (String id : List.of("a", "b")) enqueue(id);
    }

    private void enqueue(String id) {
        CompletableFuture<Queue.Change> done = new CompletableFuture<>();
        Queue.EnqueueRequest request = new Queue.EnqueueRequest(ITEM, id, false, "\"" + id + "\"", 0, FREE, 0, null);
        tasks.run(
            core ->
                core
                    .engine()
                    .queue()
                    .enqueue(request, (change, refused) -> done.complete(change)),
            WorkRig::fail
        );
        WorkRig.pumpUntil("the item is durable", 60_000, done::isDone);
        tell("enqueued " + id);
    }

    /** With all the waiting for the items' backoff that it takes. */
    private void untilTheQueueIsEmpty() {
        for (int i = 0; i < 12 && !isQueueEmpty(); i++) {
            WorkRig.pumpUntil("the items have run, or back off", 60_000, () -> isQueueEmpty() || restingItemWork() != null);
            WorkInfo resting = restingItemWork();
            if (resting != null && !isQueueEmpty()) skipTo(resting);
        }
        WorkRig.pumpUntil("the queue is empty", 1_000, this::isQueueEmpty);
    }

    private boolean isQueueEmpty() {
        String[] files = home.toPath().resolve("files/capgo-background-task-items").toFile().list();
        return files == null || files.length == 0;
    }

    private WorkInfo restingItemWork() {
        for (WorkInfo work : worksOf(ItemWork.uniqueName(ITEM, FREE))) {
            boolean waits = work.getState() == WorkInfo.State.ENQUEUED && work.getNextScheduleTimeMillis() > now();
            if (waits && ((List<?>) state().get("openRuns")).isEmpty()) return work;
        }
        return null;
    }

    /** No further than to a backoff's end: were the framework's clock moved while a run starts, its time to start would be over. */
    private void skipTo(WorkInfo work) {
        long aheadMs = work.getNextScheduleTimeMillis() - now();
        // WorkManager says Long.MAX_VALUE of a work that has begun meanwhile.
        if (aheadMs > 0 && aheadMs <= INTERVAL_MS) skip(aheadMs + 1_000);
    }

    /** WorkManager counts the period from when it has seen the result, which is after the run is in the log. */
    private void untilNextPeriod() {
        WorkRig.pumpUntil(
            "the next run is one interval away",
            60_000,
            () -> isEnqueued() && work().getNextScheduleTimeMillis() > now() + INTERVAL_MS / 2
        );
    }

    /** Until so many runs have succeeded, with all the waiting for WorkManager's backoff that it takes. */
    private void succeed(int runs) {
        for (int i = 0; i < 12 && successes() < runs; i++) {
            WorkRig.pumpUntil("a run has ended", 60_000, () -> successes() >= runs || rests());
            if (successes() < runs) skipTo(work());
        }
        WorkRig.pumpUntil("the run has succeeded", 1_000, () -> successes() >= runs);
    }

    /** As stored: the ledger is opened by the worker, not by this test. */
    private Map<?, ?> state() {
        try {
            return (Map<?, ?>) Json.parse(Files.readString(home.toPath().resolve("files/capgo-background-task.json")));
        } catch (IOException error) {
            throw new AssertionError(error);
        }
    }

    private int successes() {
        int successes = 0;
        for (Object run : (List<?>) state().get("log")) {
            boolean isItems = ((Map<?, ?>) run).get("enqueuedId") != null;
            if (!isItems && "success".equals(((Map<?, ?>) run).get("outcome"))) successes++;
        }
        return successes;
    }

    private boolean rests() {
        return ((List<?>) state().get("openRuns")).isEmpty() && isEnqueued() && work().getNextScheduleTimeMillis() > now();
    }

    private boolean isEnqueued() {
        return work().getState() == WorkInfo.State.ENQUEUED;
    }

    private Map<String, Object> status() {
        return StatusReport.of(new DeviceState(app), PendingJobs.UNKNOWN, tasks.problems(), ((HeadlessRuntime) tasks.headless()).reasons());
    }

    private WorkInfo work() {
        List<WorkInfo> works = worksOf(TaskWork.uniqueName(TASK));
        if (works.size() != 1) throw new AssertionError(works.size() + " works");
        return works.get(0);
    }

    private List<WorkInfo> worksOf(String uniqueName) {
        try {
            return WorkManager.getInstance(app).getWorkInfosForUniqueWork(uniqueName).get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException error) {
            throw new AssertionError(error);
        }
    }
}
