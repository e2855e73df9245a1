package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.plugins.GoodPlugin;
import app.capgo.backgroundtask.plugins.UnusedPlugin;
import app.capgo.backgroundtask.rig.BrowserTestBase;
import com.getcapacitor.Bridge;
import com.getcapacitor.BridgeActivity;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Test;
import org.robolectric.Robolectric;
import org.robolectric.Shadows;
import org.robolectric.android.controller.ActivityController;

/** The app's other plugins in a background task. */
public class OtherPluginsTest extends BrowserTestBase {

    @Before
    public void open() throws Exception {
        GoodPlugin.staticBridge = null;
    }

    @Test
    public void j07_theCallbackCallsThemAndNoneOfThemCanBreakTheRun() {
        UnusedPlugin.loads = 0;
        assertEquals(Outcome.SUCCESS, rig.ran("plugins").outcome());
        assertEquals("{\"text\":\"Kühlschrank\"}", rig.body("plugins").get("echo"));
        assertTrue(
            rig.body("plugins").get("fail").toString(),
            rig.body("plugins").get("fail").toString().startsWith("rejected: Good.fail failed in a background task")
        );
        assertTrue(rig.body("plugins").get("openScreen").toString().contains("the app is not on screen"));
        assertTrue(rig.body("plugins").get("throwing").toString().startsWith("rejected: "));
        assertEquals("only those that the tasks module uses", false, rig.body("plugins").get("unused"));
        assertEquals(0, UnusedPlugin.loads);
        assertTrue(rig.headlessReasons().get("PLUGIN_FAILED").contains("Throwing"));
    }

    @Test
    public void aPluginOfTheLiveAppKeepsItsBridge() {
        ActivityController<BridgeActivity> activity = Robolectric.buildActivity(BridgeActivity.class).setup();
        Bridge live = activity.get().getBridge();
        assertSame(live, GoodPlugin.staticBridge);
        activity.pause().stop();
        assertEquals(Outcome.SUCCESS, rig.ran("plugins").outcome());
        rig.pumpUntil("the headless view is destroyed", () -> ShadowChromiumWebView.ALIVE.size() == 1);
        assertSame(live, GoodPlugin.staticBridge);
        assertNotNull(live.getWebView());
        activity.close();
    }

    @Test
    public void withNoLiveAppNothingOfTheHeadlessBridgeIsLeftBehind() {
        Set<Thread> before = pluginThreads();
        rig.ran("plugins");
        rig.pumpUntil("the headless view is destroyed", ShadowChromiumWebView.ALIVE::isEmpty);
        assertEquals(null, GoodPlugin.staticBridge);
        rig.pumpUntil("its receiver is gone", () -> receivers() == 0);
        rig.pumpUntil("its thread has ended", () -> before.containsAll(pluginThreads()));
    }

    private long receivers() {
        return Shadows.shadowOf(rig.app)
            .getRegisteredReceivers()
            .stream()
            .filter(each -> each.getBroadcastReceiver() instanceof GoodPlugin.Receiver)
            .count();
    }

    private static Set<Thread> pluginThreads() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .filter(thread -> thread.getName().equals("CapacitorPlugins"))
            .collect(Collectors.toSet());
    }
}
