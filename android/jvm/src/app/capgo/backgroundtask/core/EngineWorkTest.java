package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.core.EngineRig.FakeBridge;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import app.capgo.backgroundtask.core.WorkDecision.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.Test;

/** What a worker answers, and what stops, deadlines, tests and new processes do. */
public class EngineWorkTest {

    private final EngineRig rig;
    private final FakeBridge page;

    public EngineWorkTest() throws Exception {
        rig = new EngineRig();
        page = rig.page(true);
        page.attach();
    }

    private ClaimStep claimed(String name) throws Exception {
        rig.work(name);
        return page.claim(name);
    }

    @Test
    public void failuresAreRetriedAsOftenAsAskedAndThenWaitForTheNextPeriod() throws Exception {
        rig.due(1, "sync");
        page.finish(claimed("sync"), Outcome.FAILED);
        rig.time.advance(30_000);
        page.finish(claimed("sync"), Outcome.FAILED);
        assertEquals(Arrays.asList(Answer.RETRY, Answer.FAILURE), rig.answers);
        assertEquals(Arrays.asList(1L, 2L), Arrays.asList(rig.ledger.log().get(0).attempt(), rig.ledger.log().get(1).attempt()));
    }

    @Test
    public void aRunThatPassesItsDeadlineIsExpiredTwoSecondsLaterWhateverJavaScriptDoes() throws Exception {
        rig.due(0, "sync");
        ClaimStep step = claimed("sync");
        assertEquals(Samples.START + Constants.TIME_LIMIT_MS, step.run().claim().deadline());
        rig.time.advance(Constants.TIME_LIMIT_MS + Constants.EXPIRY_GRACE_MS);
        assertTrue(rig.answers.isEmpty());
        rig.time.advance(1);
        assertEquals(Outcome.EXPIRED, rig.lastOutcome());
        assertEquals(Collections.singletonList(Answer.RETRY), rig.answers);
        assertFalse(page.finish(step, Outcome.SUCCESS));
        assertEquals(0, rig.time.pending());
    }

    @Test
    public void aStopTellsTheHolderAndASuccessWithinTheGraceCounts() throws Exception {
        rig.due(0, "sync");
        ClaimStep step = claimed("sync");
        rig.engine.stopWork("sync", "constraint-connectivity", () -> {});
        assertEquals("constraint-connectivity", page.lastExpire.get("reason"));
        assertEquals(rig.time.now() + 2000, page.lastExpire.get("settlesAt"));
        rig.time.advance(1500);
        assertTrue(page.finish(step, Outcome.SUCCESS));
        assertEquals(Outcome.SUCCESS, rig.lastOutcome());
        // WorkManager ignores the result of a stopped work and starts it again.
        rig.answers.clear();
        rig.work("sync");
        assertEquals(Collections.singletonList(Answer.SUCCESS), rig.answers);
        assertEquals(1, rig.ledger.log().size());
    }

    @Test
    public void aStopWithoutAnAnswerExpiresAndTheWorkThatComesBackAtOnceBacksOff() throws Exception {
        rig.due(0, "sync");
        claimed("sync");
        rig.engine.stopWork("sync", "timeout", () -> {});
        rig.time.advance(2001);
        assertEquals(Outcome.EXPIRED, rig.lastOutcome());
        assertEquals("EXPIRED", rig.lastCode());
        assertEquals("The run was cut before its callback ended. Reason: timeout.", rig.ledger.log().get(0).error().message());
        rig.answers.clear();
        rig.work("sync");
        assertEquals(Collections.singletonList(Answer.RETRY), rig.answers);
        rig.time.advance(30_000);
        page.finish(claimed("sync"), Outcome.SUCCESS);
        assertEquals(2, rig.ledger.log().get(1).attempt());
    }

    @Test
    public void afterThreeInterruptionsTheScheduleMovesOn() throws Exception {
        rig.due(0, "sync");
        for (int i = 0; i < 4; i++) {
            claimed("sync");
            rig.engine.stopWork("sync", "quota", () -> {});
            rig.time.advance(3600_000);
        }
        assertEquals(Arrays.asList(Answer.RETRY, Answer.RETRY, Answer.RETRY, Answer.FAILURE), rig.answers);
        assertEquals(4, rig.ledger.log().get(3).attempt());
        assertEquals(0, rig.ledger.task("sync").interruptedAttempts());
        // From when its time ran out, which is the last millisecond in which its callback could have ended.
        assertEquals((Long) (rig.ledger.log().get(3).settledAt() - 1), rig.ledger.task("sync").anchorAt());
    }

