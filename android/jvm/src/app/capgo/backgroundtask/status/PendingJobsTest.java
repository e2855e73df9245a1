package app.capgo.backgroundtask.status;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import android.app.Application;
import android.app.job.JobInfo;
import android.app.job.JobScheduler;
import android.content.Context;
import android.content.pm.PackageInfo;
import android.os.Build;
import android.os.PowerManager;
import androidx.test.core.app.ApplicationProvider;
import androidx.work.Configuration;
import androidx.work.impl.WorkManagerImpl;
import androidx.work.impl.WorkManagerImplExtKt;
import app.capgo.backgroundtask.BackgroundTasks;
import app.capgo.backgroundtask.browser.ShadowWebViewCompat;
import app.capgo.backgroundtask.core.Blocker;
import app.capgo.backgroundtask.core.TaskOptions;
import app.capgo.backgroundtask.core.TaskRecord;
import app.capgo.backgroundtask.rig.WorkRig;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.Shadows;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowWebView;
import org.robolectric.util.ReflectionHelpers;

/** What the system itself says of a task's job: real WorkManager hands it to the framework's real JobScheduler, and only the service behind it is ours. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 36, shadows = { ShadowWebViewCompat.class, JobService.Unchanged.class }, instrumentedPackages = "androidx.webkit")
@SuppressWarnings("RestrictedApi")
public class PendingJobsTest {

    private static final TaskOptions PICKY = new TaskOptions(900_000, true, true, true, true, true, true, 0, null, null);

    private final Application app = ApplicationProvider.getApplicationContext();
    private JobService service;
    private BackgroundTasks tasks;
    private JobInfo job;

    @Before
    public void aTaskThatHasItsJob() throws Exception {
        PackageInfo provider = new PackageInfo();
        provider.packageName = "com.google.android.webview";
        provider.versionName = "140.0";
        ShadowWebView.setCurrentWebViewPackage(provider);
        service = new JobService(app);
        WorkManagerImpl.setDelegate(
            WorkManagerImplExtKt.createWorkManager(app, new Configuration.Builder().setMinimumLoggingLevel(android.util.Log.ERROR).build())
        );
        tasks = new BackgroundTasks(app, System::currentTimeMillis, BackgroundTasks::headlessRuntime);
        BackgroundTasks.use(tasks);
        job = registered("sync", PICKY);
    }

    @After
    public void close() {
        BackgroundTasks.use(null);
        WorkManagerImpl.getInstance(app).getWorkDatabase().close();
        WorkManagerImpl.setDelegate(null);
    }

    private JobInfo registered(String name, TaskOptions options) {
        tasks.run(core -> core.ledger().register(name, options, System.currentTimeMillis()), WorkRig::fail);
        WorkRig.schedule(tasks, name, 60_000);
        String work = workIds().get(name);
        WorkRig.pumpUntil("WorkManager has handed the job over", 60_000, () -> service.jobOf(work) != null);
        return service.jobOf(work);
    }

    private Map<String, String> workIds() {
        AtomicReference<Map<String, String>> ids = new AtomicReference<>();
        tasks.run(core -> core.scheduler().workIds(ids::set), WorkRig::fail);
        WorkRig.pumpUntil("WorkManager answers", 60_000, () -> ids.get() != null);
        return ids.get();
    }

    /** The words that only the system can know here: what the device tells of itself is the same before and after. */
    private Set<Blocker> told(String name, TaskOptions options) {
        TaskRecord task = TaskRecord.created(name, options, 1);
        DeviceState device = new DeviceState(app);
        List<Blocker> all = device.blockersOf(task, PendingJobs.of(app, workIds()));
        assertEquals("each word once", EnumSet.copyOf(all).size(), all.size());
        Set<Blocker> told = EnumSet.copyOf(all);
        told.removeAll(device.blockersOf(task, PendingJobs.UNKNOWN));
        return told;
    }

    private List<?> codes() {
        Map<String, Object> status = StatusReport.of(new DeviceState(app), PendingJobs.of(app, workIds()), List.of(), Map.of());
        assertEquals("late is not never", 2, status.get("status"));
        return ((List<?>) status.get("reasons"))
            .stream()
            .map(reason -> ((Map<?, ?>) reason).get("code"))
            .collect(Collectors.toList());
    }

    @Test
    public void fA04_idlenessAndStorageAreInBlockedByAsSoonAsTheJobWaitsForThem() {
        service.waits(
            job,
            JobScheduler.PENDING_JOB_REASON_CONSTRAINT_DEVICE_IDLE,
            JobScheduler.PENDING_JOB_REASON_CONSTRAINT_STORAGE_NOT_LOW
        );
        assertEquals(EnumSet.of(Blocker.DEVICE_IDLE, Blocker.STORAGE_NOT_LOW), told("sync", PICKY));
        service.waits(job, JobScheduler.PENDING_JOB_REASON_CONSTRAINT_MINIMUM_LATENCY);
        assertEquals("a job that is not due waits for nothing", EnumSet.noneOf(Blocker.class), told("sync", PICKY));
    }

    @Test
    public void fA04_quotaAndStandbyAreInBlockedByAndInTheStatus() {
        service.waits(job, JobScheduler.PENDING_JOB_REASON_QUOTA, JobScheduler.PENDING_JOB_REASON_APP_STANDBY);
        assertEquals(EnumSet.of(Blocker.QUOTA, Blocker.STANDBY), told("sync", PICKY));
        assertEquals(List.of("JOB_QUOTA", "APP_STANDBY"), codes());
        service.waits(job, JobScheduler.PENDING_JOB_REASON_JOB_SCHEDULER_OPTIMIZATION);
        assertEquals(List.of(), codes());
    }

    @Test
    public void everyOtherReasonHasItsWordOrNone() {
        Map<Integer, Blocker> words = Map.of(
            JobScheduler.PENDING_JOB_REASON_BACKGROUND_RESTRICTION,
            Blocker.BACKGROUND_REFRESH,
            JobScheduler.PENDING_JOB_REASON_CONSTRAINT_BATTERY_NOT_LOW,
            Blocker.BATTERY_NOT_LOW,
            JobScheduler.PENDING_JOB_REASON_CONSTRAINT_CHARGING,
            Blocker.CHARGING,
            JobScheduler.PENDING_JOB_REASON_CONSTRAINT_DEVICE_IDLE,
            Blocker.DEVICE_IDLE,
            JobScheduler.PENDING_JOB_REASON_CONSTRAINT_STORAGE_NOT_LOW,
            Blocker.STORAGE_NOT_LOW,
            JobScheduler.PENDING_JOB_REASON_QUOTA,
            Blocker.QUOTA,
            JobScheduler.PENDING_JOB_REASON_APP_STANDBY,
            Blocker.STANDBY
        );
        TaskOptions free = new TaskOptions(900_000, false, false, false, false, false, false, 0, null, null);
        JobInfo its = registered("free", free);
        for (int reason = JobScheduler.PENDING_JOB_REASON_INVALID_JOB_ID; reason <= 16; reason++) {
            if (reason == JobScheduler.PENDING_JOB_REASON_CONSTRAINT_CONNECTIVITY) continue;
            service.waits(its, reason);
            Set<Blocker> expected = words.containsKey(reason) ? EnumSet.of(words.get(reason)) : EnumSet.noneOf(Blocker.class);
            List<Blocker> all = new DeviceState(app).blockersOf(TaskRecord.created("free", free, 1), PendingJobs.of(app, workIds()));
            assertEquals("reason " + reason, expected, all.isEmpty() ? EnumSet.noneOf(Blocker.class) : EnumSet.copyOf(all));
        }
    }

    @Test
    public void aWantOfNetworkIsTheOneThatTheTaskAsksFor() {
        TaskOptions any = new TaskOptions(900_000, true, false, false, false, false, false, 0, null, null);
        JobInfo its = registered("any", any);
        service.waits(its, JobScheduler.PENDING_JOB_REASON_CONSTRAINT_CONNECTIVITY);
        List<Blocker> all = new DeviceState(app).blockersOf(TaskRecord.created("any", any, 1), PendingJobs.of(app, workIds()));
        assertEquals(List.of(Blocker.NETWORK), all);
    }

    @Test
    public void theStateOfTheDeviceIsBatterySaverWhereThatIsOn() {
        service.waits(job, JobScheduler.PENDING_JOB_REASON_DEVICE_STATE);
        assertEquals("heat, or want of memory: there is no word for it", EnumSet.noneOf(Blocker.class), told("sync", PICKY));
        Shadows.shadowOf((PowerManager) app.getSystemService(Context.POWER_SERVICE)).setIsPowerSaveMode(true);
        assertEquals(EnumSet.of(Blocker.LOW_POWER_MODE), told("sync", PICKY));
    }

    @Test
    public void theSystemsHistorySaysForHowLongADueTaskHasWaitedForWhat() {
        int charging = JobScheduler.PENDING_JOB_REASON_CONSTRAINT_CHARGING;
        int quota = JobScheduler.PENDING_JOB_REASON_QUOTA;
        service.waitedSince(job, 1_000, charging);
        service.waitedSince(job, 5_000, charging, quota, JobScheduler.PENDING_JOB_REASON_CONSTRAINT_MINIMUM_LATENCY);
        service.waitedSince(job, 6_000, JobScheduler.PENDING_JOB_REASON_UNDEFINED);
        service.waitedSince(job, 9_000, quota);
        PendingJobs jobs = PendingJobs.of(app, workIds());
        TaskRecord task = TaskRecord.created("sync", PICKY, 1);
        DeviceState device = new DeviceState(app);
        assertEquals(
            "from the due time on, and until now",
            Map.of(Blocker.CHARGING, 2_000L, Blocker.QUOTA, 2_000L),
            device.waitsOf(task, jobs, 4_000, 10_000)
        );
        assertEquals("not due", Map.of(), device.waitsOf(task, jobs, 20_000, 10_000));
        assertEquals("nothing is known", Map.of(), device.waitsOf(task, PendingJobs.UNKNOWN, 4_000, 10_000));
        Object waits = TaskViews.task(task, List.of(), device.waitsOf(task, jobs, 9_500, 10_000), 10_000).get("waits");
        assertEquals(List.of(Map.of("blocker", "quota", "ms", 500L)), waits);
    }

    @Test
    public void android14TellsOneReason() {
        int level = Build.VERSION.SDK_INT;
        service.waits(job, JobScheduler.PENDING_JOB_REASON_QUOTA, JobScheduler.PENDING_JOB_REASON_CONSTRAINT_DEVICE_IDLE);
        Map<String, String> ids = workIds();
        PendingJobs before;
        try {
            ReflectionHelpers.setStaticField(Build.VERSION.class, "SDK_INT", Build.VERSION_CODES.TIRAMISU);
            before = PendingJobs.of(app, ids);
            ReflectionHelpers.setStaticField(Build.VERSION.class, "SDK_INT", Build.VERSION_CODES.UPSIDE_DOWN_CAKE);
            assertEquals(1, PendingJobs.of(app, ids).reasonsOf("sync").length);
            assertTrue(PendingJobs.of(app, ids).waitFor(JobScheduler.PENDING_JOB_REASON_QUOTA));
        } finally {
            ReflectionHelpers.setStaticField(Build.VERSION.class, "SDK_INT", level);
        }
        assertFalse("Android 13 is not asked", before.waitFor(JobScheduler.PENDING_JOB_REASON_QUOTA));
        assertEquals(2, PendingJobs.of(app, ids).reasonsOf("sync").length);
    }

    @Test
    public void aJobOfAnotherAndAServiceThatFailsSayNothing() {
        service.waits(job, JobScheduler.PENDING_JOB_REASON_QUOTA);
        assertEquals(0, PendingJobs.of(app, Map.of("other", "another id")).reasonsOf("other").length);
        Map<String, String> ids = workIds();
        service.isBroken = true;
        assertEquals(0, PendingJobs.of(app, ids).reasonsOf("sync").length);
    }
}
