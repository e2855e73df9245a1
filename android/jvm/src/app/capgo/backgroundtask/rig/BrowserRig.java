package app.capgo.backgroundtask.rig;

import android.app.Application;
import android.content.Context;
import android.net.ConnectivityManager;
import android.webkit.WebView;
import androidx.core.app.ActivityCompat;
import androidx.test.core.app.ApplicationProvider;
import androidx.work.Configuration;
import androidx.work.WorkInfo;
import androidx.work.WorkManager;
import androidx.work.testing.TestDriver;
import androidx.work.testing.WorkManagerTestInitHelper;
import androidx.work.testing.WorkManagerTestInitHelper.ExecutorsMode;
import app.capgo.backgroundtask.BackgroundTasks;
import app.capgo.backgroundtask.browser.Chromium;
import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.core.ConstraintSet;
import app.capgo.backgroundtask.core.Json;
import app.capgo.backgroundtask.core.Run;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.core.Schedule;
import app.capgo.backgroundtask.core.TaskRecord;
import app.capgo.backgroundtask.headless.HeadlessRuntime;
import app.capgo.backgroundtask.work.ItemWork;
import app.capgo.backgroundtask.work.TaskWork;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.robolectric.Shadows;
import org.robolectric.shadows.ShadowLog;
import org.robolectric.shadows.ShadowLooper;

/** Everything real but the device: WorkManager, framework, Capacitor's bridge, Chromium behind the web view, an HTTP server. */
public final class BrowserRig {

    private static final long PATIENCE_MS = 150_000;

    /** One request that the server got. */
    record Received(String path, Map<?, ?> body) {}

    public final Application app = ApplicationProvider.getApplicationContext();
    public final AtomicLong skippedMs = new AtomicLong();
    public final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    /** Method and path of every request that the server got. */
    public final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    /** One browser for all tests of the JVM; it ends with it. */
    private static Chromium browser = null;
    private static HttpServer server = null;
    private static volatile BrowserRig current = null;
    private BackgroundTasks tasks;

    public BrowserRig() throws IOException {
        current = this;
        if (browser == null) launch();
        ShadowChromiumWebView.use(browser);
        WebViewPackage.install("156.0.0.0");
        Configuration configuration = new Configuration.Builder()
            .setClock(this::now)
            .setMinimumLoggingLevel(android.util.Log.DEBUG)
            .build();
        WorkManagerTestInitHelper.initializeTestWorkManager(app, configuration, ExecutorsMode.PRESERVE_EXECUTORS);
        restart();
    }