    @Test
    public void aStopBeforeTheClaimIsNotStartedAndUsesNothingUp() throws Exception {
        page.onScreen = false;
        rig.due(0, "sync").work("sync");
        rig.engine.stopWork("sync", "device-state", () -> {});
        assertEquals("SYSTEM_STOP", rig.lastCode());
        assertEquals(0, rig.ledger.task("sync").interruptedAttempts());
        assertTrue(rig.host.released);
    }

    @Test
    public void unregisteringInMidRunAbortsItAndFreesTheWorker() throws Exception {
        rig.due(0, "sync");
        ClaimStep step = claimed("sync");
        rig.engine.unregister("sync");
        assertEquals("unregistered", page.lastExpire.get("reason"));
        assertEquals(Collections.singletonList(Answer.SUCCESS), rig.answers);
        assertFalse(page.finish(step, Outcome.SUCCESS));
        assertEquals(Outcome.CANCELLED, rig.lastOutcome());
        rig.answers.clear();
        rig.work("sync");
        assertEquals("a late wake is dropped", Collections.singletonList(Answer.SUCCESS), rig.answers);
        assertEquals(0, rig.time.pending());
    }

    @Test
    public void aSecondWorkOfTheSameTaskJoinsTheOpenRun() throws Exception {
        rig.due(0, "sync");
        ClaimStep step = claimed("sync");
        rig.work("sync");
        assertEquals(Collections.singletonList("run sync"), page.events);
        page.finish(step, Outcome.SUCCESS);
        assertEquals(Arrays.asList(Answer.SUCCESS, Answer.SUCCESS), rig.answers);
        assertEquals(1, rig.ledger.log().size());
    }

    @Test
    public void theTestTriggerRunsEveryTaskAndMovesNoSchedule() throws Exception {
        rig.ledger.register("a", Samples.options(0), rig.time.now());
        rig.ledger.register("b", Samples.options(3), rig.time.now());
        List<Boolean> done = new ArrayList<>();
        rig.engine.trigger("page", false, null, done::add);
        page.finish(page.claim("a"), Outcome.SUCCESS);
        assertTrue(done.isEmpty());
        page.finish(page.claim("b"), Outcome.FAILED);
        assertEquals(Collections.singletonList(true), done);
        assertNull(rig.ledger.task("a").anchorAt());
        assertEquals(0, rig.ledger.task("b").failedAttempts());
        assertEquals(Outcome.FAILED, rig.ledger.task("b").lastRun().outcome());
    }

    @Test
    public void aTriggerFromACallbackDoesNotWaitForThatCallback() throws Exception {
        rig.due(0, "sync");
        claimed("sync");
        List<Boolean> done = new ArrayList<>();
        rig.engine.trigger("page", false, null, done::add);
        assertEquals(Collections.singletonList(true), done);
    }

    @Test
    public void aTriggerWithNothingRegisteredSaysSo() throws Exception {
        List<Boolean> done = new ArrayList<>();
        rig.engine.trigger("page", false, null, done::add);
        assertEquals(Collections.singletonList(false), done);
    }

    @Test
    public void aTriggerForTheHeadlessRuntimeAsksNoPage() throws Exception {
        rig.due(0, "sync");
        rig.engine.trigger("page", true, null, done -> {});
        assertTrue(page.events.isEmpty());
        assertEquals(1, rig.host.starts);
        assertEquals("nor one that attaches meanwhile", Collections.emptyList(), page.attach("sync"));
    }

    @Test
    public void aWorkThatMeetsATestRunHasItsOwnRunAfterIt() throws Exception {
        rig.due(0, "sync");
        rig.engine.trigger("page", false, null, done -> {});
        ClaimStep test = page.claim("sync");
        rig.work("sync");
        page.finish(test, Outcome.SUCCESS);
        assertTrue(rig.answers.isEmpty());
        page.finish(page.claim("sync"), Outcome.SUCCESS);
        assertEquals(Collections.singletonList(Answer.SUCCESS), rig.answers);
        assertEquals(Trigger.WORK_MANAGER, rig.ledger.log().get(1).trigger());
    }

