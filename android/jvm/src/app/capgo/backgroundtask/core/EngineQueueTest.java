package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.core.EngineRig.FakeBridge;
import app.capgo.backgroundtask.core.Ports.WorkPlan;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.Test;

/** Items in the engine: what a page on screen, a cancelling, an attach and a settling do to them. */
public class EngineQueueTest {

    private final EngineRig rig;
    private final FakeBridge page;

    public EngineQueueTest() throws Exception {
        rig = new EngineRig();
        page = rig.page(true);
        page.attach("send");
    }

    private Run lastRun() {
        return rig.ledger.log().get(rig.ledger.log().size() - 1);
    }

    @Test
    public void aPageOnScreenGetsTheItemAtOnceAndItsDataComeWithTheClaim() throws Exception {
        rig.enqueue("send", "a", "{\"text\":\"hello\"}");
        assertEquals(Collections.singletonList("run send"), page.events);
        ClaimStep step = page.claim("send");
        assertEquals("{\"text\":\"hello\"}", step.data());
        assertEquals("a", step.run().item().id());
        assertEquals(Trigger.ENQUEUE, step.run().trigger());
        assertTrue(page.finish(step, Outcome.SUCCESS));
        assertEquals("a", lastRun().enqueuedId());
        assertTrue(lastRun().isFinal());
        assertTrue(rig.waitingItems().isEmpty());
        assertTrue(rig.store.items.texts.isEmpty());
        assertFalse("the system's request beside a page is an ordinary one", rig.queueHost.requests.get(0).plan().expedited());
        assertEquals(0, rig.time.pending());
    }

    @Test
    public void itemsOfATaskRunOneAfterAnotherOldestFirst() throws Exception {
        for (String id : Arrays.asList("a", "b", "c")) rig.enqueue("send", id, null);
        List<String> order = new ArrayList<>();
        while (rig.ledger.openRun("send") != null) {
            ClaimStep step = page.claim("send");
            order.add(step.run().item().id());
            page.finish(step, Outcome.SUCCESS);
        }
        assertEquals(Arrays.asList("a", "b", "c"), order);
    }

    @Test
    public void withoutItsNetworkAnItemWaitsAndTheOthersDoNot() throws Exception {
        rig.queueHost.network = false;
        rig.enqueue("send", "a", null);
        assertNull(rig.ledger.openRun("send"));
        rig.enqueue(EngineRig.request("send", "b", null, EngineRig.FREE));
        assertEquals("b", page.claim("send").run().item().id());
    }

    @Test
    public void anItemThatFailsBacksOffByItselfAndItsWorkComesThen() throws Exception {
        rig.enqueue("send", "a", "1");
        page.finish(page.claim("send"), Outcome.FAILED);
        assertNull(rig.ledger.openRun("send"));
        assertFalse(lastRun().isFinal());
        rig.queueHost.requests.clear();
        rig.itemWork("send", EngineRig.NETWORK);
        WorkPlan plan = rig.queueHost.requests.get(0).plan();
        assertEquals(rig.time.now() + 30_000, plan.at());
        assertFalse(plan.expedited());
        rig.time.advance(30_000);
        rig.itemWork("send", EngineRig.NETWORK);
        ClaimStep again = page.claim("send");
        assertEquals("1", again.data());
        assertEquals(2, again.run().attempt());
    }

    @Test
    public void cancellingAbortsTheRunningOneAndTakesTheWaitingOnes() throws Exception {
        rig.enqueue("send", "a", null);
        rig.enqueue("send", "b", null);
        ClaimStep step = page.claim("send");
        rig.engine.queue().cancel("send", "a");
        assertEquals("cancelled", page.lastExpire.get("reason"));
        assertEquals(Outcome.CANCELLED, rig.ledger.log().get(0).outcome());
        assertEquals("CANCELLED", rig.ledger.log().get(0).error().code());
        assertTrue(rig.ledger.log().get(0).isFinal());
        assertFalse(page.finish(step, Outcome.SUCCESS));
        assertEquals("the next one has its turn", "b", page.claim("send").run().item().id());
        rig.engine.queue().cancel("send", null);
        assertTrue(rig.waitingItems().isEmpty());
        assertTrue(rig.store.items.texts.isEmpty());
    }

    @Test
    public void aSecondEditWaitsForTheFirstAndAThirdTakesItsPlace() throws Exception {
        assertEquals(Queue.Change.CREATED, rig.enqueue("send", "a", "1"));
        ClaimStep first = page.claim("send");
        assertEquals(Queue.Change.REPLACED, rig.enqueue("send", "a", "2"));
        assertEquals(Queue.Change.REPLACED, rig.enqueue("send", "a", "3"));
        assertEquals(2, rig.waitingItems().size());
        page.finish(first, Outcome.FAILED);
        assertTrue("it is not tried again", rig.ledger.log().get(0).isFinal());
        assertEquals("3", page.claim("send").data());
    }

