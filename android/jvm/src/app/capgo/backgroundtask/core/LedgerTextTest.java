package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.Collections;
import java.util.Random;
import org.junit.Test;

/** The state file read back, whole and damaged: never a throw, never a silent loss. */
public class LedgerTextTest {

    @Test
    public void everythingComesBack() throws Exception {
        MemoryStore store = Samples.busyStore();
        LedgerText.Loaded loaded = LedgerText.read(store.text);
        assertTrue(loaded.problems().isEmpty());
        assertEquals(2, loaded.state().tasks().size());
        assertEquals(2, loaded.state().openRuns().size());
        assertEquals("\"quoted\"\n\ud800", loaded.state().log().get(0).error().message());
        assertEquals(store.text, LedgerText.write(loaded.state()));
    }

    @Test
    public void aTextCutAnywhereIsReportedAndKeptAside() throws Exception {
        String whole = Samples.busyStore().text;
        for (int end = 0; end < whole.length(); end++) {
            MemoryStore store = new MemoryStore(whole.substring(0, end));
            Ledger.Opened opened = Ledger.open(store);
            assertEquals("cut at " + end, 1, opened.problems().size());
            assertEquals(whole.substring(0, end), store.aside.get(0));
            assertTrue(opened.ledger().tasks().isEmpty());
            assertEquals(Ledger.Change.CREATED, opened.ledger().register("again", Samples.options(0), Samples.START));
        }
    }

    @Test
    public void aCharacterReplacedAnywhereNeverThrowsAndNeverLosesSilently() throws Exception {
        String whole = Samples.busyStore().text;
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder damaged = new StringBuilder(whole);
            damaged.setCharAt(random.nextInt(whole.length()), "\0 {}[]\",:0x9-eé".charAt(random.nextInt(15)));
            MemoryStore store = new MemoryStore(damaged.toString());
            LedgerText.Loaded loaded = LedgerText.read(damaged.toString());
            if (loaded.newer()) continue;
            Ledger.Opened opened = Ledger.open(store);
            int records =
                opened.ledger().tasks().size() +
                opened.ledger().openRuns().size() +
                opened.ledger().log().size() +
                loaded.state().newerTasks().size() +
                loaded.state().newerRuns().size();
            assertTrue(damaged.toString(), records == 5 || !opened.problems().isEmpty());
            assertEquals(opened.problems().isEmpty() ? 0 : 1, store.aside.size());
        }
    }

    @Test
    public void randomTextNeverThrows() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(60);
            for (int j = 0; j < length; j++) text.append(
                "{}[]\",:0123456789.eE+-\\utrfalsn \u0000\ud83dversiontasks".charAt(random.nextInt(45))
            );
            assertFalse(text.toString(), Ledger.open(new MemoryStore(text.toString())).problems().isEmpty());
        }
        assertFalse(
            "deep nesting",
            Ledger.open(new MemoryStore("[".repeat(1_000_000)))
                .problems()
                .isEmpty()
        );
    }

    @Test
    public void aFileOfALaterVersionIsLeftAlone() {
        MemoryStore store = new MemoryStore("{\"version\":2,\"everything\":\"else\"}");
        try {
            Ledger.open(store);
            throw new AssertionError("must not open");
        } catch (BackgroundTaskException error) {
            assertEquals(ErrorCode.STORAGE_NEWER, error.code());
        }
        assertEquals("{\"version\":2,\"everything\":\"else\"}", store.text);
    }

    @Test
    public void aRecordOfALaterVersionIsCarriedAlongAndNotTouched() throws Exception {
        String newer = "{\"version\":3,\"name\":\"later\",\"how\":[1,{\"x\":null}]}";
        MemoryStore store = new MemoryStore("{\"version\":1,\"tasks\":[" + newer + "],\"openRuns\":[],\"log\":[]}");
        Ledger ledger = Ledger.open(store).ledger();
        ledger.register("ours", Samples.options(0), Samples.START);
        assertTrue(store.text, store.text.contains(newer));
        try {
            ledger.register("later", Samples.options(0), Samples.START);
            throw new AssertionError("must not register");
        } catch (BackgroundTaskException error) {
            assertEquals(ErrorCode.STORAGE_NEWER, error.code());
        }
    }

    @Test
    public void oneCorruptRecordTakesNoOtherWithIt() throws Exception {
        MemoryStore store = new MemoryStore(Samples.busyStore().text.replaceFirst("\"failedAttempts\":1", "\"failedAttempts\":-1"));
        Ledger.Opened opened = Ledger.open(store);
        assertEquals(1, opened.ledger().tasks().size());
        assertEquals(2, opened.ledger().openRuns().size());
        assertEquals(java.util.Collections.singletonList("a task's failedAttempts"), opened.problems());
        assertEquals(1, store.aside.size());
    }

    @Test
    public void fP16_numbersOfANewerRecordAreWrittenBackAsTheyWere() throws Exception {
        String record =
            "{\"version\":3,\"name\":\"later\",\"a\":1e999,\"b\":9007199254740993,\"c\":0.12345678901234567890,\"d\":1e-999,\"e\":0.1}";
        String text = "{\"version\":1,\"tasks\":[" + record + "],\"openRuns\":[],\"log\":[]}";
        MemoryStore store = new MemoryStore(text);
        Ledger.Opened opened = Ledger.open(store);
        assertEquals(Collections.emptyList(), opened.problems());
        opened.ledger().register("own", Samples.options(0), Samples.START);
        assertTrue(store.text, store.text.contains(record));
    }
}
