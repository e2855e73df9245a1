package app.capgo.backgroundtask.headless;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.core.LedgerFile;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.rig.BrowserTestBase;
import app.capgo.backgroundtask.rig.DiskWatch;
import app.capgo.backgroundtask.rig.FolderCopy;
import app.capgo.backgroundtask.rig.LiveUpdate;
import app.capgo.backgroundtask.rig.Repository;
import com.getcapacitor.BridgeActivity;
import java.io.File;
import java.util.Collections;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.robolectric.Robolectric;
import org.robolectric.android.controller.ActivityController;

/** No disk on the main thread: at the app's start, in the plugin's methods, in a wake. */
public class StrictModeTest extends BrowserTestBase {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void theWatchSeesAFileThatIsWrittenAndPreferencesThatAreRead() throws Exception {
        try (DiskWatch watch = new DiskWatch()) {
            new LedgerFile(new File(folder.getRoot(), "file")).replace("written on the main thread");
            HeadlessConfig.of(rig.app);
            String seen = watch.seen().toString();
            assertTrue(seen, seen.contains("jdk.FileWrite") && seen.contains("LedgerFile.replace"));
            assertTrue(seen, seen.contains("Violation in ") && seen.contains("HeadlessConfig.of"));
        }
    }

    @Test
    public void theAppsStartAndItsCallsTouchNoFile() throws Exception {
        rig.registered("upload");
        // The next process finds a file to read.
        rig.restart();
        ActivityController<BridgeActivity> activity = Robolectric.buildActivity(BridgeActivity.class);
        try (DiskWatch watch = new DiskWatch()) {
            activity.setup();
            rig.pumpUntil("the page has attached", () -> ShadowChromiumWebView.ANSWERS.toString().contains("contractVersion"));
            String calls =
                "BackgroundTask.registerTaskAsync('second').then(() => BackgroundTask.getStatusDetailsAsync())" +
                ".then(() => BackgroundTask.getTaskAsync('second')).then(() => BackgroundTask.getTaskRunsAsync())" +
                ".then(() => BackgroundTask.triggerTaskWorkerForTestingAsync()).then(() => BackgroundTask.unregisterAllTasksAsync())" +
                ".then(() => { window.done = true; }); 0";
            activity.get().getBridge().getWebView().evaluateJavascript(calls, null);
            rig.pumpUntil("all are answered", () -> ShadowChromiumWebView.MESSAGES.toString().contains("unregisterAllTasks"));
            activity.pause().stop().destroy();
            assertEquals(Collections.emptyList(), watch.seen());
        }
    }

    @Test
    public void aWakeTouchesNoFileBesideTheJournalOfTheStart() throws Exception {
        liveUpdate();
        rig.registered("upload");
        rig.restart();
        List<String> seen;
        try (DiskWatch watch = new DiskWatch()) {
            rig.wake("upload");
            assertEquals(Outcome.SUCCESS, rig.settled("upload").outcome());
            rig.pumpUntil("the web view is destroyed", ShadowChromiumWebView.ALIVE::isEmpty);
            seen = watch.seen();
        }
        assertEquals(Collections.emptyList(), seen);
    }

    /** Files instead of assets: those would not be seen. */
    private void liveUpdate() throws Exception {
        FolderCopy.copy(Repository.path(".cache/android/web/rig/dist"), folder.getRoot().toPath());
        LiveUpdate.install(rig.app, folder.getRoot());
    }
}
