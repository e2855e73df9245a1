package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.Test;

public class StartJournalTest {

    private static final List<String> PLUGINS = Arrays.asList("A", "B");

    private final MemoryStore store = new MemoryStore(null);

    /** A start in a new process. */
    private StartJournal start(long version, Boolean crashed) {
        StartJournal journal = new StartJournal(store);
        journal.begin(version, crashed, PLUGINS);
        return journal;
    }

    @Test
    public void aStartThatFinishesChangesNothing() {
        start(1, true).finished();
        StartJournal next = start(1, true);
        assertTrue(next.mayLoad("A"));
        assertFalse(next.isSafeMode());
    }

    @Test
    public void thePluginThatWasBeingLoadedWhenTheProcessCrashedStaysOutUntilTheAppsVersionChanges() {
        StartJournal crashing = start(1, false);
        crashing.loading("A");
        crashing.loaded();
        crashing.loading("B");
        StartJournal next = start(1, true);
        assertTrue(next.isSafeMode());
        assertEquals("B", next.suspect());
        assertFalse("in safe mode all stay out", next.mayLoad("A"));
        assertEquals(Collections.singletonList("B"), next.leftOut());
        next.finished();
        StartJournal after = start(1, false);
        assertFalse(after.isSafeMode());
        assertTrue(after.mayLoad("A"));
        assertFalse(after.mayLoad("B"));
        assertTrue(start(2, false).mayLoad("B"));
    }

    @Test
    public void aCrashAfterTheLoadingLeadsToSafeModeAndThePluginsComeBackOneByOne() {
        StartJournal crashing = start(1, false);
        crashing.loading("A");
        crashing.loaded();
        StartJournal safe = start(1, true);
        assertTrue(safe.isSafeMode());
        assertFalse(safe.mayLoad("A"));
        safe.finished();
        StartJournal first = start(1, false);
        assertTrue(first.mayLoad("A"));
        assertFalse(first.mayLoad("B"));
        first.finished();
        start(1, false).finished();
        StartJournal all = start(1, false);
        assertFalse(all.isSafeMode());
        assertTrue(all.mayLoad("B"));
    }

    @Test
    public void aPluginWhoseReturnCrashesTheProcessIsTheOne() {
        start(1, false);
        start(1, true).finished();
        start(1, false).finished();
        assertTrue("B is back", start(1, false).mayLoad("B"));
        StartJournal next = start(1, true);
        assertEquals("B", next.suspect());
        assertTrue(next.isSafeMode());
        next.finished();
        StartJournal after = start(1, false);
        assertTrue(after.mayLoad("A"));
        assertFalse(after.mayLoad("B"));
    }

    @Test
    public void aLookBeginsNoStartAndForgetsWhatAnEarlierVersionOfTheAppDid() {
        start(1, false).loading("A");
        start(1, true).finished();
        String before = store.text;
        StartJournal same = new StartJournal(store);
        same.look(1);
        assertTrue(same.isSafeMode());
        assertEquals(Collections.singletonList("A"), same.leftOut());
        StartJournal updated = new StartJournal(store);
        updated.look(2);
        assertFalse(updated.isSafeMode());
        assertEquals(Collections.emptyList(), updated.leftOut());
        assertEquals(before, store.text);
    }

    @Test
    public void aProcessThatWasKilledAndDidNotCrashBlamesNobody() {
        start(1, false).loading("A");
        assertTrue(start(1, false).mayLoad("A"));
    }

    @Test
    public void whereTheSystemDoesNotTellTwoUnfinishedStartsInARowCount() {
        start(1, null).loading("A");
        StartJournal second = start(1, null);
        assertTrue(second.mayLoad("A"));
        second.loading("A");
        assertEquals("A", start(1, null).suspect());
    }

    @Test
    public void aDamagedJournalIsBegunAnew() {
        for (String text : Arrays.asList("", "{", "[]", "{\"leftOut\":7,\"unfinished\":\"x\"}")) {
            store.text = text;
            assertTrue(start(1, true).mayLoad("A"));
        }
    }
}
