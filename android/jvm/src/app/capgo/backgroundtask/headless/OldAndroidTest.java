package app.capgo.backgroundtask.headless;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import android.app.Application;
import android.os.Build;
import androidx.test.core.app.ApplicationProvider;
import androidx.work.WorkInfo;
import androidx.work.testing.WorkManagerTestInitHelper;
import app.capgo.backgroundtask.browser.ShadowWebViewCompat;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.platform.PreviousProcess;
import app.capgo.backgroundtask.plugins.GoodPlugin;
import app.capgo.backgroundtask.rig.WebViewPackage;
import app.capgo.backgroundtask.rig.WorkRig;
import app.capgo.backgroundtask.status.DeviceState;
import app.capgo.backgroundtask.status.PendingJobs;
import app.capgo.backgroundtask.status.StatusReport;
import java.util.Collections;
import java.util.Map;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** What Android 7 to 9 cannot tell: each branch on the version has its other side elsewhere, on 16. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 26, 28 }, shadows = ShadowWebViewCompat.class, instrumentedPackages = "androidx.webkit")
public class OldAndroidTest {

    private final Application app = ApplicationProvider.getApplicationContext();

    /** A start in a new process. */
    private HeadlessPlugins start() {
        HeadlessPlugins plugins = new HeadlessPlugins(app, HeadlessClassesSample.CLASSES);
        plugins.choose(HeadlessConfig.of(app));
        return plugins;
    }

    @Test
    public void withoutExitReasonsTwoUnfinishedStartsInARowLeaveThePluginOut() {
        start().loading(GoodPlugin.class);
        HeadlessPlugins second = start();
        assertTrue("one may have been the system's doing", second.classes().contains(GoodPlugin.class));
        second.loading(GoodPlugin.class);
        HeadlessPlugins third = start();
        assertFalse(third.classes().contains(GoodPlugin.class));
        assertTrue(third.reasons().get("PLUGIN_CRASHED").contains("Good"));
    }

    @Test
    public void withoutExitReasonsOneUnfinishedStartBlamesNobody() {
        start().loading(GoodPlugin.class);
        HeadlessPlugins second = start();
        second.finished();
        assertTrue(start().classes().contains(GoodPlugin.class));
    }

    @Test
    public void theStatusGoesWithoutWhatTheSystemDoesNotHave() {
        WorkManagerTestInitHelper.initializeTestWorkManager(app);
        WebViewPackage.install("119.0");
        DeviceState device = new DeviceState(app);
        Map<String, Object> status = StatusReport.of(device, PendingJobs.UNKNOWN, Collections.emptyList(), Collections.emptyMap());
        Map<?, ?> facts = (Map<?, ?>) status.get("platform");
        assertEquals(Collections.emptyList(), status.get("reasons"));
        assertEquals(true, status.get("runsWhileClosed"));
        assertEquals((long) Build.VERSION.SDK_INT, facts.get("apiLevel"));
        assertNull(facts.get("lastExitReason"));
        assertNull(PreviousProcess.hasCrashed(app));
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.P) assertEquals("there are no buckets", 0L, facts.get("standbyBucket"));
    }

    @Test
    public void a32_aStopHasNoReason() {
        WorkRig rig = new WorkRig();
        try {
            rig.register("sync", Samples.every(30));
            rig.wake("sync");
            rig.claim("sync");
            WorkManagerTestInitHelper.getTestDriver(app).stopRunningWorkWithReason(rig.work("sync").getId(), WorkInfo.STOP_REASON_QUOTA);
            rig.pumpUntil("the runtime is told", () -> rig.events.contains("expire sync system"));
        } finally {
            rig.close();
        }
    }
}
