package app.capgo.backgroundtask.shrunk;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import android.app.Activity;
import android.app.Application;
import android.content.Context;
import android.content.Intent;
import android.content.pm.PackageInfo;
import android.os.BatteryManager;
import android.os.Looper;
import android.webkit.WebView;
import app.capgo.backgroundtask.browser.Chromium;
import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.browser.ShadowWebViewCompat;
import app.capgo.backgroundtask.browser.ShadowWebViewFeature;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowLog;
import org.robolectric.shadows.ShadowLooper;
import org.robolectric.shadows.ShadowWebView;

/**
 * The app as R8 leaves it for a store, driven from outside only: the activity by its name in the manifest, the page by scripts, WorkManager by its clock.
 * Nothing of the plugin, of Capacitor or of WorkManager is named here: those names are gone. Run by the suite `shrunk`.
 */
@RunWith(RobolectricTestRunner.class)
@Config(
    sdk = 36,
    shadows = { ShadowChromiumWebView.class, ShadowWebViewCompat.class, ShadowWebViewFeature.class },
    instrumentedPackages = "androidx.webkit"
)
public class ShrunkAppCheck {

    private static final long PATIENCE_MS = 90_000;
    private static final long INTERVAL_MS = 30 * 60_000;
    private static final String[] TASKS = { "upload", "android-permissions", "preferences" };

    private final Application app = RuntimeEnvironment.getApplication();
    private final Map<String, String> received = new ConcurrentHashMap<>();
    private final Class<?> driver = classOf("app.capgo.backgroundtask.shrunk.AppDriver");
    private HttpServer server;

