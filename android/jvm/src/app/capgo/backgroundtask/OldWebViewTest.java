package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import android.webkit.WebView;
import androidx.work.WorkInfo;
import androidx.work.testing.WorkManagerTestInitHelper;
import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.browser.ShadowWebViewFeature;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.RuntimeKind;
import app.capgo.backgroundtask.rig.BrowserTestBase;
import com.getcapacitor.BridgeActivity;
import org.junit.Before;
import org.junit.Test;
import org.robolectric.Robolectric;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;

/**
 * A web view without web message listeners and without document-start scripts: calls come by a JavaScript interface, answers go by script
 * evaluation, and Capacitor's script is put into the page as it is served. On the oldest Android, its last one without crash reasons, and
 * a new one whose web view was never updated.
 */
@Config(sdk = { 24, 28, 36 })
public class OldWebViewTest extends BrowserTestBase {

    @Before
    public void open() throws Exception {
        ShadowWebViewFeature.OLD.set(true);
    }

    @Test
    public void a09_theCallbackOfAClosedAppRuns() {
        assertEquals(Outcome.SUCCESS, rig.ran("upload").outcome());
        assertEquals("headless", rig.body("upload").get("runtime"));
        assertEquals(true, rig.body("upload").get("isHeadless"));
        rig.awaitEnqueued("upload");
        rig.pumpUntil("the web view is destroyed", ShadowChromiumWebView.ALIVE::isEmpty);
        assertTrue("answered by script", ShadowChromiumWebView.ANSWERS.get(0).startsWith("window.Capacitor.fromNative("));
    }

    @Test
    public void j07_otherPluginsAnswer() {
        assertEquals(Outcome.SUCCESS, rig.ran("plugins").outcome());
        assertEquals("{\"text\":\"Kühlschrank\"}", rig.body("plugins").get("echo"));
        assertTrue(String.valueOf(rig.body("plugins").get("fail")).startsWith("rejected: Good.fail failed in a background task"));
    }

    @Test
    public void a32_aStopReachesTheCallback() {
        rig.registered("endless");
        rig.wake("endless");
        rig.pumpUntil("the callback has begun", () -> rig.hasReceived("started"));
        WorkManagerTestInitHelper.getTestDriver(rig.app).stopRunningWorkWithReason(rig.work("endless").getId(), WorkInfo.STOP_REASON_QUOTA);
        rig.pumpUntil("the signal aborted", () -> rig.hasReceived("aborted"));
        assertEquals(Outcome.EXPIRED, rig.settled("endless").outcome());
    }

    @Test
    public void a26_aPageOnScreenRunsItItself() {
        ActivityController<BridgeActivity> activity = Robolectric.buildActivity(BridgeActivity.class).setup();
        WebView page = activity.get().getBridge().getWebView();
        rig.pumpUntil("the page has attached", () -> ShadowChromiumWebView.ANSWERS.toString().contains("contractVersion"));
        assertEquals(Outcome.SUCCESS, rig.ran("upload").outcome());
        assertEquals(RuntimeKind.PAGE, rig.lastRun().runtime());
        assertEquals(page, ShadowChromiumWebView.ALIVE.get(0));
        activity.close();
    }
}