    @Test
    public void aBridgeThatThrowsHoldsUpNoWorkAndNoOtherRuntime() throws Exception {
        rig.due(0, "sync");
        ClaimStep step = claimed("sync");
        page.broken = true;
        assertTrue(page.finish(step, Outcome.SUCCESS));
        assertEquals(Collections.singletonList(Answer.SUCCESS), rig.answers);
        rig.time.advance(Samples.INTERVAL);
        rig.work("sync");
        rig.time.advance(Constants.PAGE_TURN_MS);
        assertEquals(1, rig.host.starts);
    }

    @Test
    public void aRuntimeAttachesThoughNothingCanBeStored() throws Exception {
        page.onScreen = false;
        rig.due(0, "sync").work("sync");
        FakeBridge headless = rig.headless();
        headless.attach();
        headless.decline("sync", DeclineReason.UNDEFINED);
        page.decline("sync", DeclineReason.UNDEFINED);
        assertEquals(Outcome.UNDEFINED, rig.lastOutcome());
        rig.store.failing = true;
        page.attach("sync");
        assertNull(rig.ledger.task("sync").undefinedAt());
    }

    @Test
    public void aNewProcessSettlesWhatTheOldOneHeldAsLostAndRetries() throws Exception {
        rig.due(0, "sync");
        claimed("sync");
        EngineRig next = new EngineRig(rig.store);
        assertEquals(Outcome.LOST, next.lastOutcome());
        assertEquals(1, next.ledger.task("sync").interruptedAttempts());
        next.work("sync");
        assertEquals(Collections.singletonList(Answer.RETRY), next.answers);
        next.time.advance(30_000);
        next.work("sync");
        assertEquals(1, next.host.starts);
        assertEquals(2, next.ledger.openRun("sync").attempt());
    }

    @Test
    public void aRunFoundLateSettlesNowAndItsBackoffCountsFromTheEndOfItsTime() throws Exception {
        rig.due(0, "sync");
        claimed("sync");
        EngineRig next = new EngineRig(rig.store, 12 * 3600_000L);
        assertEquals(Outcome.LOST, next.lastOutcome());
        assertEquals((Long) next.time.now(), next.ledger.log().get(0).settledAt());
        assertEquals((Long) (Samples.START + Constants.TIME_LIMIT_MS), next.ledger.task("sync").backoffFrom());
        next.work("sync");
        assertEquals("the wake that finds it is not lost", 1, next.host.starts);
    }

    @Test
    public void aRunThatNobodyHadClaimedIsOfferedAgainByTheNewProcess() throws Exception {
        page.onScreen = false;
        rig.due(0, "sync").work("sync");
        String id = rig.ledger.openRun("sync").id();
        EngineRig next = new EngineRig(rig.store);
        assertEquals("not before a worker or a page is there", 0, next.host.starts);
        next.work("sync");
        assertEquals(1, next.host.starts);
        assertEquals(id, next.ledger.openRun("sync").id());
        assertEquals(Collections.singletonList("sync"), next.headless().attach("sync"));
    }

    @Test
    public void aPageThatOpensTakesTheRunThatTheOldProcessLeft() throws Exception {
        page.onScreen = false;
        rig.due(0, "sync").work("sync");
        EngineRig next = new EngineRig(rig.store);
        FakeBridge opened = next.page(true);
        opened.attach("sync");
        assertEquals(Collections.singletonList("run sync"), opened.events);
        opened.finish(opened.claim("sync"), Outcome.SUCCESS);
        assertEquals(Outcome.SUCCESS, next.lastOutcome());
    }

    @Test
    public void fP16_theOpenRunOfARegistrationThatIsGoneOrDamagedIsCancelledOnLoading() throws Exception {
        EngineRig before = new EngineRig().due(0, "a", "b");
        before.work("a", "b");
        String damaged = before.store.text.replaceFirst("\"registeredAt\":[0-9]+", "\"registeredAt\":-1");
        EngineRig after = new EngineRig(new MemoryStore(damaged));
        assertEquals(Collections.singletonList("b"), names(after.ledger.openRuns()));
        assertEquals(Outcome.CANCELLED, after.lastOutcome());
    }

    private static List<String> names(Collection<OpenRun> runs) {
        return runs.stream().map(OpenRun::taskName).collect(Collectors.toList());
    }
}
