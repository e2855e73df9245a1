package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import android.webkit.WebView;
import androidx.work.WorkInfo;
import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.RuntimeKind;
import app.capgo.backgroundtask.rig.BrowserTestBase;
import app.capgo.backgroundtask.rig.LivePage;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The app with its activity, as its user has it: Capacitor's own bridge, the app's page in real Chromium. */
public class LivePageTest extends BrowserTestBase {

    private LivePage live;

    @Before
    public void open() throws Exception {
        live = LivePage.open(rig);
    }

    @After
    public void close() {
        if (live != null) live.activity.close();
    }

    private WebView page() {
        return live.bridge().getWebView();
    }

    private String script(String expression) {
        return live.script(expression);
    }

    private String call(String expression) {
        return live.call(expression);
    }

    @Test
    public void everyMethodOfThePublicApiAnswers() {
        assertEquals("false", script("BackgroundTask.isHeadless"));
        assertEquals("null", call("BackgroundTask.registerTaskAsync('upload', { minimumInterval: 30, requiresNetwork: true })"));
        assertEquals("true", call("BackgroundTask.isTaskRegisteredAsync('upload')"));
        assertEquals("[\"upload\"]", call("BackgroundTask.getRegisteredTasksAsync()"));
        assertEquals("2", call("BackgroundTask.getStatusAsync()"));
        assertEquals("[]", call("BackgroundTask.getPendingTaskRunsAsync()"));
        assertEquals("[]", call("BackgroundTask.getTaskRunsAsync()"));
        assertEquals("30", call("BackgroundTask.getTaskAsync('upload').then((task) => task.options.minimumInterval)"));
        assertEquals("true", call("BackgroundTask.triggerTaskWorkerForTestingAsync()"));
        assertEquals("\"page\"", call("BackgroundTask.getTaskRunsAsync().then((runs) => runs[0].runtime)"));
        assertEquals("\"success\"", call("BackgroundTask.getTaskRunsAsync().then((runs) => runs[0].outcome)"));
        assertEquals("null", call("BackgroundTask.unregisterTaskAsync('upload')"));
        assertEquals("false", call("BackgroundTask.isTaskRegisteredAsync('upload')"));
        assertEquals("false", call("BackgroundTask.triggerTaskWorkerForTestingAsync()"));
        assertEquals("null", call("BackgroundTask.unregisterAllTasksAsync()"));
    }

    @Test
    public void registeredOnScreenAndRunAfterTheActivityIsGone() {
        assertEquals("null", call("BackgroundTask.registerTaskAsync('upload', { minimumInterval: 30 })"));
        assertEquals(WorkInfo.State.ENQUEUED, rig.work("upload").getState());
        live.activity.pause().stop().destroy();
        rig.pumpUntil("the page is gone", ShadowChromiumWebView.ALIVE::isEmpty);
        rig.wake("upload");
        assertEquals(RuntimeKind.HEADLESS, rig.settled("upload").runtime());
        assertEquals("the origin's storage is the app's own", "stored by the page", rig.body("upload").get("stored"));
        rig.awaitEnqueued("upload");
        live = null;
    }

    @Test
    public void a26_aPageOnScreenRunsItItselfAndNoSecondWebViewIsMade() {
        assertEquals("null", call("BackgroundTask.registerTaskAsync('upload', { minimumInterval: 30 })"));
        WebView before = page();
        rig.wake("upload");
        assertEquals(RuntimeKind.PAGE, rig.settled("upload").runtime());
        assertEquals(false, rig.body("upload").get("isHeadless"));
        assertEquals(1, ShadowChromiumWebView.ALIVE.size());
        assertSame(before, page());
    }

    @Test
    public void a07_aHiddenPageIsLeftAloneAndWorksOnAfterwards() {
        assertEquals("null", call("BackgroundTask.registerTaskAsync('upload', { minimumInterval: 30 })"));
        live.activity.pause().stop();
        rig.wake("upload");
        assertEquals(RuntimeKind.HEADLESS, rig.settled("upload").runtime());
        assertEquals(Outcome.SUCCESS, rig.lastRun().outcome());
        rig.pumpUntil("the headless view is destroyed", () -> ShadowChromiumWebView.ALIVE.size() == 1);
        List<WebView> left = ShadowChromiumWebView.ALIVE;
        assertSame(page(), left.get(0));
        live.activity.restart().start().resume();
        assertEquals("[\"upload\"]", call("BackgroundTask.getRegisteredTasksAsync()"));
    }

    @Test
    public void a08_aPageOnScreenThatIsFrozenLosesItsTurnToTheHeadlessRuntime() {
        assertEquals("null", call("BackgroundTask.registerTaskAsync('upload', { minimumInterval: 30 })"));
        ShadowChromiumWebView.of(page()).freeze();
        rig.wake("upload");
        assertEquals(RuntimeKind.HEADLESS, rig.settled("upload").runtime());
        assertEquals("headless", rig.body("upload").get("runtime"));
    }

    @Test
    public void aTestTriggerForTheHeadlessRuntimeTakesThePathOfAClosedApp() {
        assertEquals("null", call("BackgroundTask.registerTaskAsync('upload', { minimumInterval: 30 })"));
        assertEquals("true", call("BackgroundTask.triggerTaskWorkerForTestingAsync({ runtime: 'headless' })"));
        assertEquals("headless", rig.body("upload").get("runtime"));
        assertTrue(rig.ask(core -> core.ledger().task("upload").anchorAt() == null));
    }
}
