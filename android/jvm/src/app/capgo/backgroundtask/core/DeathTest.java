package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.core.WorkDecision.Answer;
import java.io.File;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** A process of its own dies at each point of a run; another one goes on with its files. */
@RunWith(Parameterized.class)
public class DeathTest {

    @Parameters(name = "{0}")
    public static Collection<String> points() {
        return Arrays.asList(
            "open before",
            "open torn",
            "open after",
            "claim before",
            "claim torn",
            "claim after",
            "callback",
            "finish before",
            "finish torn",
            "finish after"
        );
    }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final String point;

    public DeathTest(String point) {
        this.point = point;
    }

    @Test
    public void theRunIsNeitherForgottenNorHeldTwice() throws Exception {
        int kills = Integer.getInteger("rig.kills", 1);
        for (int i = 0; i < kills; i++) dieAndGoOn(i);
    }

    private void dieAndGoOn(int round) throws Exception {
        File state = new File(folder.getRoot(), "state-" + round + ".json");
        File server = folder.newFile("server-" + round);
        Ledger before = Ledger.open(new LedgerFile(state)).ledger();
        before.register("sync", Samples.options(0), Samples.START);
        long due = Samples.START + Samples.INTERVAL;

        assertEquals(point, 9, die(state, server, due));
        List<String> uploads = Files.readAllLines(server.toPath());
        boolean claimed = point.equals("claim after") || point.equals("callback") || point.startsWith("finish");
        boolean settled = point.equals("finish after");

        Ledger.Opened opened = Ledger.open(new LedgerFile(state));
        assertTrue(opened.problems().toString(), opened.problems().isEmpty());
        assertEquals(point + ": a claim stands in the file until it is settled", claimed && !settled, isClaimed(opened.ledger()));

        Answer answer = DeathVictim.run(state, server, due + 1000, "none");
        Ledger after = Ledger.open(new LedgerFile(state)).ledger();
        if (settled) {
            assertEquals("it had succeeded: no second run", Answer.SUCCESS, answer);
            assertEquals(uploads, Files.readAllLines(server.toPath()));
        } else if (claimed) {
            assertEquals(Outcome.LOST, after.log().get(0).outcome());
            assertEquals("RUNTIME_DIED", after.log().get(0).error().code());
            assertEquals("not before the backoff is over", Answer.RETRY, answer);
            assertEquals(Answer.SUCCESS, DeathVictim.run(state, server, due + 40_000, "none"));
            after = Ledger.open(new LedgerFile(state)).ledger();
            assertEquals(2, after.log().get(1).attempt());
        } else {
            assertEquals(Answer.SUCCESS, answer);
        }
        List<String> all = Files.readAllLines(server.toPath());
        assertEquals("no claim is used twice", all.size(), new HashSet<>(all).size());
        assertTrue("executed at least once", !all.isEmpty());
        assertTrue(after.openRuns().isEmpty());
        List<Outcome> outcomes = after.log().stream().map(Run::outcome).collect(Collectors.toList());
        assertEquals(
            1,
            outcomes
                .stream()
                .filter(outcome -> outcome == Outcome.SUCCESS)
                .count()
        );
    }

    private static boolean isClaimed(Ledger ledger) {
        OpenRun run = ledger.openRun("sync");
        return run != null && run.claim() != null;
    }

    /** The exit status of a JVM that ran until it died. */
    private int die(File state, File server, long now) throws Exception {
        String java = new File(System.getProperty("java.home"), "bin/java").getPath();
        return new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("rig.plain"),
            DeathVictim.class.getName(),
            state.getPath(),
            server.getPath(),
            String.valueOf(now),
            point
        )
            .inheritIO()
            .start()
            .waitFor();
    }
}
