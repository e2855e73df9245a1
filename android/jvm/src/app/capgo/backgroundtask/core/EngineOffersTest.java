package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.core.EngineRig.FakeBridge;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import app.capgo.backgroundtask.core.WorkDecision.Answer;
import java.util.Arrays;
import java.util.Collections;
import org.junit.Test;

/** Which runtime is asked, in which order, and what becomes of a run that nobody takes. */
public class EngineOffersTest {

    private final EngineRig rig;

    public EngineOffersTest() throws Exception {
        rig = new EngineRig();
    }

    @Test
    public void withNoPageTheHeadlessRuntimeIsStartedAndTheWorkerWaitsForTheResult() throws Exception {
        rig.due(0, "sync").work("sync");
        assertEquals(1, rig.host.starts);
        FakeBridge headless = rig.headless();
        assertEquals(Collections.singletonList("sync"), headless.attach("sync"));
        ClaimStep step = headless.claim("sync");
        assertTrue(rig.answers.isEmpty());
        assertFalse(rig.host.released);
        assertTrue(headless.finish(step, Outcome.SUCCESS));
        assertEquals(Collections.singletonList(Answer.SUCCESS), rig.answers);
        assertTrue(rig.host.released);
        assertEquals(0, rig.time.pending());
        assertFalse("a second finish", headless.finish(step, Outcome.FAILED));
    }

    @Test
    public void aRunThatIsOfferedToAReleasedHeadlessRuntimeTakesTheReleaseBack() throws Exception {
        rig.due(0, "sync", "later").work("sync");
        FakeBridge headless = rig.headless();
        headless.attach("sync", "later");
        headless.finish(headless.claim("sync"), Outcome.SUCCESS);
        assertTrue(rig.host.released);
        rig.work("later");
        assertFalse(rig.host.released);
        ClaimStep step = headless.claim("later");
        assertFalse(rig.host.released);
        headless.finish(step, Outcome.SUCCESS);
        assertTrue(rig.host.released);
        assertEquals("one view served both", 1, rig.host.starts);
    }

    @Test
    public void aPageOnScreenIsAskedFirstAndNoHeadlessRuntimeIsStarted() throws Exception {
        FakeBridge page = rig.due(0, "sync").page(true);
        page.attach("sync");
        rig.work("sync");
        assertEquals(Collections.singletonList("run sync"), page.events);
        page.finish(page.claim("sync"), Outcome.SUCCESS);
        assertEquals(0, rig.host.starts);
        assertEquals(Collections.singletonList(Answer.SUCCESS), rig.answers);
    }

    @Test
    public void aPageOnScreenThatDoesNotClaimLosesItsTurnAfterThreeSeconds() throws Exception {
        FakeBridge page = rig.due(0, "sync").page(true);
        page.attach("sync");
        rig.work("sync");
        rig.time.advance(2999);
        assertEquals(0, rig.host.starts);
        rig.time.advance(1);
        assertEquals(1, rig.host.starts);
        rig.headless().attach("sync");
        assertTrue("a late claim counts while nobody else holds the run", page.claim("sync").run() != null);
        assertEquals("claimed", rig.headless().claim("sync").refusal());
        assertTrue(rig.host.released);
    }

    @Test
    public void aHiddenPageIsAskedOnlyWhenTheHeadlessRuntimeCannotBeHad() throws Exception {
        FakeBridge page = rig.due(0, "sync").page(false);
        page.attach("sync");
        rig.work("sync");
        assertTrue(page.events.isEmpty());
        rig.engine.headlessFailed(RunError.of(ErrorCode.WEB_VIEW_MISSING, "no web view"));
        assertEquals(Collections.singletonList("run sync"), page.events);
        rig.time.advance(Constants.PAGE_TURN_MS);
        assertEquals(Outcome.NOT_STARTED, rig.lastOutcome());
        assertEquals("WEB_VIEW_MISSING", rig.lastCode());
        assertEquals(Collections.singletonList(Answer.RETRY), rig.answers);
    }

    @Test
    public void undefinedOnlyWhenEveryRuntimeHasSaidSo() throws Exception {
        FakeBridge page = rig.due(0, "sync").page(true);
        page.attach();
        rig.work("sync");
        page.decline("sync", DeclineReason.UNDEFINED);
        assertNull(rig.ledger.task("sync").lastRun());
        FakeBridge headless = rig.headless();
        headless.attach();
        headless.decline("sync", DeclineReason.RUNTIME);
        assertEquals(Outcome.UNDEFINED, rig.lastOutcome());
        assertEquals("TASK_NOT_DEFINED", rig.lastCode());
        assertEquals(Collections.singletonList(Answer.SUCCESS), rig.answers);
        page.attach("sync");
        assertNull("named again", rig.ledger.task("sync").undefinedAt());
    }