    @Before
    public void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            received.put(exchange.getRequestURI().getPath().substring(1), body);
        });
        server.start();
        ShadowChromiumWebView.use(Chromium.start(Files.createTempDirectory("chromium"), server.getAddress().getPort()));
        PackageInfo provider = new PackageInfo();
        provider.packageName = "com.google.android.webview";
        provider.versionName = "156.0.0.0";
        ShadowWebView.setCurrentWebViewPackage(provider);
        storeRegistrations(System.currentTimeMillis() - INTERVAL_MS - 60_000, TASKS);
        LongSupplier now = System::currentTimeMillis;
        driver.getMethod("startWorkManager", Context.class, LongSupplier.class).invoke(null, app, now);
    }

    @After
    public void close() {
        server.stop(0);
    }

    @Test
    public void fA01_aTaskRegisteredInThePageRunsWithTheAppClosedAndUsesItsPlugins() throws Exception {
        registerInThePage(TASKS);
        // They are due, and wait for their constraint.
        for (String task : TASKS) assertTrue(states(task), states(task).startsWith("ENQUEUED"));
        assertEquals(Set.of(), received.keySet());

        app.sendBroadcast(new Intent(BatteryManager.ACTION_CHARGING));
        pumpUntil("the callbacks have told the server", () -> received.keySet().containsAll(Set.of(TASKS)));

        assertTrue(received.get("upload"), received.get("upload").contains("\"runtime\":\"headless\""));
        String refused = "A permission cannot be asked for in a background task";
        String asked = received.get("android-permissions");
        for (String way : new String[] { "byCompat", "byActivity" }) {
            assertTrue(asked, asked.matches(".*\"" + way + "\":\"rejected: [^\"]*" + refused + ".*"));
        }
        assertTrue(asked, asked.contains("\"onMainThread\":\"{\\\"alive\\\":true}\""));
        assertTrue(received.get("preferences"), received.get("preferences").contains("\"cursor\":\"first\""));

        pumpUntil(
            "WorkManager has been told, and the web view is gone",
            () -> ShadowChromiumWebView.ALIVE.isEmpty() && states("upload").startsWith("ENQUEUED")
        );
        assertFalse("the main thread is alive", Looper.getMainLooper().getThread().isInterrupted());
    }

    /** What an earlier life of the app has stored, in the words of docs/contract.md. */
    private void storeRegistrations(long registeredAt, String... names) throws IOException {
        StringBuilder tasks = new StringBuilder();
        for (String name : names) {
            tasks
                .append(tasks.length() == 0 ? "" : ",")
                .append(
                    "{\"version\":1,\"name\":\"" +
                        name +
                        "\",\"options\":{\"minimumIntervalMs\":" +
                        INTERVAL_MS +
                        ",\"requiresNetwork\":false,\"requiresUnmeteredNetwork\":false,\"requiresCharging\":true,\"requiresBatteryNotLow\":false," +
                        "\"requiresStorageNotLow\":false,\"requiresDeviceIdle\":false,\"maximumRetries\":0,\"timeLimitMs\":null,\"timeoutMs\":null}," +
                        "\"registeredAt\":" +
                        registeredAt +
                        ",\"anchorAt\":null,\"failedAttempts\":0,\"interruptedAttempts\":0,\"backoffCount\":0,\"backoffFrom\":null," +
                        "\"undefinedAt\":null,\"lastRun\":null}"
                );
        }
        Files.writeString(
            app.getNoBackupFilesDir().toPath().resolve("capgo-background-task.json"),
            "{\"version\":1,\"tasks\":[" + tasks + "],\"openRuns\":[],\"log\":[]}"
        );
    }

    private void registerInThePage(String... tasks) throws Exception {
        ActivityController<? extends Activity> activity = Robolectric.buildActivity(
            classOf("com.getcapacitor.BridgeActivity").asSubclass(Activity.class)
        ).setup();
        pumpUntil("the page is up", () -> "true".equals(script("typeof BackgroundTask === 'object'")));
        for (String task : tasks) {
            script(
                "window.answer = null; BackgroundTask.registerTaskAsync('" +
                    task +
                    "', { minimumInterval: 30, requiresNetwork: false, requiresCharging: true })" +
                    ".then(() => { answer = 'registered' }, (error) => { answer = `${error.code}: ${error.message}` }); 0"
            );
            pumpUntil(task + " is registered", () -> !"null".equals(script("window.answer")));
            assertEquals("\"registered\"", script("window.answer"));
        }
        activity.pause().stop().destroy();
        pumpUntil("the page is gone", ShadowChromiumWebView.ALIVE::isEmpty);
    }

    private String script(String expression) {
        AtomicReference<String> answer = new AtomicReference<>();
        WebView page = ShadowChromiumWebView.ALIVE.get(0);
        page.evaluateJavascript(expression, answer::set);
        pumpUntil("the page answers", () -> answer.get() != null);
        return answer.get();
    }

    /** The states of the task's work: its name stands in the database of WorkManager, so it may never change. */
    private String states(String task) {
        try {
            return (String) driver.getMethod("states", Context.class, String.class).invoke(null, app, "app.capgo.backgroundtask/" + task);
        } catch (IllegalAccessException | NoSuchMethodException | InvocationTargetException error) {
            throw new AssertionError(error);
        }
    }

    private static Class<?> classOf(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException error) {
            throw new AssertionError(name + " did not survive the shrinking", error);
        }
    }

    /** For whoever reads of a test that waited in vain. */
    private String state() {
        StringBuilder text = new StringBuilder("received " + received.keySet() + "; upload is " + states("upload"));
        synchronized (ShadowChromiumWebView.MESSAGES) {
            for (String message : ShadowChromiumWebView.MESSAGES) text.append("\n  asked: ").append(message);
        }
        synchronized (ShadowChromiumWebView.ANSWERS) {
            for (String answer : ShadowChromiumWebView.ANSWERS) text.append("\n  answered: ").append(answer);
        }
        for (ShadowLog.LogItem line : ShadowLog.getLogs()) {
            if (line.tag.startsWith("WM-WorkerWrapper") || line.tag.equals("CapgoBackgroundTask")) text.append("\n  ")
                .append(line.tag)
                .append(": ")
                .append(line.msg);
            if (line.throwable != null) text.append("\n    ").append(line.throwable);
        }
        return text.toString();
    }

    private void pumpUntil(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        long last = start;
        while (!condition.getAsBoolean()) {
            long now = System.nanoTime();
            if (now - start > PATIENCE_MS * 1_000_000) throw new AssertionError("waited in vain until " + what + "; " + state());
            ShadowLooper.idleMainLooper(Math.min(10, (now - last) / 1_000_000), TimeUnit.MILLISECONDS);
            last = now;
            LockSupport.parkNanos(2_000_000);
        }
    }
}
