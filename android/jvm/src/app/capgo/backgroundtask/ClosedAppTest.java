package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import android.content.Context;
import android.webkit.WebView;
import androidx.work.WorkInfo;
import androidx.work.testing.WorkManagerTestInitHelper;
import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.core.Constants;
import app.capgo.backgroundtask.core.Json;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Run;
import app.capgo.backgroundtask.core.RuntimeKind;
import app.capgo.backgroundtask.headless.HeadlessRuntime;
import app.capgo.backgroundtask.rig.BrowserTestBase;
import app.capgo.backgroundtask.rig.LiveUpdate;
import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.robolectric.shadows.ShadowWebView;

/** The app is closed: no activity, no page. WorkManager wakes it, and its TypeScript runs in real Chromium. */
public class ClosedAppTest extends BrowserTestBase {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static WebView theView() {
        return ShadowChromiumWebView.ALIVE.get(0);
    }

    /** A live update whose headless page is this one. */
    private void liveUpdate(String page) throws Exception {
        if (page != null) Files.writeString(new File(folder.getRoot(), "background-task.html").toPath(), page);
        LiveUpdate.install(rig.app, folder.getRoot());
    }

    @Test
    public void a09_theCallbackUploadsAndTheWorkWaitsForIt() {
        Run run = rig.ran("upload");
        assertEquals(Outcome.SUCCESS, run.outcome());
        assertEquals(RuntimeKind.HEADLESS, run.runtime());
        assertEquals("headless", rig.body("upload").get("runtime"));
        assertEquals(true, rig.body("upload").get("isHeadless"));
        assertEquals("work-manager", rig.body("upload").get("trigger"));
        rig.awaitEnqueued("upload");
        assertEquals(0, rig.work("upload").getRunAttemptCount());
        rig.pumpUntil("the web view is destroyed", ShadowChromiumWebView.ALIVE::isEmpty);
    }

    @Test
    public void aRunCostsTwoCallsBesideTheStart() {
        rig.ran("upload");
        List<String> methods = new ArrayList<>();
        for (String message : ShadowChromiumWebView.MESSAGES) {
            Object method = ((Map<?, ?>) Json.parse(message)).get("methodName");
            if (method != null) methods.add((String) method);
        }
        methods.removeIf(method -> method.equals("addListener"));
        assertEquals(Arrays.asList("attach", "claimRun", "finishRun"), methods);
    }

    @Test
    public void a16_aCallbackThatFailsAndOneThatThrowsAreToldAndTheScheduleGoesOn() {
        assertEquals(Outcome.FAILED, rig.ran("failing").outcome());
        rig.awaitEnqueued("failing");
        Run thrown = rig.ran("throwing");
        assertEquals(Outcome.FAILED, thrown.outcome());
        assertEquals("TypeError", thrown.error().code());
        assertEquals("thrown in the callback", thrown.error().message());
        rig.awaitEnqueued("throwing");
    }

    @Test
    public void j01_a35_aTaskThatTheBundleDoesNotDefineIsUndefinedAndTheWorkEnds() {
        Run run = rig.ran("nobody");
        assertEquals(Outcome.UNDEFINED, run.outcome());
        assertEquals("TASK_NOT_DEFINED", run.error().code());
        rig.awaitEnqueued("nobody");
    }

    @Test
    public void a06_aCallbackThatNeverEndsIsCutAtTheDeadlineAndTheWorkIsRetried() {
        rig.registered("endless");
        rig.wake("endless");
        rig.pumpUntil("the callback has begun", () -> rig.hasReceived("started"));
        rig.skip(Constants.TIME_LIMIT_MS + Constants.EXPIRY_GRACE_MS + 1);
        assertEquals(Outcome.EXPIRED, rig.settled("endless").outcome());
        rig.awaitEnqueued("endless");
        assertEquals(1, rig.work("endless").getRunAttemptCount());
        rig.pumpUntil("the web view is destroyed, and the callback with it", ShadowChromiumWebView.ALIVE::isEmpty);
    }

    @Test
    public void a32_aStopAbortsTheSignalInJavaScript() {
        rig.registered("endless");
        rig.wake("endless");
        rig.pumpUntil("the callback has begun", () -> rig.hasReceived("started"));
        WorkManagerTestInitHelper.getTestDriver(rig.app).stopRunningWorkWithReason(
            rig.work("endless").getId(),
            WorkInfo.STOP_REASON_CONSTRAINT_CONNECTIVITY
        );
        rig.pumpUntil("the signal aborted", () -> rig.hasReceived("aborted"));
        assertEquals("EXPIRED", rig.body("aborted").get("code"));
        assertEquals(Outcome.EXPIRED, rig.settled("endless").outcome());
    }

    @Test
    public void a34_aRequestThatIsNeverAnsweredIsGivenUpWhenTheRunIsCut() {
        rig.registered("unanswered");
        rig.wake("unanswered");
        rig.pumpUntil("the request is made", () -> rig.requests.contains("GET /unanswered"));
        WorkManagerTestInitHelper.getTestDriver(rig.app).stopRunningWorkWithReason(
            rig.work("unanswered").getId(),
            WorkInfo.STOP_REASON_TIMEOUT
        );
        rig.pumpUntil("the callback has given it up", () -> rig.hasReceived("given-up"));
        assertEquals("EXPIRED", rig.body("given-up").get("code"));
        assertEquals(Outcome.EXPIRED, rig.settled("unanswered").outcome());
    }

