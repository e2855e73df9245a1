package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.core.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * The app's process is killed at each point of a run, with its web view; the next one goes on with its files. What arrived is on the
 * server's word. In the daily suite one point; `android-kills` has all.
 */
@RunWith(Parameterized.class)
public class AppDeathTest {

    @Parameters(name = "{0}")
    public static Collection<String> points() {
        if (!Boolean.getBoolean("rig.long")) return Collections.singletonList("callback");
        return Arrays.asList("offered", "claimed", "callback", "finishing", "finished");
    }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final String point;

    public AppDeathTest(String point) {
        this.point = point;
    }

    @Test
    public void theUploadArrivesAndTheRunIsNeitherForgottenNorHeldTwice() throws Exception {
        try (AppLives app = new AppLives(folder.getRoot())) {
            assertEquals("ended by SIGKILL", 137, app.dieAt(point));
            app.live(1, 0);
            boolean held = point.equals("claimed") || point.equals("callback") || point.equals("finishing");
            boolean uploadedBefore = point.equals("callback") || point.startsWith("finish");

            assertEquals(held ? Arrays.asList("lost 1", "success 2") : Collections.singletonList("success 1"), log(app));
            List<?> attempts = app.uploads
                .stream()
                .map(upload -> upload.get("attempt"))
                .collect(Collectors.toList());
            List<Long> expected = new ArrayList<>();
            if (uploadedBefore || !held) expected.add(1L);
            if (held) expected.add(2L);
            assertEquals("the server's word", expected, attempts);
            assertNoTwoLiveClaims(app);
            List<String> works = app.told
                .stream()
                .filter(line -> line.startsWith("work "))
                .collect(Collectors.toList());
            assertEquals("the repair finds WorkManager's work where it was: " + works, 1, works.stream().distinct().count());
            assertEquals("each life has told of it", 2, works.size());
        }
    }

    /** Outcome and attempt of each settled run, as the last state has them. */
    private static List<String> log(AppLives app) {
        List<String> log = new ArrayList<>();
        List<Map<?, ?>> states = app.states();
        for (Object raw : (List<?>) states.get(states.size() - 1).get("log")) {
            Map<?, ?> run = (Map<?, ?>) raw;
            log.add(run.get("outcome") + " " + run.get("attempt"));
            if ("lost".equals(run.get("outcome"))) assertEquals("RUNTIME_DIED", ((Map<?, ?>) run.get("error")).get("code"));
        }
        return log;
    }

    /** A claim lives from the state that it stands in first to the one that it is gone from, or to the death of its process. */
    private static void assertNoTwoLiveClaims(AppLives app) {
        Object live = null;
        List<Object> all = new ArrayList<>();
        for (String line : app.told) {
            if (line.startsWith("killed ")) live = null;
            if (!line.startsWith(AppLives.STATE)) continue;
            List<?> open = (List<?>) ((Map<?, ?>) Json.parse(line.substring(AppLives.STATE.length()))).get("openRuns");
            Object claim = open.isEmpty() ? null : ((Map<?, ?>) open.get(0)).get("claim");
            Object token = claim == null ? null : ((Map<?, ?>) claim).get("token");
            if (token != null && !token.equals(live)) {
                assertEquals("claimed while another claim lived", null, live);
                assertTrue("a claim that was lost is used again", !all.contains(token));
                all.add(token);
            }
            live = token;
        }
        assertTrue("claims were seen", !all.isEmpty());
    }
}
