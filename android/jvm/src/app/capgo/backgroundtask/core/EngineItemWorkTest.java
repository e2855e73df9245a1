package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.core.EngineRig.FakeBridge;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.Test;

/** The works of items in the engine: what they run, when they answer, and how they stand beside a page and a periodic work. */
public class EngineItemWorkTest {

    private final EngineRig rig;
    private final FakeBridge page;

    public EngineItemWorkTest() throws Exception {
        rig = new EngineRig();
        page = rig.page(true);
        page.attach("send");
    }

    @Test
    public void aWorkRunsAllThatIsEligibleOfItsSetThenAnswersAndStartsNoWebViewForNothing() throws Exception {
        page.onScreen = false;
        rig.enqueue("send", "a", null);
        rig.enqueue(EngineRig.request("send", "other", null, EngineRig.FREE));
        rig.enqueue("send", "b", null);
        assertTrue("no page is on screen", rig.queueHost.requests.get(0).plan().expedited());
        rig.queueHost.requests.clear();
        FakeBridge unseen = rig.headless();
        rig.itemWork("send", EngineRig.NETWORK);
        assertEquals(1, rig.host.starts);
        assertEquals(Collections.singletonList("send"), unseen.attach("send"));
        for (String id : Arrays.asList("a", "b")) {
            ClaimStep step = unseen.claim("send");
            assertEquals(id, step.run().item().id());
            assertEquals(0, rig.itemAnswers);
            unseen.finish(step, Outcome.SUCCESS);
        }
        assertEquals(1, rig.itemAnswers);
        assertEquals(Collections.singletonList("other"), rig.waitingItems());
        assertTrue("nothing of its set is left", rig.queueHost.requests.stream().allMatch(one -> one.constraints().equals(EngineRig.FREE)));
        rig.itemWork("send", EngineRig.NETWORK);
        assertEquals(2, rig.itemAnswers);
        assertEquals(1, rig.host.starts);
    }

    @Test
    public void aWorkJoinsTheRunOfThePageAndAnswersWhenNothingIsLeft() throws Exception {
        rig.enqueue("send", "a", null);
        ClaimStep step = page.claim("send");
        rig.itemWork("send", EngineRig.NETWORK);
        assertEquals(Collections.singletonList("run send"), page.events);
        assertEquals(0, rig.itemAnswers);
        page.finish(step, Outcome.SUCCESS);
        assertEquals(1, rig.itemAnswers);
        assertEquals(1, rig.ledger.log().size());
        assertEquals(0, rig.time.pending());
    }

    @Test
    public void aWorkOpensNoItemInItsLastThirtySecondsAndRequestsTheNextOneBeforeItsAnswer() throws Exception {
        rig.enqueue("send", "a", null);
        rig.enqueue("send", "b", null);
        ClaimStep first = page.claim("send");
        rig.itemWork("send", EngineRig.NETWORK, 100_000);
        page.onScreen = false;
        rig.time.advance(71_000);
        rig.queueHost.requests.clear();
        page.finish(first, Outcome.SUCCESS);
        assertEquals(1, rig.itemAnswers);
        assertNull(rig.ledger.openRun("send"));
        assertTrue(rig.queueHost.requests.get(0).besideRunning());
        assertEquals("b", rig.ledger.items().all().iterator().next().id());
    }

    @Test
    public void aWorkWhoseTimeIsOverAnswersAndLeavesTheOpenRunToTheNext() throws Exception {
        rig.enqueue("send", "a", null);
        page.claim("send");
        rig.itemWork("send", EngineRig.NETWORK, Constants.EXPEDITED_LIMIT_MS);
        rig.queueHost.requests.clear();
        rig.time.advance(Constants.EXPEDITED_LIMIT_MS);
        assertEquals(1, rig.itemAnswers);
        assertEquals("the next work protects the process", 1, rig.queueHost.requests.size());
        assertFalse(rig.queueHost.requests.get(0).plan().expedited());
    }

    @Test
    public void aWorkWhoseOwnRunIsCutAnswersOnlyWhenThatHasSettled() throws Exception {
        page.onScreen = false;
        rig.enqueue("send", "a", null);
        FakeBridge unseen = rig.headless();
        rig.itemWork("send", EngineRig.NETWORK);
        unseen.attach("send");
        unseen.claim("send");
        rig.time.advance(Constants.TIME_LIMIT_MS);
        assertEquals("deadline", unseen.lastExpire.get("reason"));
        rig.time.advance(Constants.EXPIRY_GRACE_MS - 1);
        assertEquals("the callback has its seconds to save what it needs", 0, rig.itemAnswers);
        rig.time.advance(2);
        assertEquals(Outcome.EXPIRED, rig.lastOutcome());
        assertEquals(1, rig.itemAnswers);
    }