    private static void launch() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            current.requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            // Left open.
            if (exchange.getRequestURI().getPath().equals("/unanswered")) return;
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            if (!exchange.getRequestMethod().equals("POST")) return;
            current.received.add(new Received(exchange.getRequestURI().getPath().substring(1), (Map<?, ?>) Json.parse(body)));
        });
        server.start();
        Path profile = Files.createTempDirectory("chromium");
        browser = Chromium.start(profile, server.getAddress().getPort());
    }

    /** What the pages reach as http://upload.localhost and http://localhost:4180. */
    public HttpServer server() {
        return server;
    }

    public long now() {
        return System.currentTimeMillis() + skippedMs.get();
    }

    /** Lets time pass for the engine and WorkManager; the browser does not notice. */
    public void skip(long ms) {
        skippedMs.addAndGet(ms);
        ShadowLooper.idleMainLooper(ms, TimeUnit.MILLISECONDS);
    }

    /** The device has no network, as far as the framework says. */
    public void offline() {
        Shadows.shadowOf((ConnectivityManager) app.getSystemService(Context.CONNECTIVITY_SERVICE)).setActiveNetworkInfo(null);
    }

    /** What lives in memory of the plugin is as in a new process. */
    public void restart() {
        tasks = new BackgroundTasks(app, this::now, BackgroundTasks::headlessRuntime);
        BackgroundTasks.use(tasks);
    }

    public void close() {
        BackgroundTasks.use(null);
        // Those that a test left: their tabs would go on in the browser.
        for (WebView view : new ArrayList<>(ShadowChromiumWebView.ALIVE)) view.destroy();
        // A static of the process, which a headless view that a test left open has set.
        ActivityCompat.setPermissionCompatDelegate(null);
        WorkManagerTestInitHelper.closeWorkDatabase();
    }

    public <T> T ask(WorkRig.Asking<T> asking) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        tasks.run(core -> answer.complete(asking.ask(core)), answer::completeExceptionally);
        pumpUntil("the engine answers", answer::isDone);
        return answer.join();
    }

    /** Registered by an earlier life of the app. */
    public void registered(String... names) {
        for (String name : names) {
            ask(core -> core.ledger().register(name, Samples.every(30), now()));
            WorkRig.schedule(tasks, name, PATIENCE_MS);
        }
    }

    public void wake(String... names) {
        // First the time, then the works: a run that has begun must not see the clock go on to another task's time.
        for (String name : names) {
            TaskRecord task = ask(core -> core.ledger().task(name));
            if (task != null) skippedMs.addAndGet(Math.max(0, Schedule.nextEligibleAt(task) - now()));
        }
        for (String name : names) {
            TestDriver driver = WorkManagerTestInitHelper.getTestDriver(app);
            driver.setInitialDelayMet(work(name).getId());
            driver.setPeriodDelayMet(work(name).getId());
            driver.setAllConstraintsMet(work(name).getId());
        }
    }

    public WorkInfo work(String name) {
        try {
            return WorkManager.getInstance(app).getWorkInfosForUniqueWork(TaskWork.uniqueName(name)).get(10, TimeUnit.SECONDS).get(0);
        } catch (Exception error) {
            throw new AssertionError(error);
        }
    }

    /** The newest work of a task's items with these constraints; one that is alive, if there is one. Null: there is none. */
    public WorkInfo itemWork(String name, ConstraintSet constraints) {
        try {
            WorkInfo newest = null;
            String uniqueName = ItemWork.uniqueName(name, constraints);
            for (WorkInfo work : WorkManager.getInstance(app).getWorkInfosForUniqueWork(uniqueName).get(10, TimeUnit.SECONDS)) {
                if (newest == null || !work.getState().isFinished()) newest = work;
            }
            return newest;
        } catch (Exception error) {
            throw new AssertionError(error);
        }
    }

    /** The delay of that work is over, and its constraints hold. */
    public void wakeItems(String name, ConstraintSet constraints) {
        TestDriver driver = WorkManagerTestInitHelper.getTestDriver(app);
        driver.setInitialDelayMet(itemWork(name, constraints).getId());
        driver.setAllConstraintsMet(itemWork(name, constraints).getId());
    }

    public void awaitEnqueued(String name) {
        pumpUntil(name + " is enqueued again", () -> work(name).getState() == WorkInfo.State.ENQUEUED);
    }

    /** A task that was registered and whose time has come, up to the moment when its run is settled. */
    public Run ran(String name) {
        registered(name);
        wake(name);
        return settled(name);
    }

    public Run settled(String name) {
        pumpUntil(name + " is settled", () -> ask(core -> core.ledger().task(name).lastRun() != null));
        return ask(core -> core.ledger().task(name).lastRun());
    }

    public Map<String, String> headlessReasons() {
        return ((HeadlessRuntime) tasks.headless()).reasons();
    }

    /** The newest settled run. */
    public Run lastRun() {
        List<Run> log = ask(core -> new ArrayList<>(core.ledger().log()));
        return log.isEmpty() ? null : log.get(log.size() - 1);
    }

    public boolean hasReceived(String path) {
        synchronized (received) {
            return received.stream().anyMatch(request -> request.path().equals(path));
        }
    }

    public Map<?, ?> body(String path) {
        synchronized (received) {
            return received
                .stream()
                .filter(request -> request.path().equals(path))
                .findFirst()
                .orElseThrow()
                .body();
        }
    }

    public void pumpUntil(String what, BooleanSupplier condition) {
        try {
            WorkRig.pumpUntil(what, PATIENCE_MS, condition);
        } catch (AssertionError error) {
            throw new AssertionError(error.getMessage() + "; " + state(), error);
        }
    }

    /** For whoever reads of a test that waited in vain. */
    private String state() {
        StringBuilder text = new StringBuilder("received ");
        synchronized (received) {
            for (Received request : received) text.append(request.path()).append(' ');
        }
        CompletableFuture<String> ledger = new CompletableFuture<>();
        tasks.run(
            core -> ledger.complete("open " + core.ledger().openRuns() + "; log " + core.ledger().log()),
            error -> ledger.complete(error.toString())
        );
        WorkRig.pumpUntil("the engine answers", 3_000, ledger::isDone);
        text.append("; web views ").append(ShadowChromiumWebView.ALIVE.size()).append("; ").append(ledger.join());
        for (ShadowLog.LogItem line : ShadowLog.getLogs()) {
            if (line.tag.startsWith("WM-") || line.tag.equals("CapgoBackgroundTask")) text.append("\n  ")
                .append(line.tag)
                .append(": ")
                .append(line.msg);
        }
        return text.toString();
    }
}
