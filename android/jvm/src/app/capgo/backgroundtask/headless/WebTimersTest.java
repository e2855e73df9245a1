package app.capgo.backgroundtask.headless;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.rig.BrowserTestBase;
import app.capgo.backgroundtask.rig.LivePage;
import com.getcapacitor.BridgeActivity;
import org.apache.cordova.CordovaPreferences;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.util.ReflectionHelpers;

/** The app has switched `KeepRunning` off: Capacitor pauses the timers of all web views of the process with the activity. */
public class WebTimersTest extends BrowserTestBase {

    private ActivityController<? extends BridgeActivity> activity;

    @Before
    public void open() throws Exception {
        // Up: the browser pauses nothing of a page that is still on its way.
        activity = LivePage.open(rig).activity;
        keepRunning(false);
        rig.registered("timers");
    }

    @After
    public void close() {
        activity.close();
        WebTimers.pageResumes();
    }

    /** What config.xml would say. */
    private void keepRunning(boolean value) {
        CordovaPreferences preferences = ReflectionHelpers.getField(activity.get().getBridge(), "preferences");
        preferences.set("KeepRunning", value);
    }

    private static boolean arePaused() {
        return ShadowChromiumWebView.TIMERS_PAUSED.get();
    }

    private void untilHeadlessViewIsGone() {
        rig.pumpUntil("the headless view is destroyed", () -> ShadowChromiumWebView.ALIVE.size() == 1);
    }

    @Test
    public void a33_theyRunForARunAndArePausedAgainAfterwards() {
        activity.pause().stop();
        assertTrue(arePaused());
        rig.wake("timers");
        assertEquals(Outcome.SUCCESS, rig.settled("timers").outcome());
        untilHeadlessViewIsGone();
        assertTrue(arePaused());
    }

    @Test
    public void a33_anAppThatIsOpenedAndLeftInMidRunDoesNotStopTheCallback() {
        activity.pause().stop();
        rig.wake("timers");
        rig.pumpUntil("the callback has begun", () -> rig.hasReceived("started"));
        activity.restart().start().resume().pause().stop();
        assertEquals(Outcome.SUCCESS, rig.settled("timers").outcome());
        untilHeadlessViewIsGone();
        assertTrue(arePaused());
    }

    @Test
    public void a33_anAppThatIsInFrontWhenTheRunEndsKeepsItsTimers() {
        activity.pause().stop();
        rig.wake("timers");
        rig.pumpUntil("the callback has begun", () -> rig.hasReceived("started"));
        activity.restart().start().resume();
        assertEquals(Outcome.SUCCESS, rig.settled("timers").outcome());
        untilHeadlessViewIsGone();
        assertFalse(arePaused());
    }

    @Test
    public void a33_anAppThatKeepsRunningIsNotPaused() {
        keepRunning(true);
        activity.pause().stop();
        rig.wake("timers");
        assertEquals(Outcome.SUCCESS, rig.settled("timers").outcome());
        untilHeadlessViewIsGone();
        assertFalse(arePaused());
    }
}
