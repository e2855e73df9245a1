package app.capgo.backgroundtask.headless;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.plugins.HandMadePlugin;
import app.capgo.backgroundtask.plugins.MainActivity;
import app.capgo.backgroundtask.rig.BrowserTestBase;
import app.capgo.backgroundtask.rig.LivePage;
import java.util.Collections;
import org.junit.Test;

/** Plugins that MainActivity registers by hand are in no file: they are learnt while the app is on screen. */
public class RegisteredByHandTest extends BrowserTestBase {

    @Test
    public void j07_theyAreLearntFromTheAppOnScreenAndThereInTheNextProcess() {
        LivePage page = LivePage.open(rig, MainActivity.class, null);
        assertEquals("null", page.call("BackgroundTask.registerTaskAsync('hand-made', { minimumInterval: 30 })"));
        rig.pumpUntil("the plugin is learnt, and it alone", () ->
            LivePlugins.learnt(rig.app).of(1).equals(Collections.singletonMap("HandMade", HandMadePlugin.class.getName()))
        );
        page.activity.pause().stop().destroy();
        rig.pumpUntil("the page is gone", ShadowChromiumWebView.ALIVE::isEmpty);
        rig.restart();
        rig.wake("hand-made");
        assertEquals(Outcome.SUCCESS, rig.settled("hand-made").outcome());
        assertEquals("{\"greeting\":\"Good evening\"}", rig.body("hand-made").get("greeting"));
    }

    @Test
    public void untilTheAppWasOnScreenTheirCallsAreRejectedAndTheRunGoesOn() {
        assertEquals(Outcome.SUCCESS, rig.ran("hand-made").outcome());
        String answer = String.valueOf(rig.body("hand-made").get("greeting"));
        assertTrue(answer, answer.startsWith("rejected: ") && answer.contains("HandMade"));
    }
}
