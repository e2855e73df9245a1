package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import android.app.Application;
import android.app.job.JobInfo;
import android.app.job.JobScheduler;
import android.content.ComponentName;
import android.content.Context;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.net.ConnectivityManager;
import androidx.test.core.app.ApplicationProvider;
import androidx.work.Configuration;
import androidx.work.impl.WorkManagerImpl;
import androidx.work.impl.WorkManagerImplExtKt;
import app.capgo.backgroundtask.core.ConstraintSet;
import app.capgo.backgroundtask.core.Queue;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.core.TaskOptions;
import app.capgo.backgroundtask.rig.WorkRig;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.Shadows;
import org.robolectric.annotation.Config;

/** The phone restarts: JobScheduler has forgotten everything, WorkManager's database is there. WorkManager itself, not its test double. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 28 })
@SuppressWarnings("RestrictedApi")
public class RebootTest {

    private static final String RECEIVER = "androidx.work.impl.background.systemalarm.RescheduleReceiver";

    private final Application app = ApplicationProvider.getApplicationContext();
    private final JobScheduler jobs = (JobScheduler) app.getSystemService(Context.JOB_SCHEDULER_SERVICE);
    private WorkManagerImpl works = null;

    /** With a network, WorkManager would run the item's work in this process at once (on Android 7), and its job would end with it. */
    @Before
    public void goOffline() {
        Shadows.shadowOf((ConnectivityManager) app.getSystemService(Context.CONNECTIVITY_SERVICE)).setActiveNetworkInfo(null);
    }

    @After
    public void close() {
        BackgroundTasks.use(null);
        shutDown();
    }

    /** As androidx.startup does it in each process of the app. */
    private void startUp() {
        works = WorkManagerImplExtKt.createWorkManager(
            app,
            new Configuration.Builder().setMinimumLoggingLevel(android.util.Log.ERROR).build()
        );
        WorkManagerImpl.setDelegate(works);
    }

    private void shutDown() {
        works.getWorkDatabase().close();
        WorkManagerImpl.setDelegate(null);
    }

    private void register(BackgroundTasks tasks, String name, boolean network) {
        TaskOptions options = network ? Samples.every(30) : Samples.unconstrained(30);
        tasks.run(core -> core.ledger().register(name, options, System.currentTimeMillis()), WorkRig::fail);
        WorkRig.schedule(tasks, name, 60_000);
    }

    /** The work that the only job is for. */
    private String workOfTheJob() {
        AtomicReference<List<JobInfo>> pending = new AtomicReference<>();
        WorkRig.pumpUntil("there is a job", 60_000, () -> {
            pending.set(jobs.getAllPendingJobs());
            return !pending.get().isEmpty();
        });
        assertEquals(1, pending.get().size());
        assertFalse("the system does not keep it over a reboot", pending.get().get(0).isPersisted());
        return pending.get().get(0).getExtras().getString("EXTRA_WORK_SPEC_ID");
    }

    @Test
    public void a30_aTaskWithoutConstraintsIsAJobLikeAnyOther() {
        startUp();
        BackgroundTasks tasks = new BackgroundTasks(app, System::currentTimeMillis, BackgroundTasks::headlessRuntime);
        BackgroundTasks.use(tasks);
        register(tasks, "free", false);
        assertNotNull(workOfTheJob());
    }

    @Test
    public void a21_afterARebootTheJobIsThereAgainBeforeTheAppIsOpened() {
        startUp();
        BackgroundTasks tasks = new BackgroundTasks(app, System::currentTimeMillis, BackgroundTasks::headlessRuntime);
        BackgroundTasks.use(tasks);
        register(tasks, "sync", true);
        assertTheJobSurvivesAReboot();
    }

    @Test
    public void afterARebootTheJobOfAnItemIsThereAgainBeforeTheAppIsOpened() {
        startUp();
        BackgroundTasks tasks = new BackgroundTasks(app, System::currentTimeMillis, BackgroundTasks::headlessRuntime);
        BackgroundTasks.use(tasks);
        ConstraintSet network = new ConstraintSet(true, false, false, false, false, false);
        CompletableFuture<Queue.Change> enqueued = new CompletableFuture<>();
        Queue.EnqueueRequest request = new Queue.EnqueueRequest("send", "note", false, "1", 0, network, 3, null);
        tasks.run(
            core ->
                core
                    .engine()
                    .queue()
                    .enqueue(request, (change, refused) -> enqueued.complete(change)),
            WorkRig::fail
        );
        WorkRig.pumpUntil("the item is durable", 60_000, enqueued::isDone);
        assertEquals(Queue.Change.CREATED, enqueued.join());
        assertTheJobSurvivesAReboot();
    }

    private void assertTheJobSurvivesAReboot() {
        String work = workOfTheJob();
        // By WorkManager, on a thread of its own.
        ComponentName receiver = new ComponentName(app, RECEIVER);
        int enabled = PackageManager.COMPONENT_ENABLED_STATE_ENABLED;
        WorkRig.pumpUntil(
            "WorkManager's receiver is on",
            60_000,
            () -> app.getPackageManager().getComponentEnabledSetting(receiver) == enabled
        );

        BackgroundTasks.use(null);
        shutDown();
        jobs.cancelAll();
        assertTrue(jobs.getAllPendingJobs().isEmpty());

        // The system starts the process for WorkManager's receiver, which our registration has switched on.
        Intent boot = new Intent(Intent.ACTION_BOOT_COMPLETED).setPackage(app.getPackageName());
        assertTrue(
            app
                .getPackageManager()
                .queryBroadcastReceivers(boot, PackageManager.MATCH_DISABLED_COMPONENTS)
                .stream()
                .anyMatch(found -> found.activityInfo.name.equals(RECEIVER))
        );
        startUp();
        app.sendBroadcast(boot);
        assertEquals("the same work", work, workOfTheJob());
    }
}
