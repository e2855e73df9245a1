package app.capgo.backgroundtask.work;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import android.os.Build;
import androidx.work.NetworkType;
import androidx.work.WorkInfo;
import androidx.work.WorkManager;
import androidx.work.impl.WorkManagerImpl;
import androidx.work.impl.model.WorkSpec;
import androidx.work.testing.TestDriver;
import androidx.work.testing.WorkManagerTestInitHelper;
import app.capgo.backgroundtask.core.Constants;
import app.capgo.backgroundtask.core.ConstraintSet;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Queue;
import app.capgo.backgroundtask.core.QueuedItem;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.rig.WorkRig;
import app.capgo.backgroundtask.rig.WorkRig.Asking;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** The works of items in real WorkManager: joined, appended, brought forward, never replaced while they run. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 36 })
@SuppressWarnings("RestrictedApi")
public class ItemWorkTest {

    private static final ConstraintSet NETWORK = new ConstraintSet(true, false, false, false, false, false);
    private static final ConstraintSet UNMETERED = new ConstraintSet(true, true, false, false, false, false);
    private static final ConstraintSet CHARGING = new ConstraintSet(true, false, true, false, false, false);

    private final WorkRig rig = new WorkRig();

    @After
    public void close() {
        rig.close();
    }

    private void enqueue(String id, ConstraintSet constraints, long delayMs, Long timeLimitMs) {
        CompletableFuture<Queue.Change> done = rig.ask(enqueueing(id, constraints, delayMs, timeLimitMs));
        rig.pumpUntil("the item and its work are durable", done::isDone);
        assertEquals(Queue.Change.CREATED, done.join());
    }

    private static Asking<CompletableFuture<Queue.Change>> enqueueing(
        String id,
        ConstraintSet constraints,
        long delayMs,
        Long timeLimitMs
    ) {
        Queue.EnqueueRequest request = new Queue.EnqueueRequest("send", id, false, "1", delayMs, constraints, 3, timeLimitMs);
        return core -> {
            CompletableFuture<Queue.Change> done = new CompletableFuture<>();
            core.engine()
                .queue()
                .enqueue(request, (change, refused) -> done.complete(change));
            return done;
        };
    }

    private void enqueue(String id) {
        enqueue(id, NETWORK, 0, null);
    }

    private List<WorkInfo> alive(ConstraintSet constraints) {
        List<WorkInfo> alive = new ArrayList<>();
        for (WorkInfo work : all(constraints)) if (!work.getState().isFinished()) alive.add(work);
        return alive;
    }

    private List<WorkInfo> all(ConstraintSet constraints) {
        try {
            return WorkManager.getInstance(rig.app)
                .getWorkInfosForUniqueWork(ItemWork.uniqueName("send", constraints))
                .get(10, TimeUnit.SECONDS);
        } catch (Exception error) {
            throw new AssertionError(error);
        }
    }

    private WorkInfo work() {
        List<WorkInfo> alive = alive(NETWORK);
        assertEquals(alive.toString(), 1, alive.size());
        return alive.get(0);
    }

    private WorkSpec spec(UUID id) {
        return WorkManagerImpl.getInstance(rig.app).getWorkDatabase().workSpecDao().getWorkSpec(id.toString());
    }

    private UUID wake() {
        UUID id = work().getId();
        TestDriver driver = WorkManagerTestInitHelper.getTestDriver(rig.app);
        driver.setInitialDelayMet(id);
        driver.setAllConstraintsMet(id);
        return id;
    }

    private void awaitState(UUID id, WorkInfo.State state) {
        rig.pumpUntil("the work is " + state, () -> {
            for (WorkInfo work : all(NETWORK)) if (work.getId().equals(id)) return work.getState() == state;
            return false;
        });
    }

    private List<String> waiting() {
        List<String> ids = new ArrayList<>();
        rig.ask(core -> {
            for (QueuedItem item : core.ledger().items().all()) ids.add(item.id());
            return true;
        });
        return ids;
    }

    @Test
    public void manyItemsAreOneWorkWithTheirConstraintsAndAnotherSetIsAnotherWork() {
        for (int i = 0; i < 5; i++) enqueue("item " + i);
        enqueue("big", UNMETERED, 0, null);
        WorkInfo work = work();
        assertEquals(WorkInfo.State.ENQUEUED, work.getState());
        assertEquals(NetworkType.CONNECTED, work.getConstraints().getRequiredNetworkType());
        assertEquals(NetworkType.UNMETERED, alive(UNMETERED).get(0).getConstraints().getRequiredNetworkType());
        UUID id = wake();
        for (int i = 0; i < 5; i++) {
            ClaimStep step = rig.claim("send");
            assertEquals("item " + i, step.run().item().id());
            rig.finish(step, Outcome.SUCCESS);
        }
        awaitState(id, WorkInfo.State.SUCCEEDED);
        assertTrue("nothing is left to do", alive(NETWORK).isEmpty());
        assertEquals(List.of("big"), waiting());
        assertEquals(1, rig.starts);
        assertNull(rig.ask(core -> core.ledger().openRun("send")));
    }

