package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import app.capgo.backgroundtask.core.RunTransitions.Ending;
import app.capgo.backgroundtask.core.RunTransitions.Wake;
import java.util.Collections;
import org.junit.Test;

public class LedgerTest {

    private final MemoryStore store = new MemoryStore(null);

    @Test
    public void theSameOptionsTouchNothingAndOthersKeepTheAnchor() throws Exception {
        Ledger ledger = Ledger.open(store).ledger();
        assertEquals(Ledger.Change.CREATED, ledger.register("a", Samples.options(0), 100));
        String before = store.text;
        assertEquals(Ledger.Change.UNCHANGED, ledger.register("a", Samples.options(0), 200));
        assertEquals(before, store.text);
        assertEquals(Ledger.Change.UPDATED, ledger.register("a", Samples.options(1), 300));
        assertEquals(100, ledger.task("a").registeredAt());
    }

    @Test
    public void a101stTaskIsRefused() throws Exception {
        Ledger ledger = Ledger.open(store).ledger();
        for (int i = 0; i < 100; i++) ledger.register("task " + i, Samples.options(0), 1);
        BackgroundTaskException error = assertThrows(BackgroundTaskException.class, () -> ledger.register("more", Samples.options(0), 1));
        assertEquals(ErrorCode.TOO_MANY_TASKS, error.code());
        assertEquals(Ledger.Change.UPDATED, ledger.register("task 7", Samples.options(1), 1));
    }

    @Test
    public void aStepThatCannotBeStoredDoesNotCount() throws Exception {
        Ledger ledger = Ledger.open(store).ledger();
        store.failing = true;
        BackgroundTaskException error = assertThrows(BackgroundTaskException.class, () -> ledger.register("a", Samples.options(0), 1));
        assertEquals(ErrorCode.STORAGE_FAILED, error.code());
        assertNull(ledger.task("a"));
        store.failing = false;
        assertEquals(Ledger.Change.CREATED, ledger.register("a", Samples.options(0), 1));
    }

    @Test
    public void aFileThatCannotBeReadIsNotAnEmptyLedger() {
        store.failing = true;
        assertEquals(ErrorCode.STORAGE_FAILED, assertThrows(BackgroundTaskException.class, () -> Ledger.open(store)).code());
    }

    @Test
    public void aSettlingCountsEvenIfItCannotBeStoredAndIsStoredWithTheNextStep() throws Exception {
        Ledger ledger = Ledger.open(store).ledger();
        ledger.register("a", Samples.options(0), 1);
        ledger.open("a", new Wake(Trigger.WORK_MANAGER, 2, 100L), "run-1");
        store.failing = true;
        ledger.settle("a", new Ending(Outcome.SUCCESS, null), 3);
        assertNull(ledger.openRun("a"));
        store.failing = false;
        ledger.register("b", Samples.options(0), 4);
        assertEquals(Outcome.SUCCESS, Ledger.open(store).ledger().log().get(0).outcome());
    }

    @Test
    public void anErrorWithoutACodeDamagesNoRecord() throws Exception {
        Ledger ledger = Ledger.open(store).ledger();
        ledger.register("a", Samples.options(0), 1);
        ledger.open("a", new Wake(Trigger.WORK_MANAGER, 2, 100L), "run-1");
        ledger.settle("a", new Ending(Outcome.FAILED, new RunError("", "of no kind")), 3);
        Ledger.Opened opened = Ledger.open(store);
        assertEquals(Collections.emptyList(), opened.problems());
        assertEquals(new RunError("Error", "of no kind"), opened.ledger().task("a").lastRun().error());
    }

    @Test
    public void theLogKeepsTheNewest300() throws Exception {
        Ledger ledger = Ledger.open(store).ledger();
        ledger.register("a", Samples.options(0), 1);
        for (int i = 0; i < 310; i++) {
            ledger.open("a", new Wake(Trigger.TEST, i, null), "run-" + i);
            ledger.settle("a", new Ending(Outcome.SUCCESS, null), i);
        }
        assertEquals(300, ledger.log().size());
        assertEquals("run-309", ledger.log().get(299).taskId());
        assertEquals("run-10", Ledger.open(store).ledger().log().get(0).taskId());
    }

    @Test
    public void unregisteringSettlesTheOpenRunCancelled() throws Exception {
        Ledger ledger = Ledger.open(store).ledger();
        ledger.register("a", Samples.options(0), 1);
        ledger.open("a", new Wake(Trigger.WORK_MANAGER, 2, 100L), "run-1");
        assertNotNull(ledger.unregister("a", 3));
        assertNull(ledger.task("a"));
        assertNull(ledger.openRun("a"));
        assertEquals(Outcome.CANCELLED, ledger.log().get(0).outcome());
        assertNull(ledger.unregister("a", 4));
    }

    @Test
    public void aClockSetBackIsRewrittenByTheStepThatSeesIt() throws Exception {
        Ledger ledger = Ledger.open(store).ledger();
        ledger.register("a", Samples.options(0), 1_000_000);
        ledger.open("a", new Wake(Trigger.WORK_MANAGER, 500, 900L), "run-1");
        assertEquals(500, Ledger.open(store).ledger().task("a").registeredAt());
    }
}
