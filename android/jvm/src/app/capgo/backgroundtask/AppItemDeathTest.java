package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * The process of an app with a registered task and two items is killed at each point of the first run, with its web view; the next one goes on with WorkManager's
 * own database and its files. In the daily suite one point; `android-kills` has all.
 */
@RunWith(Parameterized.class)
public class AppItemDeathTest {

    @Parameters(name = "{0}")
    public static Collection<String> points() {
        if (!Boolean.getBoolean("rig.long")) return Collections.singletonList("callback");
        return Arrays.asList("offered", "claimed", "callback", "finishing", "finished");
    }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final String point;

    public AppItemDeathTest(String point) {
        this.point = point;
    }

    @Test
    public void everyItemAndTheTaskArriveNoneTwiceAtOnceAndNothingIsLeft() throws Exception {
        try (AppLives app = new AppLives(folder.getRoot())) {
            app.withItems = true;
            assertEquals("ended by SIGKILL", 137, app.dieAt(point));
            app.live(1, 0);
            Set<Object> arrived = new HashSet<>();
            for (Map<?, ?> upload : app.uploads) arrived.add(upload.get(upload.containsKey("enqueuedId") ? "enqueuedId" : "taskName"));
            for (String id : app.all("enqueued ")) assertTrue(id + " has not arrived: " + arrived, arrived.contains(id));
            assertTrue("the task's own upload: " + arrived, arrived.contains("upload"));
            List<Map<?, ?>> states = app.states();
            assertEquals(Collections.emptyList(), states.get(states.size() - 1).get("openRuns"));
            assertNoClaimComesBack(app);
        }
    }

    /** A task has one claim at a time, and one that is gone from a state never comes back: those of a dead process go one after another. */
    private static void assertNoClaimComesBack(AppLives app) {
        Set<Object> ended = new HashSet<>();
        Map<Object, Object> live = new HashMap<>();
        for (String line : app.told) {
            if (!line.startsWith(AppLives.STATE)) continue;
            Map<Object, Object> now = AppLives.claims(line);
            live.forEach((task, token) -> {
                if (!token.equals(now.get(task))) ended.add(token);
            });
            for (Object token : now.values()) assertTrue("a claim that has ended is used again:\n" + app, !ended.contains(token));
            live.clear();
            live.putAll(now);
        }
        assertTrue("claims were seen", !ended.isEmpty());
    }
}