    @Test
    public void unregisteringLeavesItemsAloneAndLoggingOutTakesThem() throws Exception {
        rig.due(0, "send");
        rig.enqueue("send", "a", null);
        ClaimStep step = page.claim("send");
        rig.engine.unregister("send");
        assertTrue(page.finish(step, Outcome.FAILED));
        assertEquals(Collections.singletonList("a"), rig.waitingItems());
        rig.time.advance(30_000);
        rig.itemWork("send", EngineRig.NETWORK);
        page.claim("send");
        ClaimStep second = page.claimed("send");
        rig.engine.unregisterAll();
        assertEquals("cancelled", page.lastExpire.get("reason"));
        assertTrue(rig.waitingItems().isEmpty());
        assertTrue(rig.ledger.openRuns().isEmpty());
        assertEquals(1, rig.itemAnswers);
        page.finish(second, Outcome.EXPIRED);
        assertEquals(0, rig.time.pending());
    }

    @Test
    public void aRuntimeOfContractVersion1IsNeverOfferedAnItem() throws Exception {
        FakeBridge old = rig.page(true);
        old.contractVersion = 1;
        old.attach("send");
        rig.engine.detach(page, RunError.RUNTIME_DIED);
        old = rig.page(true);
        old.contractVersion = 1;
        old.attach("send");
        rig.enqueue("send", "a", null);
        FakeBridge unseen = rig.headless();
        unseen.contractVersion = 1;
        assertEquals(Collections.emptyList(), unseen.attach("send"));
        assertEquals(Arrays.asList("settled send not-started"), old.events);
        assertEquals(Collections.singletonList("a"), rig.waitingItems());
    }

    @Test
    public void anItemThatNobodyDefinesWaitsForARuntimeThatDoes() throws Exception {
        rig.enqueue("upload", "a", null);
        page.decline("upload", DeclineReason.UNDEFINED);
        FakeBridge unseen = rig.headless();
        unseen.attach("send");
        unseen.decline("upload", DeclineReason.UNDEFINED);
        assertEquals(Outcome.UNDEFINED, rig.lastOutcome());
        assertEquals(rig.time.now() + Constants.UNDEFINED_ITEM_RETRY_MS, rig.ledger.items().get(1).eligibleAt());
        rig.queueHost.requests.clear();
        rig.engine.detach(unseen, RunError.RUNTIME_DIED);
        page.attach("send", "upload");
        assertEquals("at once", "a", page.claim("upload").run().item().id());
        assertTrue(rig.queueHost.requests.get(0).plan().at() <= rig.time.now());
    }

    @Test
    public void theTestTriggerRunsOneItemWhateverItsTimeAndSettlesIt() throws Exception {
        page.onScreen = false;
        rig.enqueue("send", "a", null);
        page.onScreen = true;
        List<Boolean> done = new ArrayList<>();
        rig.engine.queue().trigger("nobody", false, "send", "unknown", done::add);
        assertEquals(Collections.singletonList(false), done);
        rig.engine.queue().trigger("nobody", false, "send", "a", done::add);
        ClaimStep step = page.claim("send");
        assertTrue(step.run().test());
        page.finish(step, Outcome.SUCCESS);
        assertEquals(Arrays.asList(false, true), done);
        assertTrue(rig.waitingItems().isEmpty());
    }

    @Test
    public void theTestTriggerOfOneTaskLeavesTheOthersAlone() throws Exception {
        rig.ledger.register("send", Samples.options(0), rig.time.now());
        rig.ledger.register("other", Samples.options(0), rig.time.now());
        List<Boolean> done = new ArrayList<>();
        rig.engine.trigger("nobody", false, "send", done::add);
        page.finish(page.claim("send"), Outcome.SUCCESS);
        assertEquals(Collections.singletonList(true), done);
        assertNull(rig.ledger.openRun("other"));
        rig.engine.trigger("nobody", false, "none", done::add);
        assertEquals(Arrays.asList(true, false), done);
    }

    @Test
    public void whatIsTooMuchIsRefusedAndNothingIsStored() throws Exception {
        String data = '"' + "é".repeat(Constants.MAXIMUM_DATA_BYTES / 2) + '"';
        BackgroundTaskException tooLarge = assertThrows(BackgroundTaskException.class, () -> rig.enqueue("send", "a", data));
        assertEquals(ErrorCode.DATA_TOO_LARGE, tooLarge.code());
        rig.queueHost.network = false;
        for (int i = 0; i < Constants.MAXIMUM_ITEMS; i++) rig.enqueue("send", "item " + i, null);
        BackgroundTaskException full = assertThrows(BackgroundTaskException.class, () -> rig.enqueue("send", "one more", null));
        assertEquals(ErrorCode.QUEUE_FULL, full.code());
        assertEquals(Constants.MAXIMUM_ITEMS, rig.waitingItems().size());
        assertEquals("one that takes another's place is none more", Queue.Change.REPLACED, rig.enqueue("send", "item 7", null));
    }

    @Test
    public void anItemThatTheSystemRefusesIsNotStored() throws Exception {
        page.onScreen = false;
        rig.queueHost.refuses = new BackgroundTaskException(ErrorCode.QUOTA_EXCEEDED, "no more");
        assertNull(rig.enqueue("send", "a", null));
        assertTrue(rig.waitingItems().isEmpty());
        assertTrue(rig.store.items.texts.isEmpty());
    }
}
