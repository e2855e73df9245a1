package app.capgo.backgroundtask.status;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import android.app.Application;
import android.app.ApplicationExitInfo;
import android.app.usage.UsageStatsManager;
import android.content.Context;
import android.content.Intent;
import android.net.ConnectivityManager;
import android.net.Network;
import android.net.NetworkCapabilities;
import android.net.NetworkInfo;
import android.os.Build;
import android.os.PowerManager;
import androidx.test.core.app.ApplicationProvider;
import androidx.work.testing.WorkManagerTestInitHelper;
import app.capgo.backgroundtask.browser.ShadowWebViewCompat;
import app.capgo.backgroundtask.core.Blocker;
import app.capgo.backgroundtask.core.Conditions;
import app.capgo.backgroundtask.core.Constants;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.core.Schedule;
import app.capgo.backgroundtask.core.TaskOptions;
import app.capgo.backgroundtask.core.TaskRecord;
import app.capgo.backgroundtask.rig.WebViewPackage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.Shadows;
import org.robolectric.annotation.Config;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowActivityManager;
import org.robolectric.shadows.ShadowConnectivityManager;
import org.robolectric.shadows.ShadowNetworkInfo;
import org.robolectric.shadows.ShadowUsageStatsManager;
import org.robolectric.shadows.ShadowWebView;

