package app.capgo.backgroundtask.work;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import android.app.job.JobInfo;
import android.app.job.JobParameters;
import android.app.job.JobScheduler;
import androidx.work.WorkInfo;
import androidx.work.WorkManager;
import androidx.work.impl.WorkManagerImpl;
import androidx.work.impl.background.systemjob.SystemJobScheduler;
import androidx.work.impl.background.systemjob.SystemJobService;
import app.capgo.backgroundtask.core.ConstraintSet;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Queue;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import app.capgo.backgroundtask.rig.WorkRig;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.Shadows;
import org.robolectric.annotation.Config;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.util.ReflectionHelpers;

/** The job of an item's work in the system's JobScheduler, by WorkManager itself. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 36 })
@SuppressWarnings("RestrictedApi")
public class ItemJobTest {

    private static final ConstraintSet NETWORK = new ConstraintSet(true, false, false, false, false, false);

    private final WorkRig rig = WorkRig.withRealWorkManager();

    @After
    public void close() {
        rig.close();
    }

    /** From Android 14 on WorkManager has a namespace of its own, which Robolectric keeps in this object alone. */
    private JobScheduler jobs() {
        for (Object scheduler : WorkManagerImpl.getInstance(rig.app).getSchedulers()) {
            if (scheduler instanceof SystemJobScheduler) return ReflectionHelpers.getField(scheduler, "mJobScheduler");
        }
        throw new AssertionError("WorkManager does not use JobScheduler");
    }

    private void enqueue() {
        CompletableFuture<Queue.Change> done = new CompletableFuture<>();
        Queue.EnqueueRequest request = new Queue.EnqueueRequest("send", "note", false, "1", 0, NETWORK, 3, null);
        rig.ask(core -> {
            core.engine()
                .queue()
                .enqueue(request, (change, refused) -> done.complete(change));
            return true;
        });
        rig.pumpUntil("the item and its work are durable", done::isDone);
    }

    private JobInfo job() {
        rig.pumpUntil("there is a job", () -> !jobs().getAllPendingJobs().isEmpty());
        assertEquals(1, jobs().getAllPendingJobs().size());
        return jobs().getAllPendingJobs().get(0);
    }

    /** As the system does once the job's conditions hold. */
    private void start(JobInfo job) {
        JobParameters parameters = Shadow.newInstanceOf(JobParameters.class);
        ReflectionHelpers.setField(parameters, "jobId", job.getId());
        ReflectionHelpers.setField(parameters, "extras", job.getExtras());
        assertTrue("WorkManager takes the job", Robolectric.setupService(SystemJobService.class).onStartJob(parameters));
    }

    private WorkInfo.State state() {
        try {
            List<WorkInfo> works = WorkManager.getInstance(rig.app)
                .getWorkInfosForUniqueWork(ItemWork.uniqueName("send", NETWORK))
                .get(10, TimeUnit.SECONDS);
            assertEquals(works.toString(), 1, works.size());
            return works.get(0).getState();
        } catch (Exception error) {
            throw new AssertionError(error);
        }
    }

    private ClaimStep assertTheJobRunsTheItem(JobInfo job) {
        start(job);
        ClaimStep step = rig.claim("send");
        assertEquals("note", step.run().item().id());
        rig.finish(step, Outcome.SUCCESS);
        rig.pumpUntil("the work has ended", () -> state() == WorkInfo.State.SUCCEEDED);
        assertTrue(rig.ask(core -> core.ledger().items().all().isEmpty()));
        return step;
    }

    @Test
    @Config(sdk = 36)
    public void anUrgentItemIsAnExpeditedJob() {
        enqueue();
        assertTrue(job().isExpedited());
        assertTheJobRunsTheItem(job());
    }

    @Test
    @Config(sdk = 36)
    public void whenTheQuotaOfExpeditedJobsIsUsedUpItIsAnOrdinaryJob() {
        Shadows.shadowOf(jobs()).failExpeditedJob(true);
        enqueue();
        assertFalse(job().isExpedited());
        assertNotNull("it still waits for the network", job().getRequiredNetwork());
        assertTheJobRunsTheItem(job());
    }

    @Test
    public void aNewProcessRunsTheItemOfAWorkThatRanWhenTheLastOneDied() {
        enqueue();
        start(job());
        ClaimStep dead = rig.claim("send");
        assertEquals(WorkInfo.State.RUNNING, state());
        jobs().cancelAll();
        rig.die();
        assertNull("the dead process's run is settled", rig.ask(core -> core.ledger().openRun("send")));
        rig.pumpUntil("WorkManager has seen that the work does not run", () -> state() == WorkInfo.State.ENQUEUED);
        rig.now.addAndGet(60_000);
        assertNotEquals(dead.run().claim().token(), assertTheJobRunsTheItem(job()).run().claim().token());
        assertEquals("one web view for each process", 2, rig.starts);
    }
}
