package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * A process with a registered task and items dies at each kind of write, each time at another one; others go on with its files until all is done. What was
 * executed is on the server's word.
 */
@RunWith(Parameterized.class)
public class ItemDeathTest {

    /** Longer than any backoff of the few attempts that this takes. */
    private static final long BETWEEN_LIVES_MS = 10 * Samples.MINUTE;

    @Parameters(name = "{0}")
    public static Collection<String> points() {
        return Arrays.asList(
            "ledger before",
            "ledger torn",
            "ledger after",
            "item before",
            "item torn",
            "item after",
            "removal before",
            "removal after",
            "callback"
        );
    }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final String point;

    public ItemDeathTest(String point) {
        this.point = point;
    }

    @Test
    public void everyItemIsExecutedNoneTwiceAtOnceAndNoneIsLeft() throws Exception {
        int kills = Boolean.getBoolean("rig.long") ? 20 : 1;
        int killed = 0;
        for (int round = 0; round < kills; round++) if (dieAndGoOn(round)) killed++;
        assertEquals(kills, killed);
    }

    /** Returns whether the process died where it was to die. */
    private boolean dieAndGoOn(int round) throws Exception {
        File state = new File(folder.getRoot(), "state-" + round + ".json");
        File server = folder.newFile("server-" + round);
        // Each kind of write comes several times: which of them it is changes from kill to kill, among as many as the shortest scene has.
        int end = ItemDeathVictim.startAndWait(state, server, Samples.START, point + " " + (1 + ((round + 1) % 3)));
        long now = Samples.START;
        for (int life = 0; life < 12; life++) {
            now += BETWEEN_LIVES_MS;
            ItemDeathVictim.live(state, server, now, "none");
        }
        List<String> told = Files.readAllLines(server.toPath());
        Set<String> tokens = new HashSet<>();
        List<String> executed = new ArrayList<>();
        String running = null;
        for (String line : told) {
            String[] words = line.split(" ");
            if (words[0].equals("life")) running = null;
            if (words[0].equals("end")) running = null;
            if (!words[0].equals("start")) continue;
            assertEquals("two at once:\n" + String.join("\n", told), null, running);
            running = words[1];
            executed.add(words[1]);
            assertTrue("a claim that was lost is used again", tokens.add(words[2]));
        }
        for (String line : told) {
            if (line.startsWith("enqueued ")) assertTrue("never executed: " + line + "\n" + told, executed.contains(line.substring(9)));
        }
        assertTrue("the registered task ran too", executed.contains("task"));
        Ledger after = Ledger.open(new LedgerFile(state)).ledger();
        assertTrue(after.openRuns().isEmpty());
        assertTrue(after.items().all().isEmpty());
        assertTrue(new LedgerFile(state).items().sequences().isEmpty());
        return end == 9;
    }
}