/** The device's facts on every version from the oldest on: what each version can tell, and nothing that it cannot. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 26, 28, 36 }, shadows = ShadowWebViewCompat.class, instrumentedPackages = "androidx.webkit")
public class DeviceFactsTest {

    private static final long REGISTERED_AT = 1_800_000_000_000L;

    private final Application app = ApplicationProvider.getApplicationContext();
    private final DeviceState device = new DeviceState(app);

    @Before
    public void aDeviceWithAWebView() {
        WorkManagerTestInitHelper.initializeTestWorkManager(app);
        WebViewPackage.install("140.0");
    }

    private Map<?, ?> facts() {
        return (Map<?, ?>) StatusReport.of(device, PendingJobs.UNKNOWN, Collections.emptyList(), Collections.emptyMap()).get("platform");
    }

    private List<?> codes() {
        List<?> reasons = (List<?>) StatusReport.of(device, PendingJobs.UNKNOWN, Collections.emptyList(), Collections.emptyMap()).get(
            "reasons"
        );
        return reasons
            .stream()
            .map(reason -> ((Map<?, ?>) reason).get("code"))
            .collect(Collectors.toList());
    }

    private static Map<String, Object> viewed(TaskRecord task, DeviceState device, long now) {
        return TaskViews.task(task, device.blockersOf(task, PendingJobs.UNKNOWN), Map.of(), now);
    }

    @Test
    @SuppressWarnings("deprecation")
    public void dataSaverIsSaidWhereTheNetworkIsMeteredAndNotElsewhere() {
        ShadowConnectivityManager connectivity = Shadow.extract(app.getSystemService(Context.CONNECTIVITY_SERVICE));
        connectivity.setRestrictBackgroundStatus(ConnectivityManager.RESTRICT_BACKGROUND_STATUS_ENABLED);
        connectivity.setActiveNetworkInfo(network(ConnectivityManager.TYPE_MOBILE));
        assertEquals(Collections.singletonList("DATA_SAVER"), codes());
        assertEquals(true, facts().get("dataSaver"));
        assertEquals("it restricts nothing on Wi-Fi", Collections.emptyList(), codesOn(connectivity, ConnectivityManager.TYPE_WIFI));
        connectivity.setRestrictBackgroundStatus(ConnectivityManager.RESTRICT_BACKGROUND_STATUS_WHITELISTED);
        assertEquals("the user excepted this app", Collections.emptyList(), codesOn(connectivity, ConnectivityManager.TYPE_MOBILE));
        assertEquals(false, facts().get("dataSaver"));
    }

    @SuppressWarnings("deprecation")
    private List<?> codesOn(ShadowConnectivityManager connectivity, int type) {
        connectivity.setActiveNetworkInfo(network(type));
        return codes();
    }

    @SuppressWarnings("deprecation")
    private static NetworkInfo network(int type) {
        return ShadowNetworkInfo.newInstance(NetworkInfo.DetailedState.CONNECTED, type, 0, true, NetworkInfo.State.CONNECTED);
    }

    /** As some phones with Android 11 answer. */
    @Implements(ConnectivityManager.class)
    public static class RefusingConnectivity extends ShadowConnectivityManager {

        @Implementation
        @Override
        protected NetworkCapabilities getNetworkCapabilities(Network network) {
            throw new SecurityException("Package android does not belong to 10123");
        }
    }

    @Test
    @Config(sdk = 28, shadows = { ShadowWebViewCompat.class, RefusingConnectivity.class })
    public void aPhoneThatDoesNotTellOfItsNetworkBlocksNothing() {
        Conditions conditions = device.conditions();
        assertNull(conditions.network());
        assertNull(conditions.unmeteredNetwork());
        TaskRecord task = TaskRecord.created("sync", Samples.options(0), REGISTERED_AT);
        assertEquals(Collections.emptyList(), device.blockersOf(task, PendingJobs.UNKNOWN));
    }

    @Test
    public void a25_theExemptionFromBatteryOptimisationIsAFact() {
        assertEquals(false, facts().get("batteryOptimisationExempt"));
        Shadows.shadowOf((PowerManager) app.getSystemService(Context.POWER_SERVICE)).setIgnoringBatteryOptimizations(
            app.getPackageName(),
            true
        );
        assertEquals(true, facts().get("batteryOptimisationExempt"));
        assertEquals(Collections.emptyList(), codes());
    }

    @Test
    public void a25_theStandbyBucketIsAFactWhereThereAreBuckets() {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.P) {
            assertEquals(0L, facts().get("standbyBucket"));
            return;
        }
        ShadowUsageStatsManager usage = Shadow.extract(app.getSystemService(Context.USAGE_STATS_SERVICE));
        usage.setCurrentAppStandbyBucket(UsageStatsManager.STANDBY_BUCKET_RARE);
        assertEquals((long) UsageStatsManager.STANDBY_BUCKET_RARE, facts().get("standbyBucket"));
        assertEquals("rare is late, not never", Collections.emptyList(), codes());
        assertEquals(2, StatusReport.of(device, PendingJobs.UNKNOWN, Collections.emptyList(), Collections.emptyMap()).get("status"));
    }

    @Test
    @SuppressWarnings("deprecation")
    public void a01_aTaskThatTheDeviceKeepsFromRunningIsStalledAndThePhonesMakerAndTheLastExitAreNamed() {
        TaskRecord task = TaskRecord.created("sync", Samples.unconstrained(30), REGISTERED_AT);
        long stalls = Schedule.nextEligibleAt(task) + Constants.STALLED_FLOOR_MS;
        assertEquals("late is not stalled", false, viewed(task, device, stalls).get("stalled"));
        assertEquals(true, viewed(task, device, stalls + 1).get("stalled"));
        assertEquals(Build.MANUFACTURER, facts().get("manufacturer"));
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.R) {
            assertNull("unknown before Android 11", facts().get("lastExitReason"));
            return;
        }
        ShadowActivityManager manager = Shadow.extract(app.getSystemService(Context.ACTIVITY_SERVICE));
        manager.addApplicationExitInfo(app.getPackageName(), 1, ApplicationExitInfo.REASON_USER_REQUESTED, 0);
        assertEquals(String.valueOf(ApplicationExitInfo.REASON_USER_REQUESTED), String.valueOf(facts().get("lastExitReason")));
        assertNull(facts().get("memoryLimit"));
    }

    @Test
    @Config(sdk = 36)
    public void aProcessThatTheSystemEndedForItsMemoryIsNamedWithTheLimit() {
        ShadowActivityManager manager = Shadow.extract(app.getSystemService(Context.ACTIVITY_SERVICE));
        ApplicationExitInfo exit = new ApplicationExitInfo();
        exit.setProcessName(app.getApplicationInfo().processName);
        exit.setReason(ApplicationExitInfo.REASON_OTHER);
        exit.setDescription("MemoryLimiter:AnonSwap");
        manager.addApplicationExitInfo(exit);
        assertEquals(Collections.singletonList("MEMORY_LIMIT"), codes());
        assertEquals("MemoryLimiter:AnonSwap", facts().get("memoryLimit"));
        assertEquals("it says nothing of the next run", 2, StatusReport.of(device, PendingJobs.UNKNOWN, List.of(), Map.of()).get("status"));
    }

    @Test
    @SuppressWarnings("deprecation")
    public void fA04_lowStorageBlocksWhatNeedsStorageOnEveryVersion() {
        TaskRecord task = TaskRecord.created(
            "sync",
            new TaskOptions(900_000, false, false, false, false, true, false, 0, null, null),
            REGISTERED_AT
        );
        assertEquals(Collections.emptyList(), device.blockersOf(task, PendingJobs.UNKNOWN));
        app.sendStickyBroadcast(new Intent(Intent.ACTION_DEVICE_STORAGE_LOW));
        assertEquals(Collections.singletonList(Blocker.STORAGE_NOT_LOW), device.blockersOf(task, PendingJobs.UNKNOWN));
    }

    @Test
    public void aSleepingPhoneBlocksEveryTaskAndSaysSo() {
        TaskRecord task = TaskRecord.created("sync", Samples.unconstrained(30), REGISTERED_AT);
        Shadows.shadowOf((PowerManager) app.getSystemService(Context.POWER_SERVICE)).setIsDeviceIdleMode(true);
        assertEquals(Collections.singletonList(Blocker.DOZE), device.blockersOf(task, PendingJobs.UNKNOWN));
        assertEquals(Collections.singletonList("DOZE"), codes());
        assertEquals(true, facts().get("doze"));
    }

    @Test
    public void a01_aTaskThatWaitsForSomethingKnownIsNotStalled() {
        ShadowWebView.setCurrentWebViewPackage(null);
        TaskRecord task = TaskRecord.created("sync", Samples.unconstrained(30), REGISTERED_AT);
        Map<String, Object> view = viewed(task, device, Schedule.nextEligibleAt(task) + 10 * Constants.STALLED_FLOOR_MS);
        assertEquals(false, view.get("stalled"));
        assertTrue(String.valueOf(view.get("blockedBy")), ((List<?>) view.get("blockedBy")).contains("web-view"));
    }
}
