package app.capgo.backgroundtask.status;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import android.app.Application;
import android.app.usage.UsageStatsManager;
import android.content.Context;
import android.content.ContextWrapper;
import android.content.Intent;
import android.net.ConnectivityManager;
import android.net.NetworkCapabilities;
import android.os.BatteryManager;
import android.os.PowerManager;
import androidx.test.core.app.ApplicationProvider;
import androidx.work.impl.WorkManagerImpl;
import androidx.work.testing.WorkManagerTestInitHelper;
import app.capgo.backgroundtask.BackgroundTaskWorker;
import app.capgo.backgroundtask.browser.ShadowWebViewCompat;
import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Blocker;
import app.capgo.backgroundtask.core.ErrorCode;
import app.capgo.backgroundtask.core.TaskOptions;
import app.capgo.backgroundtask.core.TaskRecord;
import app.capgo.backgroundtask.rig.WebViewPackage;
import app.capgo.backgroundtask.work.WorkScheduler;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.Shadows;
import org.robolectric.annotation.Config;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowActivityManager;
import org.robolectric.shadows.ShadowNetworkCapabilities;
import org.robolectric.shadows.ShadowUsageStatsManager;
import org.robolectric.shadows.ShadowWebView;

/** The status as the device gives it. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 28, 36 }, shadows = ShadowWebViewCompat.class, instrumentedPackages = "androidx.webkit")
public class StatusTest {

    private final Application app = ApplicationProvider.getApplicationContext();
    private final DeviceState device = new DeviceState(app);

    @Before
    public void nothingIsInTheWay() {
        WorkManagerTestInitHelper.initializeTestWorkManager(app);
        WebViewPackage.install("140.0");
    }

    private Map<String, Object> status(String... problems) {
        return StatusReport.of(device, PendingJobs.UNKNOWN, Arrays.asList(problems), Collections.emptyMap());
    }

    private List<?> codes(String... problems) {
        return ((List<?>) status(problems).get("reasons"))
            .stream()
            .map(reason -> ((Map<?, ?>) reason).get("code"))
            .collect(Collectors.toList());
    }

    @Test
    public void aDeviceWithNothingInTheWayIsAvailable() {
        assertEquals(Collections.emptyList(), codes());
        assertEquals(2, status().get("status"));
        assertEquals(true, status().get("runsWhileClosed"));
        assertEquals("140.0", ((Map<?, ?>) status().get("platform")).get("webViewVersion"));
    }

    @Test
    public void aRestrictedAppIsRestricted() {
        ShadowActivityManager manager = Shadow.extract(app.getSystemService(Context.ACTIVITY_SERVICE));
        manager.setBackgroundRestricted(true);
        assertEquals(Collections.singletonList("BACKGROUND_RESTRICTED"), codes());
        assertEquals(1, status().get("status"));
        assertTrue(device.blockersOf(task(true, false), PendingJobs.UNKNOWN).contains(Blocker.BACKGROUND_REFRESH));
    }

    @Test
    @Config(sdk = 36)
    public void a25_theRestrictedBucketIsNamed() {
        ShadowUsageStatsManager.reset();
        ShadowUsageStatsManager usage = Shadow.extract(app.getSystemService(Context.USAGE_STATS_SERVICE));
        usage.setCurrentAppStandbyBucket(UsageStatsManager.STANDBY_BUCKET_RESTRICTED);
        assertEquals(Collections.singletonList("RESTRICTED_BUCKET"), codes());
        assertEquals((long) UsageStatsManager.STANDBY_BUCKET_RESTRICTED, ((Map<?, ?>) status().get("platform")).get("standbyBucket"));
        usage.setCurrentAppStandbyBucket(UsageStatsManager.STANDBY_BUCKET_RARE);
        assertEquals(Collections.emptyList(), codes());
    }

    @Test
    public void a25_batterySaverIsSaidAndDoesNotRestrict() {
        Shadows.shadowOf((PowerManager) app.getSystemService(Context.POWER_SERVICE)).setIsPowerSaveMode(true);
        assertEquals(Collections.singletonList("BATTERY_SAVER"), codes());
        assertEquals(2, status().get("status"));
    }

    @Test
    public void aMissingWebViewIsSaid() {
        ShadowWebView.setCurrentWebViewPackage(null);
        assertEquals(Collections.singletonList("WEB_VIEW_MISSING"), codes());
        assertEquals(1, status().get("status"));
        assertTrue(device.blockersOf(task(false, false), PendingJobs.UNKNOWN).contains(Blocker.WEB_VIEW));
    }

    @Test
    @SuppressWarnings("RestrictedApi")
    public void a19_aWorkManagerThatTheAppNeverInitialisesIsSaidAndNothingCrashes() {
        WorkManagerImpl.setDelegate(null);
        assertEquals(Collections.singletonList("WORK_MANAGER_UNAVAILABLE"), codes());
        AtomicReference<BackgroundTaskException> answer = new AtomicReference<>();
        new WorkScheduler(app, BackgroundTaskWorker.class, Runnable::run, () -> 1, name -> task(true, false)).schedule("sync", answer::set);
        assertEquals(ErrorCode.WORK_MANAGER_UNAVAILABLE, answer.get().code());
    }

    /** An Application whose WorkManager configuration cannot be had yet, as with a worker factory that was not injected. */
    private static final class Misconfigured extends ContextWrapper implements androidx.work.Configuration.Provider {

        Misconfigured(Context base) {
            super(base);
        }

        @Override
        public Context getApplicationContext() {
            return this;
        }

        @Override
        public androidx.work.Configuration getWorkManagerConfiguration() {
            throw new NullPointerException("workerFactory was not injected");
        }
    }

    @Test
    @SuppressWarnings("RestrictedApi")
    public void a19_aConfigurationOfTheAppThatThrowsIsNamedInTheRejection() {
        WorkManagerImpl.setDelegate(null);
        WorkScheduler scheduler = new WorkScheduler(
            new Misconfigured(app),
            BackgroundTaskWorker.class,
            Runnable::run,
            () -> 1,
            name -> task(true, false)
        );
        AtomicReference<BackgroundTaskException> answer = new AtomicReference<>();
        scheduler.schedule("sync", answer::set);
        assertEquals(ErrorCode.WORK_MANAGER_UNAVAILABLE, answer.get().code());
        assertTrue(answer.get().getMessage(), answer.get().getMessage().contains("workerFactory was not injected"));
        scheduler.works(works -> fail("nobody can be asked"));
    }

    @Test
    public void damagedStateIsSaid() {
        assertEquals(Collections.singletonList("RECORDS_SET_ASIDE"), codes("a task's name"));
        assertEquals(2, status().get("status"));
    }

    @Test
    @SuppressWarnings("deprecation")
    public void a28_whatATaskWaitsForIsNamed() {
        Intent battery = new Intent(Intent.ACTION_BATTERY_CHANGED)
            .putExtra(BatteryManager.EXTRA_PLUGGED, 0)
            .putExtra(BatteryManager.EXTRA_LEVEL, 90)
            .putExtra(BatteryManager.EXTRA_SCALE, 100);
        app.sendStickyBroadcast(battery);
        assertEquals(Collections.singletonList(Blocker.CHARGING), device.blockersOf(task(false, true), PendingJobs.UNKNOWN));
        app.sendStickyBroadcast(new Intent(battery).putExtra(BatteryManager.EXTRA_PLUGGED, BatteryManager.BATTERY_PLUGGED_AC));
        assertEquals(Collections.emptyList(), device.blockersOf(task(false, true), PendingJobs.UNKNOWN));
        assertFalse(device.blockersOf(task(true, false), PendingJobs.UNKNOWN).contains(Blocker.CHARGING));
        Shadows.shadowOf((ConnectivityManager) app.getSystemService(Context.CONNECTIVITY_SERVICE)).setDefaultNetworkActive(false);
        Shadows.shadowOf((ConnectivityManager) app.getSystemService(Context.CONNECTIVITY_SERVICE)).setActiveNetworkInfo(null);
        assertTrue(device.blockersOf(task(true, false), PendingJobs.UNKNOWN).contains(Blocker.NETWORK));
    }

    @Test
    public void fP19_aNetworkThatDoesNotReachTheInternetBlocksWhatNeedsOne() {
        ConnectivityManager connectivity = (ConnectivityManager) app.getSystemService(Context.CONNECTIVITY_SERVICE);
        NetworkCapabilities network = ShadowNetworkCapabilities.newInstance();
        Shadows.shadowOf(network).addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET);
        Shadows.shadowOf(connectivity).setNetworkCapabilities(connectivity.getActiveNetwork(), network);
        assertTrue(device.blockersOf(task(true, false), PendingJobs.UNKNOWN).contains(Blocker.NETWORK));
        Shadows.shadowOf(network).addCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED);
        assertEquals(Collections.emptyList(), device.blockersOf(task(true, false), PendingJobs.UNKNOWN));
    }

    private static TaskRecord task(boolean network, boolean charging) {
        return TaskRecord.created("sync", new TaskOptions(900_000, network, false, charging, false, false, false, 0, null, null), 1);
    }
}
