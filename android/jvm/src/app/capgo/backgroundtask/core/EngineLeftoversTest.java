package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.core.EngineRig.FakeBridge;
import app.capgo.backgroundtask.core.WorkDecision.Answer;
import java.util.Arrays;
import java.util.Collections;
import org.junit.Test;

/** Messages of the dead, runs of dead processes, and a disk that is full. */
public class EngineLeftoversTest {

    private final EngineRig rig;

    public EngineLeftoversTest() throws Exception {
        rig = new EngineRig().due(0, "sync");
    }

    @Test
    public void fP03_aBridgeThatWasClosedNeverAttachesAndTheNextRunStartsANewView() throws Exception {
        rig.work("sync");
        FakeBridge dead = rig.headless();
        RunError why = RunError.of(ErrorCode.START_TIMEOUT, "too slow");
        rig.engine.headlessFailed(why);
        rig.engine.detach(dead, why);
        BackgroundTaskException refused = assertThrows(BackgroundTaskException.class, () -> dead.attach("sync"));
        assertEquals(ErrorCode.UNAVAILABLE, refused.code());
        rig.time.advance(30_000);
        rig.work("sync");
        assertEquals(2, rig.host.starts);
        assertEquals("the new view is offered the run", Collections.singletonList("sync"), rig.headless().attach("sync"));
    }

    @Test
    public void fP12_aWorkThatMeetsTheTestRunOfADeadProcessWakesItAndHasItsOwnRunAfterIt() throws Exception {
        rig.engine.trigger("nobody", false, null, done -> {});
        EngineRig next = new EngineRig(rig.store);
        next.work("sync");
        assertEquals("the test run is offered at once", 1, next.host.starts);
        FakeBridge headless = next.headless();
        headless.attach("sync");
        headless.finish(headless.claim("sync"), Outcome.SUCCESS);
        assertTrue(next.answers.isEmpty());
        headless.finish(headless.claim("sync"), Outcome.SUCCESS);
        assertEquals(Collections.singletonList(Answer.SUCCESS), next.answers);
    }

    @Test
    public void fP22_aClaimThatCannotBeStoredAnswersTheWorkerAtOnceAndNamesTheStorage() throws Exception {
        FakeBridge page = rig.page(true);
        page.attach("sync");
        rig.work("sync");
        rig.store.failing = true;
        BackgroundTaskException refused = assertThrows(BackgroundTaskException.class, () -> page.claim("sync"));
        assertEquals(ErrorCode.STORAGE_FAILED, refused.code());
        assertEquals(Outcome.NOT_STARTED, rig.lastOutcome());
        assertEquals("STORAGE_FAILED", rig.lastCode());
        assertEquals(Collections.singletonList(Answer.RETRY), rig.answers);
        assertEquals(0, rig.time.pending());
    }

    @Test
    public void fP16_forgettingEverythingLeavesNeitherNewerRecordsNorCopiesBehind() throws Exception {
        String newer =
            "{\"version\":1,\"tasks\":[{\"version\":99,\"name\":\"later\"},{\"version\":1,\"name\":7}],\"openRuns\":[],\"log\":[]}";
        MemoryStore store = new MemoryStore(newer);
        Ledger ledger = Ledger.open(store).ledger();
        assertTrue("a newer record is there", ledger.isNewer("later"));
        assertEquals("an unreadable one was kept aside", Collections.singletonList(newer), store.aside);
        ledger.clear();
        assertEquals(Collections.emptyList(), store.aside);
        assertTrue(!store.text.contains("later"));
        assertNull(ledger.task("later"));
        assertEquals(Arrays.asList(), Ledger.open(store).problems());
    }
}