    @Test
    public void fP05_aRunThatAWorkOpensAfterTheClockWasSetBackEndsWithTheWork() throws Exception {
        page.onScreen = false;
        for (String id : Arrays.asList("a", "b")) rig.enqueue("send", id, null);
        FakeBridge unseen = rig.headless();
        rig.itemWork("send", EngineRig.NETWORK);
        unseen.attach("send");
        ClaimStep first = unseen.claim("send");
        rig.time.advance(60_000);
        rig.time.jump(-3_600_000);
        unseen.finish(first, Outcome.SUCCESS);
        assertEquals("b", unseen.claim("send").run().item().id());
        rig.time.advance(Constants.TIME_LIMIT_MS - 60_000);
        assertEquals("deadline", unseen.lastExpire.get("reason"));
        assertEquals(0, rig.itemAnswers);
        rig.time.advance(Constants.EXPIRY_GRACE_MS + 1);
        assertEquals(Outcome.EXPIRED, rig.lastOutcome());
        assertEquals(1, rig.itemAnswers);
        assertEquals(0, rig.time.pending());
    }

    @Test
    public void aPeriodicWorkThatWaitedForAnItemsRunAnswersOnlyWhenItsOwnCutRunHasSettled() throws Exception {
        rig.due(0, "send");
        rig.enqueue("send", "a", null);
        ClaimStep item = page.claim("send");
        rig.work("send");
        rig.time.advance(10_000);
        page.finish(item, Outcome.SUCCESS);
        page.claim("send");
        rig.time.advance(Constants.TIME_LIMIT_MS - 10_000 + Constants.EXPIRY_GRACE_MS - 1);
        assertTrue(rig.answers.isEmpty());
        rig.time.advance(2);
        assertEquals(Outcome.EXPIRED, rig.ledger.task("send").lastRun().outcome());
        assertEquals(1, rig.answers.size());
    }

    @Test
    public void aPeriodicWorkWaitsForAnItemsRunAndThenDoesItsOwn() throws Exception {
        rig.due(0, "send");
        rig.enqueue("send", "a", null);
        ClaimStep item = page.claim("send");
        rig.work("send");
        page.finish(item, Outcome.SUCCESS);
        assertTrue(rig.answers.isEmpty());
        ClaimStep own = page.claim("send");
        assertNull(own.run().item());
        page.finish(own, Outcome.SUCCESS);
        assertEquals(Collections.singletonList(WorkDecision.Answer.SUCCESS), rig.answers);
        assertEquals(null, rig.ledger.task("send").lastRun().enqueuedId());
    }

    @Test
    public void aPeriodicWorkThatHasNoTimeLeftAfterAnItemsRunComesBack() throws Exception {
        rig.due(0, "send");
        rig.enqueue("send", "a", null);
        page.claim("send");
        rig.time.advance(10_000);
        rig.work("send");
        rig.time.advance(Constants.TIME_LIMIT_MS);
        assertEquals(Collections.singletonList(WorkDecision.Answer.RETRY), rig.answers);
        assertNull("the run of the registration was not opened", rig.ledger.task("send").lastRun());
    }

    @Test
    public void aStopCutsTheRunOfItsWorkAndNotThatOfAPageThatSomebodySees() throws Exception {
        rig.enqueue("send", "a", null);
        ClaimStep step = page.claim("send");
        rig.itemWork("send", EngineRig.NETWORK);
        List<String> stopped = new ArrayList<>();
        rig.engine.queue().stopWork("send", EngineRig.NETWORK, "quota", () -> stopped.add("first"));
        assertNull(page.lastExpire);
        assertEquals(Collections.singletonList("first"), stopped);
        rig.itemWork("send", EngineRig.NETWORK);
        page.onScreen = false;
        rig.engine.queue().stopWork("send", EngineRig.NETWORK, "quota", () -> stopped.add("second"));
        assertEquals("quota", page.lastExpire.get("reason"));
        assertEquals(1, stopped.size());
        page.finish(step, Outcome.EXPIRED);
        assertEquals(Arrays.asList("first", "second"), stopped);
        assertEquals(1, rig.ledger.items().get(1).interruptions());
    }

    @Test
    public void theWorkOfAStoreThatFailsComesBackLaterAndNotAtOnce() throws Exception {
        page.onScreen = false;
        rig.enqueue("send", "a", null);
        rig.queueHost.requests.clear();
        rig.store.failing = true;
        rig.itemWork("send", EngineRig.NETWORK);
        assertEquals(1, rig.itemAnswers);
        assertEquals(rig.time.now() + Constants.BACKOFF_FIRST_MS, rig.queueHost.requests.get(0).plan().at());
    }

    @Test
    public void manyItemsThatNobodyCanRunMakeTheStackNoDeeper() throws Exception {
        FakeBridge old = rig.headless();
        old.contractVersion = 1;
        old.attach("send");
        page.onScreen = false;
        rig.engine.detach(page, RunError.RUNTIME_DIED);
        for (int i = 0; i < Constants.MAXIMUM_LOGGED_RUNS; i++) rig.enqueue("send", "item " + i, null);
        Thread small = new Thread(null, () -> rig.itemWork("send", EngineRig.NETWORK), "small stack", 160 * 1024);
        small.start();
        small.join();
        assertEquals(1, rig.itemAnswers);
        assertEquals("each has settled", Constants.MAXIMUM_LOGGED_RUNS, rig.ledger.log().size());
    }
}
