package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;

import app.capgo.backgroundtask.core.EngineRig.FakeBridge;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import java.util.Arrays;
import java.util.Collections;
import org.junit.Test;

/** A run that is cancelled in mid-run has settled, and its callback goes on for a moment: the next run of the task waits for that. */
public class EngineVacatingTest {

    private final EngineRig rig;
    private final FakeBridge page;
    private final FakeBridge headless;
    /** The cancelled run, in the headless runtime. */
    private ClaimStep cancelled;

    public EngineVacatingTest() throws Exception {
        rig = new EngineRig();
        page = rig.page(true);
        headless = rig.headless();
    }

    /** Cancels an item in mid-run while a page, on screen, has another of the same task enqueued. */
    private void cancelInMidRun() throws Exception {
        rig.enqueue("send", "a", null);
        rig.itemWork("send", EngineRig.NETWORK);
        headless.attach("send");
        cancelled = headless.claim("send");
        page.attach("send");
        rig.enqueue("send", "b", null);
        rig.engine.queue().cancel("send", "a");
        assertEquals(rig.time.now() + Constants.EXPIRY_GRACE_MS, headless.lastExpire.get("settlesAt"));
        assertNotNull("the next one is open", rig.ledger.openRun("send"));
        assertEquals("and nobody has been asked", Collections.singletonList("settled send cancelled"), page.events);
    }

    private void assertNextIsOffered() throws Exception {
        assertEquals(Arrays.asList("settled send cancelled", "run send"), page.events);
        assertEquals("b", page.claim("send").run().item().id());
    }

    @Test
    public void theNextIsOfferedWhenTheCallbackHasReturned() throws Exception {
        cancelInMidRun();
        assertFalse("its run has settled", headless.finish(cancelled, Outcome.EXPIRED));
        assertNextIsOffered();
    }

    @Test
    public void theNextIsOfferedWhenTheRuntimeIsGone() throws Exception {
        cancelInMidRun();
        rig.engine.detach(headless, RunError.RUNTIME_DIED);
        assertNextIsOffered();
    }

    @Test
    public void theNextIsOfferedAfterTheGraceWhateverTheCallbackDoes() throws Exception {
        cancelInMidRun();
        rig.time.advance(Constants.EXPIRY_GRACE_MS - 1);
        assertEquals(1, page.events.size());
        rig.time.advance(1);
        assertNextIsOffered();
    }

    @Test
    public void aPageThatAttachesMeanwhileIsNotGivenTheNext() throws Exception {
        cancelInMidRun();
        assertEquals(Collections.emptyList(), page.attach("send"));
        headless.finish(cancelled, Outcome.EXPIRED);
        assertNextIsOffered();
    }

    @Test
    public void anotherRunThatIsFinishedTooLateFreesNothing() throws Exception {
        cancelInMidRun();
        rig.engine.finish("another", "send", "token", Outcome.SUCCESS, null);
        assertEquals(1, page.events.size());
        headless.finish(cancelled, Outcome.EXPIRED);
        assertNextIsOffered();
    }

    @Test
    public void aTaskThatIsUnregisteredInMidRunAndRegisteredAgainWaitsForItsOldCallback() throws Exception {
        rig.due(0, "sync");
        rig.work("sync");
        headless.attach("sync");
        cancelled = headless.claim("sync");
        page.attach("sync");
        rig.engine.unregister("sync");
        rig.due(0, "sync").work("sync");
        assertEquals(Collections.singletonList("settled sync cancelled"), page.events);
        headless.finish(cancelled, Outcome.EXPIRED);
        assertEquals(Arrays.asList("settled sync cancelled", "run sync"), page.events);
    }

    @Test
    public void aRunThatNobodyHeldKeepsNoPlace() throws Exception {
        rig.enqueue("send", "a", null);
        page.attach("send");
        rig.engine.queue().cancel("send", "a");
        assertNull(rig.ledger.openRun("send"));
        rig.enqueue("send", "b", null);
        assertNotNull(page.claim("send").run());
    }
}
