package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import android.app.Application;
import android.app.ApplicationExitInfo;
import android.content.Context;
import androidx.test.core.app.ApplicationProvider;
import app.capgo.backgroundtask.plugins.GoodPlugin;
import app.capgo.backgroundtask.plugins.ThrowingPlugin;
import app.capgo.backgroundtask.plugins.UnusedPlugin;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowActivityManager;

/** Which plugins a headless start loads, and what a crash of the process changes about it. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 36)
public class HeadlessPluginsTest {

    private final Application app = ApplicationProvider.getApplicationContext();

    /** A start in a new process, after one that ended so. */
    @SuppressWarnings("deprecation")
    private HeadlessPlugins start(int exitReason) {
        ShadowActivityManager manager = Shadow.extract(app.getSystemService(Context.ACTIVITY_SERVICE));
        manager.addApplicationExitInfo(app.getPackageName(), 1, exitReason, 0);
        HeadlessPlugins plugins = new HeadlessPlugins(app);
        plugins.choose(HeadlessConfig.of(app));
        return plugins;
    }

    @Test
    public void theTasksModulesPluginsAreChosenAndNoOthers() {
        HeadlessPlugins plugins = start(ApplicationExitInfo.REASON_USER_REQUESTED);
        assertTrue(plugins.mayLoad(CapgoBackgroundTaskPlugin.class));
        assertTrue(plugins.mayLoad(CapgoBackgroundTaskHeadlessPlugin.class));
        assertTrue(plugins.classes().contains(GoodPlugin.class));
        assertTrue(plugins.classes().contains(ThrowingPlugin.class));
        assertFalse(plugins.classes().contains(UnusedPlugin.class));
        assertFalse(plugins.mayLoad(UnusedPlugin.class));
    }

    @Test
    public void coresCookiesAndSystemBarsStayOut() {
        HeadlessPlugins plugins = start(ApplicationExitInfo.REASON_USER_REQUESTED);
        assertFalse(plugins.mayLoad(com.getcapacitor.plugin.CapacitorCookies.class));
        assertFalse(plugins.mayLoad(com.getcapacitor.plugin.SystemBars.class));
        assertTrue(plugins.mayLoad(com.getcapacitor.plugin.CapacitorHttp.class));
    }

    @Test
    public void aPluginThatCrashesTheProcessWhileItLoadsIsLeftOutOfTheNextStart() {
        start(ApplicationExitInfo.REASON_USER_REQUESTED).loading(GoodPlugin.class);
        HeadlessPlugins next = start(ApplicationExitInfo.REASON_CRASH);
        assertFalse(next.classes().contains(GoodPlugin.class));
        assertTrue(next.classes().contains(ThrowingPlugin.class));
        assertTrue(next.reasons().get("PLUGIN_CRASHED").contains("Good"));
    }

    @Test
    public void aCrashLaterInTheStartLeadsToSafeModeWithThisPluginAlone() {
        HeadlessPlugins crashing = start(ApplicationExitInfo.REASON_USER_REQUESTED);
        crashing.loading(GoodPlugin.class);
        crashing.loaded(GoodPlugin.class, null);
        HeadlessPlugins safe = start(ApplicationExitInfo.REASON_CRASH_NATIVE);
        assertEquals(2, safe.classes().size());
        assertTrue(safe.mayLoad(CapgoBackgroundTaskPlugin.class));
        assertTrue(safe.reasons().containsKey("SAFE_MODE"));
        safe.finished();
        assertEquals("one comes back", 3, start(ApplicationExitInfo.REASON_USER_REQUESTED).classes().size());
    }

    @Test
    public void aProcessKilledByTheSystemBlamesNobody() {
        start(ApplicationExitInfo.REASON_USER_REQUESTED).loading(GoodPlugin.class);
        assertTrue(start(ApplicationExitInfo.REASON_LOW_MEMORY).classes().contains(GoodPlugin.class));
    }
}
