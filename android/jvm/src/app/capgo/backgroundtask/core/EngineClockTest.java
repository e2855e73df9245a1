package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.core.EngineRig.FakeBridge;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import app.capgo.backgroundtask.core.WorkDecision.Answer;
import java.util.Collections;
import org.junit.Test;

/** Sleeping devices, suspended processes and clocks that are set while a run is open. */
public class EngineClockTest {

    private static final long HOURS = 3 * 3600_000L;

    private final EngineRig rig;
    private final FakeBridge page;

    public EngineClockTest() throws Exception {
        rig = new EngineRig().due(0, "sync");
        page = rig.page(true);
        page.attach("sync");
    }

    private ClaimStep claimed() throws Exception {
        rig.work("sync");
        return page.claim("sync");
    }

    @Test
    public void fP01_aWakeThatFindsARunPastItsDeadlineCutsItsLivingHolderAndSettlesAfterTheGrace() throws Exception {
        ClaimStep step = claimed();
        page.events.clear();
        rig.time.jump(HOURS);
        rig.work("sync");
        assertEquals(
            "the holder is told, and no second run stands beside it",
            Collections.singletonList("expire sync deadline"),
            page.events
        );
        assertEquals(rig.time.now() + Constants.EXPIRY_GRACE_MS, page.lastExpire.get("settlesAt"));
        assertEquals(step.run().id(), rig.ledger.openRun("sync").id());
        assertTrue(rig.answers.isEmpty());
        rig.time.advance(Constants.EXPIRY_GRACE_MS + 1);
        assertEquals(Outcome.EXPIRED, rig.lastOutcome());
        assertEquals(
            "the backoff counts from the deadline",
            (Long) (Samples.START + Constants.TIME_LIMIT_MS),
            rig.ledger.task("sync").backoffFrom()
        );
        rig.work("sync");
        assertNotNull("so the task is due already", rig.ledger.openRun("sync"));
    }

    @Test
    public void fP01_aWorkThatTheSystemStopsAfterASleepLeavesTheHolderOfItsRunTheWholeGrace() throws Exception {
        claimed();
        rig.time.jump(HOURS);
        rig.engine.stopWork("sync", "quota", () -> {});
        assertEquals("deadline", page.lastExpire.get("reason"));
        assertEquals(rig.time.now() + Constants.EXPIRY_GRACE_MS, page.lastExpire.get("settlesAt"));
        rig.time.jump(-HOURS);
        rig.time.advance(Constants.EXPIRY_GRACE_MS - 1);
        assertNotNull("its callback may still go on, so nothing else of the task begins", rig.ledger.openRun("sync"));
        rig.time.advance(2);
        assertEquals(Outcome.EXPIRED, rig.lastOutcome());
    }

    @Test
    public void fP01_aLateTimerTellsTheHolderBeforeItSettles() throws Exception {
        ClaimStep step = claimed();
        rig.time.jump(HOURS);
        rig.time.advance(Constants.TIME_LIMIT_MS);
        assertEquals("deadline", page.lastExpire.get("reason"));
        assertTrue("the grace is the holder's", page.finish(step, Outcome.SUCCESS));
        assertEquals(Outcome.SUCCESS, rig.lastOutcome());
        assertEquals(0, rig.time.pending());
    }

    @Test
    public void fP05_aClockSetBackInMidRunDoesNotKeepAHungPagesWorkerWaiting() throws Exception {
        ClaimStep step = claimed();
        rig.time.advance(60_000);
        rig.time.jump(-HOURS);
        rig.time.advance(Constants.TIME_LIMIT_MS - 60_000 + Constants.EXPIRY_GRACE_MS + 1);
        assertEquals(Outcome.EXPIRED, rig.lastOutcome());
        assertEquals(Collections.singletonList(Answer.RETRY), rig.answers);
        assertFalse(page.finish(step, Outcome.SUCCESS));
        assertEquals(0, rig.time.pending());
    }

    @Test
    public void fP05_aClockSetBackBeforeTheClaimDoesNotKeepTheWorkerWaiting() throws Exception {
        page.onScreen = false;
        rig.work("sync");
        rig.time.jump(-HOURS);
        rig.time.advance(Constants.TIME_LIMIT_MS);
        assertEquals(Outcome.NOT_STARTED, rig.lastOutcome());
        assertEquals(Collections.singletonList(Answer.RETRY), rig.answers);
        assertEquals(0, rig.time.pending());
    }

    @Test
    public void fP05_aPageThatOpensAfterTheClockWasSetBackDoesNotPutOffTheEndOfAnOpenRun() throws Exception {
        claimed();
        rig.time.jump(-HOURS);
        rig.page(false).attach("sync");
        rig.time.advance(Constants.TIME_LIMIT_MS + Constants.EXPIRY_GRACE_MS + 1);
        assertEquals(Outcome.EXPIRED, rig.lastOutcome());
        assertEquals(Collections.singletonList(Answer.RETRY), rig.answers);
        assertEquals(0, rig.time.pending());
    }

    @Test
    public void fP13_aCutAfterTheClockWasSetBackKeepsItsGraceAndNoTimeIsNegative() throws Exception {
        ClaimStep step = claimed();
        rig.time.jump(1000 - rig.time.now());
        rig.engine.stopWork("sync", "quota", () -> {});
        assertEquals(1000 + Constants.EXPIRY_GRACE_MS, page.lastExpire.get("settlesAt"));
        EngineRig next = new EngineRig(rig.store);
        assertEquals("the stored run is sound", Outcome.LOST, next.lastOutcome());
        rig.time.advance(Constants.EXPIRY_GRACE_MS);
        assertTrue(page.finish(step, Outcome.SUCCESS));
        assertEquals(Outcome.SUCCESS, rig.lastOutcome());
    }

    /** The page holds an item's run, and a work waits for it; then the clock is set back. */
    private ClaimStep heldWhileTheClockWasSetBack(String... ids) throws Exception {
        rig.time.jump(16 * HOURS);
        for (String id : ids) rig.enqueue(EngineRig.request("sync", id, null, EngineRig.FREE));
        return page.claim("sync");
    }

    private void assertEndsWithItsWork() {
        OpenRun next = rig.ledger.openRun("sync");
        assertEquals(rig.time.now() + Constants.TIME_LIMIT_MS, (long) next.deadline());
    }

    @Test
    public void aRunThatItsWorkOpensAfterTheClockWasSetBackLastsNoLongerThanTheWork() throws Exception {
        ClaimStep item = heldWhileTheClockWasSetBack("a");
        rig.work("sync");
        rig.time.jump(-8 * HOURS);
        page.finish(item, Outcome.SUCCESS);
        assertEndsWithItsWork();
    }

    @Test
    public void anItemsRunThatItsWorkOpensAfterTheClockWasSetBackLastsNoLongerThanTheWork() throws Exception {
        page.onScreen = true;
        ClaimStep item = heldWhileTheClockWasSetBack("a", "b");
        rig.itemWork("sync", EngineRig.FREE);
        rig.time.jump(-8 * HOURS);
        page.onScreen = false;
        page.finish(item, Outcome.SUCCESS);
        assertEndsWithItsWork();
    }
}
