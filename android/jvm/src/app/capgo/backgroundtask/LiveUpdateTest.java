package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import android.content.Context;
import android.content.SharedPreferences;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Run;
import app.capgo.backgroundtask.core.RuntimeKind;
import app.capgo.backgroundtask.rig.BrowserTestBase;
import app.capgo.backgroundtask.rig.FolderCopy;
import app.capgo.backgroundtask.rig.Repository;
import com.getcapacitor.CapConfig;
import com.getcapacitor.plugin.WebView;
import ee.forgr.capacitor_updater.BundleInfo;
import ee.forgr.capacitor_updater.BundleStatus;
import ee.forgr.capacitor_updater.CapgoUpdater;
import ee.forgr.capacitor_updater.Logger;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.robolectric.shadows.ShadowLog;

/** A live update that Capgo's updater itself has put in place, with its own classes: the closed app runs the code that the open app would run. */
public class LiveUpdateTest extends BrowserTestBase {

    private CapgoUpdater updater;

    /** As its plugin sets it up when the app starts. */
    @Before
    public void installUpdater() {
        updater = new CapgoUpdater(new Logger("LiveUpdateTest"));
        updater.prefs = preferences();
        updater.editor = preferences().edit();
        updater.documentsDir = rig.app.getFilesDir();
        updater.CAP_SERVER_PATH = WebView.CAP_SERVER_PATH;
        // An earlier test's bridge may have switched it off.
        com.getcapacitor.Logger.init(new CapConfig.Builder(rig.app).setLoggingEnabled(true).create());
        // As Capacitor notes the binary, so that it keeps an update of this one.
        preferences().edit().putString("lastBinaryVersionCode", "1").putString("lastBinaryVersionName", "1.0").commit();
    }

    @After
    public void shutDown() {
        updater.shutdown();
        preferences().edit().clear().commit();
    }

    private SharedPreferences preferences() {
        return rig.app.getSharedPreferences(WebView.WEBVIEW_PREFS_NAME, Context.MODE_PRIVATE);
    }

    /** The app's own build with another callback, downloaded and unpacked, and set as the next start's bundle. */
    private void update(String id, String... without) throws IOException {
        Path bundle = new File(rig.app.getFilesDir(), "versions/" + id).toPath();
        FolderCopy.copy(Repository.path(".cache/android/web/rig/dist"), bundle, without);
        try (var files = Files.walk(bundle)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String text = Files.readString(file);
                String changed = text.replace("tell(\"second\", { runtime })", "tell(\"updated\", { runtime })");
                if (!changed.equals(text)) Files.writeString(file, changed);
            }
        }
        updater.saveBundleInfo(id, new BundleInfo(id, "2.0.0", BundleStatus.SUCCESS, new Date(), ""));
        assertTrue("the updater takes the bundle", updater.set(id));
    }

    @Test
    public void theClosedAppRunsTheUpdatedTask() throws IOException {
        update("update-1");
        Run run = rig.ran("second");
        assertEquals(Outcome.SUCCESS, run.outcome());
        assertEquals(RuntimeKind.HEADLESS, run.runtime());
        assertTrue(rig.hasReceived("updated"));
        assertFalse(rig.hasReceived("second"));
    }

    @Test
    public void aWakeIsNoStartThatTheUpdaterCounts() throws IOException {
        update("update-1");
        rig.ran("second");
        // A start whose page never says that it is ready rolls the update back at the next one. A wake has no such page, and says nothing.
        assertEquals(BundleStatus.PENDING, updater.getBundleInfo("update-1").getStatus());
        assertEquals("update-1", updater.getCurrentBundle().getId());
    }

    @Test
    public void anUpdateWithoutAHeadlessPageRunsItsOwnEntry() throws IOException {
        update("update-1", "background-task.html", "background-task.json");
        assertEquals(Outcome.SUCCESS, rig.ran("second").outcome());
        assertTrue(rig.hasReceived("updated"));
        assertSaid("The live update update-1 has no background-task.html");
    }

    private static void assertSaid(String text) {
        assertTrue(
            text,
            ShadowLog.getLogs()
                .stream()
                .anyMatch(line -> line.msg.contains(text))
        );
    }

    @Test
    public void anUpdateThatHasGivenTheTaskUpIsToldApart() throws IOException {
        update("update-1");
        Path bundle = new File(rig.app.getFilesDir(), "versions/update-1").toPath();
        for (String name : new String[] { "background-task-page.js", "background-task.json" }) {
            Path file = bundle.resolve(name);
            Files.writeString(file, Files.readString(file).replace("\"second\"", "\"renamed\""));
        }
        rig.registered("second");
        rig.wake("second");
        rig.pumpUntil("it has settled", () -> rig.lastRun() != null);
        assertEquals(Outcome.UNDEFINED, rig.lastRun().outcome());
        assertEquals("TASK_NOT_DEFINED", rig.lastRun().error().code());
        assertSaid("defines other tasks than the app's own bundle: without \"second\", with \"renamed\" beside it");
    }

    @Test
    public void anUpdateThatIsTakenBackRunsTheStoresBundle() throws IOException {
        update("update-1");
        updater.reset(true);
        assertEquals(Outcome.SUCCESS, rig.ran("second").outcome());
        assertTrue(rig.hasReceived("second"));
        assertFalse(rig.hasReceived("updated"));
        assertTrue(
            ShadowLog.getLogs()
                .stream()
                .noneMatch(line -> line.msg.contains("A step failed"))
        );
    }
}
