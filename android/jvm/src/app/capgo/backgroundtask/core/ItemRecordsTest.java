package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.core.RunTransitions.Ending;
import app.capgo.backgroundtask.core.RunTransitions.Wake;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The files of the queue, beside the ledger's. */
public class ItemRecordsTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private File state;
    private File items;

    @Before
    public void place() {
        state = new File(folder.getRoot(), "state.json");
        items = new File(folder.getRoot(), "state-items");
    }

    private Ledger opened() throws Exception {
        return Ledger.open(new LedgerFile(state)).ledger();
    }

    private static void enqueue(Ledger ledger, String id, String data) throws Exception {
        ledger.itemSteps().enqueue(EngineRig.request("send", id, data, EngineRig.NETWORK), Samples.START);
    }

    private static OpenRun open(Ledger ledger, String id) throws Exception {
        return ledger
            .itemSteps()
            .open(ledger.items().all().iterator().next(), new Wake(Trigger.WORK_MANAGER, Samples.START + 1, Samples.START + 540_000), id);
    }

    private List<String> names() {
        String[] names = items.list();
        Arrays.sort(names);
        return Arrays.asList(names);
    }

    @Test
    public void anItemIsAFileWithItsRecordOnTheFirstLineAndItsDataBehind() throws Exception {
        String data = "{\"text\":\"Grüße 😀\\nzwei\",\"half\":\"\\ud800\"}";
        enqueue(opened(), "note", data);
        assertEquals(Collections.singletonList("1.item"), names());
        List<String> lines = Files.readAllLines(new File(items, "1.item").toPath());
        assertEquals(data, lines.get(1));
        assertEquals(2, lines.size());
        Ledger again = opened();
        assertNull("a start reads no data", again.items().get(1).data());
        assertEquals(data, again.items().data(1));
        assertEquals("note", again.items().get(1).id());
    }

    @Test
    public void whatARunMakesOfAnItemKeepsItsDataAndDeletesItWhenItIsGone() throws Exception {
        Ledger ledger = opened();
        enqueue(ledger, "note", "[1]");
        open(ledger, "run-1");
        ledger.settle("send", new Ending(Outcome.FAILED, null), Samples.START + 5);
        Ledger again = opened();
        assertEquals("[1]", again.items().data(1));
        assertEquals(1, again.items().get(1).failures());
        open(again, "run-2");
        again.settle("send", new Ending(Outcome.SUCCESS, null), Samples.START + 9);
        assertEquals(Collections.emptyList(), names());
        assertTrue(again.log().get(1).isFinal());
    }

    @Test
    public void damagedItemsAreSetAsideAndToldAndTheOthersGoOn() throws Exception {
        Ledger ledger = opened();
        for (String id : Arrays.asList("cut", "torn", "other", "good")) enqueue(ledger, id, "\"data\"");
        File cut = new File(items, "1.item");
        byte[] whole = Files.readAllBytes(cut.toPath());
        Files.write(cut.toPath(), Arrays.copyOf(whole, whole.length - 1));
        Files.write(new File(items, "2.item").toPath(), Arrays.copyOf(whole, 20));
        Files.write(new File(items, "3.item").toPath(), Files.readAllBytes(new File(items, "4.item").toPath()));
        Ledger.Opened opened = Ledger.open(new LedgerFile(state));
        assertEquals(Arrays.asList("an item's data", "an item's first line", "an item's sequence"), opened.problems());
        assertEquals(1, opened.ledger().items().all().size());
        assertEquals(Arrays.asList("1.aside", "2.aside", "3.aside", "4.item"), names());
        opened.ledger().clear();
        assertEquals(Collections.emptyList(), names());
    }

    @Test
    public void itemsOfALaterVersionAreLeftAloneAndTheirNumbersToo() throws Exception {
        enqueue(opened(), "note", null);
        String text = new String(Files.readAllBytes(new File(items, "1.item").toPath()), StandardCharsets.UTF_8);
        String newer = text.replace("\"version\":2", "\"version\":3").replace("\"sequence\":1", "\"sequence\":7");
        Files.write(new File(items, "7.item").toPath(), newer.getBytes(StandardCharsets.UTF_8));
        Ledger again = opened();
        enqueue(again, "second", null);
        assertEquals(Arrays.asList("1.item", "7.item", "8.item"), names());
        assertEquals(2, again.items().all().size());
        assertEquals(newer, new String(Files.readAllBytes(new File(items, "7.item").toPath()), StandardCharsets.UTF_8));
    }

    @Test
    public void aHalfWrittenFileThatADeathLeftBehindStandsForNothing() throws Exception {
        enqueue(opened(), "note", null);
        Files.write(new File(items, "2.item.next").toPath(), new byte[] { 1, 2 });
        assertEquals(1, opened().items().all().size());
        assertEquals(Collections.singletonList("1.item"), names());
    }

    @Test
    public void anItemThatCannotBeStoredIsRefusedAndOneThatCannotBeReadHoldsUpNoRun() throws Exception {
        MemoryStore store = new MemoryStore(null);
        EngineRig rig = new EngineRig(store);
        store.items.failing = true;
        BackgroundTaskException refused = assertThrows(BackgroundTaskException.class, () -> rig.enqueue("send", "a", null));
        assertEquals(ErrorCode.STORAGE_FAILED, refused.code());
        store.items.failing = false;
        EngineRig.FakeBridge page = rig.page(true);
        page.attach("send");
        rig.enqueue("send", "a", null);
        store.items.failing = true;
        assertThrows(BackgroundTaskException.class, () -> page.claim("send"));
        assertEquals(Outcome.NOT_STARTED, rig.lastOutcome());
        assertEquals("STORAGE_FAILED", rig.lastCode());
        assertNull(rig.ledger.openRun("send"));
        store.items.failing = false;
        assertEquals("what the settling made of it is stored later", 1, rig.ledger.items().get(1).backoffCount());
        rig.enqueue("send", "b", null);
        assertTrue(store.items.texts.get(1L).contains("\"backoffCount\":1"));
        assertFalse(store.items.texts.get(1L).contains("\"backoffCount\":0"));
    }

    /** A process that dies before its n-th write; each write is one of the ledger's or of an item's. */
    private static final class Mortal extends MemoryStore {

        int writesLeft = Integer.MAX_VALUE;
        final List<String> writes = new ArrayList<>();

        Mortal() {
            super(null);
        }

        void write(String what) {
            if (writesLeft-- == 0) throw new Died();
            writes.add(what);
        }

        @Override
        public void replace(String next) throws java.io.IOException {
            write("ledger");
            super.replace(next);
        }

        @Override
        public ItemStore items() {
            return new ItemStore() {
                @Override
                public List<Long> sequences() {
                    return items.sequences();
                }

                @Override
                public Beginning beginning(long sequence, int maximumBytes) {
                    return items.beginning(sequence, maximumBytes);
                }

                @Override
                public String read(long sequence) throws java.io.IOException {
                    return items.read(sequence);
                }

                @Override
                public void write(long sequence, String text) throws java.io.IOException {
                    Mortal.this.write("item " + sequence);
                    items.write(sequence, text);
                }

                @Override
                public void remove(long sequence) throws java.io.IOException {
                    Mortal.this.write("no item " + sequence);
                    items.remove(sequence);
                }

                @Override
                public void setAside(long sequence) {
                    items.setAside(sequence);
                }

                @Override
                public void removeAll() throws java.io.IOException {
                    Mortal.this.write("no items");
                    items.removeAll();
                }
            };
        }
    }

    private static final class Died extends Error {

        private static final long serialVersionUID = 1;
    }

    private interface Life {
        void live(EngineRig rig, EngineRig.FakeBridge page) throws Exception;
    }

    /** Lives until the n-th write; returns what had been written. The next process then finds `ids`, executes them all, and nothing is left. */
    private List<String> diesAt(int writes, Life before, Life last, List<String> ids) throws Exception {
        Mortal store = new Mortal();
        EngineRig rig = new EngineRig(store);
        EngineRig.FakeBridge page = rig.page(true);
        page.attach("send");
        before.live(rig, page);
        store.writesLeft = writes;
        store.writes.clear();
        try {
            last.live(rig, page);
        } catch (Died died) {
            assertEquals(writes, store.writes.size());
        }
        store.writesLeft = Integer.MAX_VALUE;
        List<String> written = new ArrayList<>(store.writes);
        EngineRig next = new EngineRig(store, Samples.INTERVAL);
        EngineRig.FakeBridge headless = next.headless();
        headless.attach("send");
        next.itemWork("send", EngineRig.NETWORK);
        List<String> executed = new ArrayList<>();
        while (next.ledger.openRun("send") != null) {
            RunTransitions.ClaimStep step = headless.claim("send");
            executed.add(step.run().item().id() + " " + step.data());
            headless.finish(step, Outcome.SUCCESS);
        }
        assertEquals("after " + written, ids, executed);
        assertEquals("after " + written, 1, next.itemAnswers);
        assertTrue("after " + written, store.items.texts.isEmpty());
        assertTrue(next.ledger.openRuns().isEmpty());
        return written;
    }

    @Test
    public void aDeathAroundASettlingRunsTheItemAgainOrNotAndNeverLosesIt() throws Exception {
        Life before = (rig, page) -> {
            rig.enqueue("send", "a", "1");
            page.claim("send");
        };
        Life last = (rig, page) -> page.finish(page.claimed("send"), Outcome.SUCCESS);
        diesAt(0, before, last, Collections.singletonList("a 1"));
        assertEquals(
            "the ledger's step first",
            Collections.singletonList("ledger"),
            diesAt(1, before, last, Collections.singletonList("a 1"))
        );
        assertEquals(Arrays.asList("ledger", "no item 1"), diesAt(2, before, last, Collections.emptyList()));
    }

    @Test
    public void aDeathAroundAFailureKeepsTheItem() throws Exception {
        Life before = (rig, page) -> {
            rig.enqueue("send", "a", "1");
            page.claim("send");
        };
        Life last = (rig, page) -> page.finish(page.claimed("send"), Outcome.FAILED);
        for (int writes = 0; writes <= 2; writes++) diesAt(writes, before, last, Collections.singletonList("a 1"));
        assertEquals(Arrays.asList("ledger", "item 1"), diesAt(2, before, last, Collections.singletonList("a 1")));
    }

    @Test
    public void aDeathInAReplacementKeepsTheNewerOneAndNeverNone() throws Exception {
        Life before = (rig, page) -> {
            page.onScreen = false;
            rig.enqueue("send", "a", "1");
        };
        Life last = (rig, page) -> rig.enqueue("send", "a", "2");
        diesAt(0, before, last, Collections.singletonList("a 1"));
        diesAt(1, before, last, Collections.singletonList("a 2"));
        assertEquals(Arrays.asList("item 2", "no item 1"), diesAt(2, before, last, Collections.singletonList("a 2")));
    }

    @Test
    public void aDeathInACancellingFindsTheRunWithoutItsItemAndSettlesIt() throws Exception {
        Life before = (rig, page) -> {
            rig.enqueue("send", "a", "1");
            page.claim("send");
        };
        Life last = (rig, page) -> rig.engine.queue().cancel("send", "a");
        diesAt(0, before, last, Collections.singletonList("a 1"));
        assertEquals(Collections.singletonList("no item 1"), diesAt(1, before, last, Collections.emptyList()));
        assertEquals(Arrays.asList("no item 1", "ledger"), diesAt(2, before, last, Collections.emptyList()));
    }

    @Test
    public void aDeathWhileLoggingOutLeavesNoDataBehind() throws Exception {
        Life before = (rig, page) -> {
            rig.due(0, "send");
            rig.enqueue("send", "a", "1");
            page.claim("send");
        };
        Life last = (rig, page) -> rig.engine.unregisterAll();
        diesAt(0, before, last, Collections.singletonList("a 1"));
        for (int writes = 1; writes <= 5; writes++) diesAt(writes, before, last, Collections.emptyList());
    }
}