    @Test
    public void onlyWhatIsUrgentAndAsksForLittleIsExpeditedFromAndroid12On() {
        boolean canBe = android.os.Build.VERSION.SDK_INT >= 31;
        enqueue("now");
        assertEquals(canBe, spec(work().getId()).expedited);
        enqueue("short", UNMETERED, 0, Constants.EXPEDITED_LIMIT_MS);
        assertEquals(canBe, spec(alive(UNMETERED).get(0).getId()).expedited);
        enqueue("charging", CHARGING, 0, null);
        assertFalse(spec(alive(CHARGING).get(0).getId()).expedited);
        rig.restart();
    }

    @Test
    public void whatIsLaterOrLongerIsAnOrdinaryWork() {
        enqueue("later", NETWORK, 60_000, null);
        assertFalse(spec(work().getId()).expedited);
        enqueue("longer", UNMETERED, 0, Constants.EXPEDITED_LIMIT_MS + 1);
        assertFalse(spec(alive(UNMETERED).get(0).getId()).expedited);
    }

    @Test
    @Config(sdk = 36)
    public void theRunOfAnExpeditedWorkEndsAfter150Seconds() {
        enqueue("now");
        wake();
        ClaimStep step = rig.claim("send");
        assertEquals(rig.now.get() + Constants.EXPEDITED_LIMIT_MS, step.run().claim().deadline());
    }

    @Test
    public void aWorkThatWaitsIsBroughtForwardAndKeepsItsPlace() {
        enqueue("later", NETWORK, 60 * Samples.MINUTE, null);
        UUID id = work().getId();
        assertEquals(rig.now.get() + 60 * Samples.MINUTE, work().getNextScheduleTimeMillis());
        rig.now.addAndGet(Samples.MINUTE);
        enqueue("sooner", NETWORK, 10 * Samples.MINUTE, null);
        assertEquals(id, work().getId());
        assertEquals(rig.now.get() + 10 * Samples.MINUTE, work().getNextScheduleTimeMillis());
        enqueue("latest", NETWORK, 90 * Samples.MINUTE, null);
        assertEquals(rig.now.get() + 10 * Samples.MINUTE, work().getNextScheduleTimeMillis());
    }

    @Test
    public void anUrgentItemDoesNotWaitForTheWorkOfALaterOne() {
        enqueue("later", NETWORK, 60 * Samples.MINUTE, null);
        rig.now.addAndGet(Samples.MINUTE);
        enqueue("urgent");
        assertTrue(work().getNextScheduleTimeMillis() <= rig.now.get());
        assertEquals(Build.VERSION.SDK_INT >= Build.VERSION_CODES.S, spec(work().getId()).expedited);
    }

    @Test
    public void afterTheClockWasSetBackAWorkDoesNotWaitForTheTimeBefore() {
        enqueue("later", NETWORK, 10 * Samples.MINUTE, null);
        rig.now.addAndGet(-24 * 60 * Samples.MINUTE);
        enqueue("sooner", NETWORK, 5 * Samples.MINUTE, null);
        assertEquals(rig.now.get() + 5 * Samples.MINUTE, work().getNextScheduleTimeMillis());
    }

    @Test
    public void whatIsEnqueuedWhileAWorkRunsIsRunByItAndNoSecondWorkIsMade() {
        enqueue("a");
        UUID id = wake();
        ClaimStep step = rig.claim("send");
        enqueue("b");
        assertEquals(id, work().getId());
        assertEquals(WorkInfo.State.RUNNING, work().getState());
        rig.finish(step, Outcome.SUCCESS);
        ClaimStep second = rig.claim("send");
        assertEquals("b", second.run().item().id());
        rig.finish(second, Outcome.SUCCESS);
        awaitState(id, WorkInfo.State.SUCCEEDED);
        assertTrue(alive(NETWORK).isEmpty());
    }

    @Test
    public void whatIsEnqueuedAfterAWorksAnswerAndBeforeWorkManagerTakesItHasAWorkOfItsOwn() throws Exception {
        enqueue("a");
        UUID id = wake();
        ClaimStep step = rig.claim("send");
        rig.askWithoutMain(WorkRig.finishing(step, Outcome.SUCCESS));
        // WorkManager answers in order, so it has told the queue that no next work is needed: the engine's thread answers the work before it enqueues.
        assertEquals(WorkInfo.State.RUNNING, work().getState());
        CompletableFuture<Queue.Change> done = rig.askWithoutMain(enqueueing("b", NETWORK, 0, null));
        assertEquals(Queue.Change.CREATED, done.get(10, TimeUnit.SECONDS));
        List<WorkInfo.State> states = new ArrayList<>();
        for (WorkInfo work : alive(NETWORK)) states.add(work.getState());
        assertEquals(2, states.size());
        assertTrue(states.toString(), states.containsAll(List.of(WorkInfo.State.RUNNING, WorkInfo.State.BLOCKED)));
        awaitState(id, WorkInfo.State.SUCCEEDED);
        assertNull("the work that has answered runs nothing more", rig.ask(core -> core.ledger().openRun("send")));
        UUID next = wake();
        ClaimStep second = rig.claim("send");
        assertEquals("b", second.run().item().id());
        rig.finish(second, Outcome.SUCCESS);
        awaitState(next, WorkInfo.State.SUCCEEDED);
        assertTrue(waiting().isEmpty());
        assertTrue("nothing is left to do", alive(NETWORK).isEmpty());
    }