    @Test
    public void aBusyRuntimeLeavesTheRunNotStarted() throws Exception {
        rig.due(0, "sync").work("sync");
        FakeBridge headless = rig.headless();
        headless.attach("sync");
        headless.decline("sync", DeclineReason.BUSY);
        assertEquals(Outcome.NOT_STARTED, rig.lastOutcome());
        assertEquals(Collections.singletonList(Answer.RETRY), rig.answers);
    }

    @Test
    public void aHeadlessPageThatAttachesAndStaysSilentDoesNotHoldTheWorker() throws Exception {
        rig.due(0, "sync").work("sync");
        rig.headless().attach("sync");
        rig.time.advance(Offers.HEADLESS_TURN_MS);
        assertEquals("SCRIPT_SILENT", rig.lastCode());
        assertEquals(Collections.singletonList(Answer.RETRY), rig.answers);
        assertEquals(0, rig.time.pending());
    }

    @Test
    public void atMostFourAtOnceLongestOverdueFirst() throws Exception {
        FakeBridge page = rig.page(true);
        page.attach();
        String[] names = { "f", "e", "d", "c", "b", "a" };
        for (int i = 0; i < names.length; i++) {
            rig.ledger.register(names[i], Samples.options(0), rig.time.now() - Samples.INTERVAL - (names[i].equals("b") ? 1000 : 0));
        }
        rig.work(names);
        assertEquals(Arrays.asList("run f", "run e", "run d", "run c"), page.events);
        page.events.clear();
        page.finish(page.claim("e"), Outcome.SUCCESS);
        assertEquals(Arrays.asList("settled e success", "run b"), page.events);
    }

    @Test
    public void aLateClaimTakesTheReleaseOfTheHeadlessRuntimeBack() throws Exception {
        rig.due(0, "a", "b").work("a", "b");
        FakeBridge headless = rig.headless();
        headless.attach("a", "b");
        ClaimStep first = headless.claim("a");
        rig.page(false).attach("b");
        rig.time.advance(Offers.HEADLESS_TURN_MS);
        headless.finish(first, Outcome.SUCCESS);
        assertTrue("the other run is offered to the hidden page", rig.host.released);
        assertTrue(headless.claim("b").run() != null);
        assertFalse(rig.host.released);
    }

    @Test
    public void theHeadlessRuntimeIsSharedAndReleasedAfterTheLast() throws Exception {
        rig.due(0, "a", "b").work("a", "b");
        FakeBridge headless = rig.headless();
        assertEquals(Arrays.asList("a", "b"), headless.attach("a", "b"));
        ClaimStep first = headless.claim("a");
        ClaimStep second = headless.claim("b");
        headless.finish(first, Outcome.SUCCESS);
        assertFalse(rig.host.released);
        headless.finish(second, Outcome.SUCCESS);
        assertTrue(rig.host.released);
    }

    @Test
    public void aRuntimeThatDiesLosesWhatItHeldAndPassesOnWhatItWasAsked() throws Exception {
        rig.due(0, "held", "asked").work("held", "asked");
        FakeBridge headless = rig.headless();
        headless.attach("held", "asked");
        headless.claim("held");
        rig.engine.detach(headless, RunError.of(ErrorCode.RENDERER_GONE, "crashed"));
        assertEquals(Outcome.LOST, rig.ledger.task("held").lastRun().outcome());
        assertEquals(Outcome.NOT_STARTED, rig.ledger.task("asked").lastRun().outcome());
        assertEquals("RENDERER_GONE", rig.ledger.task("asked").lastRun().error().code());
        assertEquals(Arrays.asList(Answer.RETRY, Answer.RETRY), rig.answers);
    }

    @Test
    public void aReloadedPageIsANewRuntimeAndTheOldOnesRunIsLost() throws Exception {
        FakeBridge page = rig.due(0, "sync").page(true);
        page.attach("sync");
        rig.work("sync");
        ClaimStep step = page.claim("sync");
        rig.engine.attach(page, new Engine.AttachRequest("page after reload", RuntimeKind.PAGE, Collections.singleton("sync"), 2));
        assertEquals(Outcome.LOST, rig.lastOutcome());
        assertFalse(page.finish(step, Outcome.SUCCESS));
    }

    @Test
    public void anUnknownRuntimeClaimsNothing() throws Exception {
        rig.due(0, "sync").work("sync");
        assertEquals("unknown", rig.headless().claim("sync").refusal());
    }
}
