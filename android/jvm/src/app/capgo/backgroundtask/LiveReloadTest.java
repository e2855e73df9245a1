package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.browser.ShadowWebViewFeature;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Run;
import app.capgo.backgroundtask.rig.AssetOverlay;
import app.capgo.backgroundtask.rig.BrowserTestBase;
import app.capgo.backgroundtask.rig.DevServer;
import app.capgo.backgroundtask.rig.Repository;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The app's config has `server.url`: the page comes from the development server, here a real one, and not from the app's assets. */
public class LiveReloadTest extends BrowserTestBase {

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private void serverUrl(String url) throws Exception {
        String config = Repository.text("android/jvm/app/capacitor.config.json").replaceFirst(
            "\\{",
            "{ \"server\": { \"url\": \"" + url + "\", \"cleartext\": true },"
        );
        AssetOverlay.add(rig.app, "capacitor.config.json", config);
    }

    private DevServer devServer() throws Exception {
        DevServer server = DevServer.start(temporary.getRoot().toPath());
        define(server, "fresh", "as it was first");
        return server;
    }

    /** A task that the app's assets do not know. */
    private static void define(DevServer server, String name, String text) throws Exception {
        Path tasks = server.folder.resolve("src/background-tasks.ts");
        Files.writeString(
            tasks,
            "\nBackgroundTask.defineTask('" + name + "', () => tell('" + name + "', { text: '" + text + "', from: location.href }));\n",
            StandardOpenOption.APPEND
        );
    }

    @Test
    public void theHeadlessPageAndTheTasksAreThoseOfTheDevelopmentServer() throws Exception {
        try (DevServer server = devServer()) {
            serverUrl(server.url);
            assertEquals(Outcome.SUCCESS, rig.ran("fresh").outcome());
            assertEquals(server.url + "/background-task.html", rig.body("fresh").get("from"));
            rig.pumpUntil("the web view is destroyed", ShadowChromiumWebView.ALIVE::isEmpty);
            define(server, "fresher", "added while the server ran");
            assertEquals("the next run has what was saved meanwhile", Outcome.SUCCESS, rig.ran("fresher").outcome());
        }
    }

    @Test
    public void anAddressWithASlashAtItsEndGivesTheSamePage() throws Exception {
        try (DevServer server = devServer()) {
            serverUrl(server.url + "/");
            assertEquals(Outcome.SUCCESS, rig.ran("fresh").outcome());
            assertEquals(server.url + "/background-task.html", rig.body("fresh").get("from"));
        }
    }

    @Test
    public void anOldWebViewGetsItThroughCapacitorsProxy() throws Exception {
        ShadowWebViewFeature.OLD.set(true);
        try (DevServer server = devServer()) {
            serverUrl(server.url);
            assertEquals(Outcome.SUCCESS, rig.ran("fresh").outcome());
            assertEquals(server.url + "/background-task.html", rig.body("fresh").get("from"));
        }
    }

    @Test
    public void aServerThatIsOffEndsTheRunWithTheReason() throws Exception {
        serverUrl("http://127.0.0.1:1");
        Run run = rig.ran("upload");
        assertEquals(Outcome.NOT_STARTED, run.outcome());
        assertEquals("LOAD_FAILED", run.error().code());
        assertTrue(run.error().message(), run.error().message().contains("http://127.0.0.1:1/background-task.html"));
    }

    @Test
    public void aServerThatRedirectsElsewhereEndsTheRunAtOnceWithTheReason() throws Exception {
        HttpServer login = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        login.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://upload.localhost/login");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        login.start();
        try {
            serverUrl("http://127.0.0.1:" + login.getAddress().getPort());
            Run run = rig.ran("upload");
            assertEquals("LOAD_FAILED", run.error().code());
            assertTrue(run.error().message(), run.error().message().contains("redirects to http://upload.localhost/login"));
        } finally {
            login.stop(0);
        }
    }
}