    @Test
    public void aCallbackThatSavesItsWorkWhenItIsStoppedSucceeds() {
        rig.registered("obedient");
        rig.wake("obedient");
        rig.pumpUntil("the callback has begun", () -> rig.hasReceived("started"));
        WorkManagerTestInitHelper.getTestDriver(rig.app).stopRunningWorkWithReason(
            rig.work("obedient").getId(),
            WorkInfo.STOP_REASON_QUOTA
        );
        assertEquals(Outcome.SUCCESS, rig.settled("obedient").outcome());
    }

    @Test
    public void j09_unregisteringInMidRunAbortsTheCallback() {
        rig.registered("endless");
        rig.wake("endless");
        rig.pumpUntil("the callback has begun", () -> rig.hasReceived("started"));
        rig.ask(core -> {
            core.engine().unregister("endless");
            core.scheduler().cancel("endless");
            return true;
        });
        rig.pumpUntil("the signal aborted", () -> rig.hasReceived("aborted"));
        assertEquals("UNREGISTERED", rig.body("aborted").get("code"));
        assertEquals(Outcome.CANCELLED, rig.lastRun().outcome());
    }

    @Test
    public void twoTasksDueAtOnceShareOneWebView() {
        rig.registered("endless", "second");
        rig.wake("endless", "second");
        rig.pumpUntil("both have begun", () -> rig.hasReceived("started") && rig.hasReceived("second"));
        assertEquals(1, ShadowChromiumWebView.ALIVE.size());
        assertEquals(Outcome.SUCCESS, rig.settled("second").outcome());
        assertEquals("the other goes on", 1, ShadowChromiumWebView.ALIVE.size());
    }

    @Test
    public void aRunThatFindsTheWebViewOfTheOneBeforeKeepsIt() {
        assertEquals(Outcome.SUCCESS, rig.ran("second").outcome());
        WebView before = theView();
        rig.registered("endless");
        rig.wake("endless");
        rig.pumpUntil("the callback has begun", () -> rig.hasReceived("started"));
        assertSame(before, theView());
        rig.skip(2 * HeadlessRuntime.LINGER_MS);
        assertTrue("it goes on", rig.ask(core -> core.ledger().openRun("endless") != null));
        assertSame(before, theView());
    }

    @Test
    public void aRendererThatCrashesLosesTheRunAndNotTheProcess() {
        rig.registered("endless");
        rig.wake("endless");
        rig.pumpUntil("the callback has begun", () -> rig.hasReceived("started"));
        ShadowChromiumWebView shadow = ShadowChromiumWebView.of(theView());
        shadow.crashRenderer();
        Run run = rig.settled("endless");
        assertEquals(Outcome.LOST, run.outcome());
        assertEquals("RENDERER_GONE", run.error().code());
        assertFalse(shadow.isProcessDead());
        rig.awaitEnqueued("endless");
        assertEquals(1, rig.work("endless").getRunAttemptCount());
        rig.pumpUntil("the web view is destroyed", ShadowChromiumWebView.ALIVE::isEmpty);
    }

    @Test
    public void withoutAWebViewTheRunStaysDueAndSaysWhy() {
        ShadowWebView.setCurrentWebViewPackage(null);
        Run run = rig.ran("upload");
        assertEquals(Outcome.NOT_STARTED, run.outcome());
        assertEquals("WEB_VIEW_MISSING", run.error().code());
        rig.awaitEnqueued("upload");
        assertEquals(1, rig.work("upload").getRunAttemptCount());
    }

    @Test
    public void aPageThatCannotBeLoadedEndsTheRunWithTheReason() throws Exception {
        liveUpdate(null);
        Run run = rig.ran("upload");
        assertEquals("LOAD_FAILED", run.error().code());
        assertTrue(run.error().message(), run.error().message().contains("ERR_CONNECTION_REFUSED"));
    }

    @Test
    public void aScriptThatThrowsAtItsStartIsNamedInTheReason() throws Exception {
        liveUpdate("<html><head></head><body><script>null.nothing</script></body></html>");
        rig.registered("upload");
        rig.wake("upload");
        rig.pumpUntil("the page is loaded", () -> !ShadowChromiumWebView.ALIVE.isEmpty() && theView().getProgress() == 100);
        rig.skip(Constants.HEADLESS_START_MS);
        Run run = rig.settled("upload");
        assertEquals("START_TIMEOUT", run.error().code());
        assertTrue(run.error().message(), run.error().message().contains("TypeError"));
        assertEquals("the live app's own notes are untouched", folder.getRoot().getPath(), storedBasePath());
    }

    private String storedBasePath() {
        return rig.app.getSharedPreferences("CapWebViewSettings", Context.MODE_PRIVATE).getString("serverBasePath", null);
    }
}