    @Test
    public void anItemThatBacksOffGetsItsNextWorkBeforeTheAnswer() {
        enqueue("a");
        UUID id = wake();
        rig.finish(rig.claim("send"), Outcome.FAILED);
        awaitState(id, WorkInfo.State.SUCCEEDED);
        WorkInfo next = work();
        assertNotEquals(id, next.getId());
        assertEquals(WorkInfo.State.ENQUEUED, next.getState());
        assertEquals(0, next.getRunAttemptCount());
        assertEquals(rig.now.get() + Constants.BACKOFF_FIRST_MS, next.getNextScheduleTimeMillis());
        rig.now.addAndGet(Constants.BACKOFF_FIRST_MS);
        UUID second = wake();
        rig.finish(rig.claim("send"), Outcome.SUCCESS);
        awaitState(second, WorkInfo.State.SUCCEEDED);
        assertTrue(waiting().isEmpty());
    }

    @Test
    public void aWorkThatFindsNothingAnswersAtOnceAndStartsNoWebView() {
        enqueue("a");
        rig.ask(core -> {
            core.engine().queue().cancel("send", null);
            return true;
        });
        UUID id = wake();
        awaitState(id, WorkInfo.State.SUCCEEDED);
        assertEquals(0, rig.starts);
        assertTrue(alive(NETWORK).isEmpty());
    }

    @Test
    @Config(sdk = 36)
    public void aStoppedWorkComesBackByItselfAndNoSecondOneIsMade() {
        enqueue("a");
        UUID id = wake();
        ClaimStep step = rig.claim("send");
        WorkManagerTestInitHelper.getTestDriver(rig.app).stopRunningWorkWithReason(id, WorkInfo.STOP_REASON_CONSTRAINT_CONNECTIVITY);
        rig.pumpUntil("the callback is told", () -> rig.events.contains("expire send constraint-connectivity"));
        rig.finish(step, Outcome.EXPIRED);
        awaitState(id, WorkInfo.State.ENQUEUED);
        assertEquals(id, work().getId());
        assertEquals(1L, (long) rig.ask(core -> core.ledger().items().get(1).interruptions()));
        rig.now.addAndGet(Constants.BACKOFF_FIRST_MS);
        wake();
        rig.finish(rig.claim("send"), Outcome.SUCCESS);
        awaitState(id, WorkInfo.State.SUCCEEDED);
        assertTrue(alive(NETWORK).isEmpty());
    }

    @Test
    public void aProcessThatStartsFindsAWorkForEveryItem() throws Exception {
        enqueue("a");
        enqueue("big", UNMETERED, 0, null);
        WorkManager.getInstance(rig.app).cancelUniqueWork(ItemWork.uniqueName("send", NETWORK)).getResult().get(10, TimeUnit.SECONDS);
        assertTrue(alive(NETWORK).isEmpty());
        UUID other = alive(UNMETERED).get(0).getId();
        rig.restart();
        rig.ask(core -> true);
        rig.pumpUntil("the item has its work again", () -> alive(NETWORK).size() == 1);
        assertEquals("what was right stays", other, alive(UNMETERED).get(0).getId());
        wake();
        rig.finish(rig.claim("send"), Outcome.SUCCESS);
        rig.pumpUntil("it has run", () -> waiting().equals(List.of("big")));
    }

    @Test
    public void aPeriodicWorkAndOneOfItemsOfTheSameTaskDoNotRunTogether() {
        rig.register("send", Samples.options(0));
        enqueue("a");
        UUID id = wake();
        ClaimStep item = rig.claim("send");
        rig.wake("send");
        rig.pumpUntil("the periodic work runs too", () -> rig.stateOf("send") == WorkInfo.State.RUNNING);
        assertEquals("a", item.run().item().id());
        rig.finish(item, Outcome.SUCCESS);
        awaitState(id, WorkInfo.State.SUCCEEDED);
        ClaimStep own = rig.claim("send");
        assertNull(own.run().item());
        rig.finish(own, Outcome.SUCCESS);
        rig.pumpUntil("the periodic work waits for its next period", () -> rig.stateOf("send") == WorkInfo.State.ENQUEUED);
    }

    @Test
    public void loggingOutCancelsAlsoAWorkThatRuns() {
        enqueue("a");
        UUID id = wake();
        rig.claim("send");
        rig.ask(core -> {
            core.engine().unregisterAll();
            core.scheduler().cancelAll();
            return true;
        });
        rig.pumpUntil("nothing of it is left", () -> alive(NETWORK).isEmpty() && waiting().isEmpty());
        assertTrue(rig.events.contains("expire send cancelled"));
        assertNotEquals(WorkInfo.State.RUNNING, all(NETWORK).get(0).getState());
        assertEquals(id, all(NETWORK).get(0).getId());
    }
}
