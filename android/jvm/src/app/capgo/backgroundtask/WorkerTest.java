package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import androidx.work.Data;
import androidx.work.WorkInfo;
import androidx.work.WorkManager;
import androidx.work.testing.TestListenableWorkerBuilder;
import androidx.work.testing.WorkManagerTestInitHelper;
import app.capgo.backgroundtask.core.ErrorCode;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Run;
import app.capgo.backgroundtask.core.RunError;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.core.Schedule;
import app.capgo.backgroundtask.rig.WorkRig;
import app.capgo.backgroundtask.work.TaskWork;
import java.util.List;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.Shadows;
import org.robolectric.annotation.Config;

/** A real work of real WorkManager, from its start to what becomes of its schedule. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 36 })
public class WorkerTest {

    private final WorkRig rig = new WorkRig();

    @After
    public void close() {
        rig.close();
    }

    private void registered(long retries) {
        rig.register("sync", Samples.options(retries));
    }

    private ClaimStep woken() {
        rig.wake("sync");
        ClaimStep step = rig.claim("sync");
        assertEquals(WorkInfo.State.RUNNING, rig.stateOf("sync"));
        return step;
    }

    private void awaitEnqueued() {
        rig.pumpUntil("the work is enqueued again", () -> rig.stateOf("sync") == WorkInfo.State.ENQUEUED);
    }

    private List<Run> log() {
        return rig.ask(core -> core.ledger().log());
    }

    @Test
    public void a09_theWorkRunsUntilTheCallbackHasEndedAndComesBackOneIntervalLater() {
        registered(0);
        ClaimStep step = woken();
        rig.finish(step, Outcome.SUCCESS);
        awaitEnqueued();
        assertEquals(Outcome.SUCCESS, log().get(0).outcome());
        assertEquals(0, rig.work("sync").getRunAttemptCount());
        rig.finish(woken(), Outcome.SUCCESS);
        awaitEnqueued();
        assertEquals(2, log().size());
    }

    @Test
    public void a16_aFailureIsToldAndTheScheduleGoesOn() {
        registered(0);
        rig.finish(woken(), Outcome.FAILED);
        awaitEnqueued();
        assertEquals(Outcome.FAILED, log().get(0).outcome());
        assertEquals("no retry that was not asked for", 0, rig.work("sync").getRunAttemptCount());
    }

    @Test
    public void a15_retriesAreCountedAndEnd() {
        registered(2);
        for (int attempt = 1; attempt <= 3; attempt++) {
            rig.finish(woken(), Outcome.FAILED);
            awaitEnqueued();
            assertEquals(
                attempt,
                log()
                    .get(attempt - 1)
                    .attempt()
            );
            assertEquals(attempt < 3 ? attempt : 0, rig.work("sync").getRunAttemptCount());
        }
    }

    @Test
    public void a22_aRunStartsNoService() {
        registered(0);
        rig.finish(woken(), Outcome.SUCCESS);
        awaitEnqueued();
        assertNull(Shadows.shadowOf(rig.app).getNextStartedService());
    }

    @Test
    @Config(sdk = 36)
    public void a32_aStopExpiresTheRunWithTheSystemsReason() {
        registered(0);
        ClaimStep step = woken();
        WorkManagerTestInitHelper.getTestDriver(rig.app).stopRunningWorkWithReason(
            rig.work("sync").getId(),
            WorkInfo.STOP_REASON_CONSTRAINT_CONNECTIVITY
        );
        rig.pumpUntil("the callback is told", () -> rig.events.contains("expire sync constraint-connectivity"));
        assertEquals(step.run().claim().token(), rig.lastExpireToken);
        rig.finish(step, Outcome.EXPIRED);
        awaitEnqueued();
        assertEquals(Outcome.EXPIRED, log().get(0).outcome());
        assertTrue(log().get(0).error().message(), log().get(0).error().message().contains("constraint-connectivity"));
        assertEquals(1, rig.task("sync").interruptedAttempts());
    }

    @Test
    public void aRunThatCannotBeStartedStaysDue() {
        registered(0);
        rig.attaches = false;
        rig.wake("sync");
        rig.pumpUntil("the headless runtime was asked for", () -> rig.starts == 1);
        rig.ask(core -> {
            core.engine().headlessFailed(RunError.of(ErrorCode.WEB_VIEW_MISSING, "no web view"));
            return true;
        });
        awaitEnqueued();
        assertEquals("WEB_VIEW_MISSING", log().get(0).error().code());
        assertEquals("retried after the backoff", 1, rig.work("sync").getRunAttemptCount());
    }

    @Test
    public void j09_unregisteringInMidRunEndsTheWork() {
        registered(0);
        woken();
        rig.unregister("sync");
        rig.pumpUntil("the work is cancelled", () -> rig.stateOf("sync") == WorkInfo.State.CANCELLED);
        assertTrue(rig.events.contains("expire sync unregistered"));
        assertEquals(Outcome.CANCELLED, log().get(0).outcome());
    }

    @Test
    public void j09_aLateWakeOfAnUnregisteredTaskIsDropped() {
        registered(0);
        rig.ask(core -> core.ledger().unregister("sync", 1));
        rig.wake("sync");
        rig.pumpUntil("the work is cancelled", () -> rig.stateOf("sync") == WorkInfo.State.CANCELLED);
        assertEquals(0, rig.starts);
        assertTrue(log().isEmpty());
    }

    @Test
    public void a13_threePeriodsThatWereMissedAreOneRun() {
        registered(0);
        rig.now.addAndGet(4 * 30 * Samples.MINUTE);
        rig.finish(woken(), Outcome.SUCCESS);
        awaitEnqueued();
        assertEquals(1, log().size());
        assertNull(rig.ask(core -> core.ledger().openRun("sync")));
        assertEquals(rig.now.get() + 30 * Samples.MINUTE, Schedule.nextEligibleAt(rig.task("sync")));
    }

    @Test
    public void a14_twoWorksOfATaskAtOnceAreOneRunThatOneRuntimeHolds() {
        registered(0);
        ClaimStep step = woken();
        rig.ask(core -> {
            core.engine().work("sync", () -> false, answer -> rig.events.add("second work " + answer));
            return true;
        });
        assertEquals("claimed", rig.claim("sync").refusal());
        assertEquals(1, rig.starts);
        rig.finish(step, Outcome.SUCCESS);
        awaitEnqueued();
        assertTrue(rig.events.contains("second work SUCCESS"));
        assertEquals(1, log().size());
    }

    @Test
    public void twoTasksDueTogetherShareOneHeadlessStart() {
        registered(0);
        rig.register("other", Samples.unconstrained(30));
        rig.wake("sync");
        rig.wake("other");
        ClaimStep first = rig.claim("sync");
        ClaimStep second = rig.claim("other");
        rig.finish(first, Outcome.SUCCESS);
        rig.finish(second, Outcome.SUCCESS);
        awaitEnqueued();
        rig.pumpUntil("the other is enqueued too", () -> rig.stateOf("other") == WorkInfo.State.ENQUEUED);
        assertEquals(1, rig.starts);
    }

    @Test
    public void aStopThatComesBeforeTheWorkHasBegunLeavesNoRunBehind() {
        registered(0);
        rig.now.set(Schedule.nextEligibleAt(rig.task("sync")));
        BackgroundTaskWorker worker = TestListenableWorkerBuilder.from(rig.app, BackgroundTaskWorker.class)
            .setInputData(new Data.Builder().putString(TaskWork.NAME_KEY, "sync").build())
            .build();
        worker.stop(WorkInfo.STOP_REASON_QUOTA);
        rig.pumpUntil("the work has ended", worker.startWork()::isDone);
        assertNull(rig.ask(core -> core.ledger().openRun("sync")));
        assertEquals(0, rig.starts);
        assertTrue(log().isEmpty());
    }

    @Test
    @Config(sdk = 36)
    public void aWorkThatIsStoppedWhileItWaitsForATestRunHasNoRunAfterIt() {
        registered(0);
        rig.ask(core -> {
            core.engine().trigger("nobody", true, null, done -> {});
            return true;
        });
        ClaimStep test = rig.claim("sync");
        rig.wake("sync");
        rig.pumpUntil("the work has begun", () -> rig.stateOf("sync") == WorkInfo.State.RUNNING);
        WorkManagerTestInitHelper.getTestDriver(rig.app).stopRunningWorkWithReason(rig.work("sync").getId(), WorkInfo.STOP_REASON_QUOTA);
        awaitEnqueued();
        rig.finish(test, Outcome.SUCCESS);
        assertNull(rig.ask(core -> core.ledger().openRun("sync")));
        assertEquals(1, log().size());
    }

    @Test
    public void whateverThrowsTheWorkIsNeverGivenUp() throws Exception {
        registered(0);
        java.io.File file = new java.io.File(rig.app.getNoBackupFilesDir(), "capgo-background-task.json");
        java.nio.file.Files.writeString(file.toPath(), "{\"version\":9}");
        rig.restart();
        WorkManagerTestInitHelper.getTestDriver(rig.app).setInitialDelayMet(rig.work("sync").getId());
        WorkManagerTestInitHelper.getTestDriver(rig.app).setAllConstraintsMet(rig.work("sync").getId());
        rig.pumpUntil(
            "the work ran",
            () ->
                rig.work("sync").getNextScheduleTimeMillis() > rig.now.get() + 29 * Samples.MINUTE ||
                rig.work("sync").getRunAttemptCount() > 0
        );
        awaitEnqueued();
        assertEquals("{\"version\":9}", java.nio.file.Files.readString(file.toPath()));
        assertEquals(1, WorkManager.getInstance(rig.app).getWorkInfosByTag(TaskWork.TAG).get().size());
    }
}
