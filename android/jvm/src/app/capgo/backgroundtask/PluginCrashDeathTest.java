package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import android.app.ApplicationExitInfo;
import app.capgo.backgroundtask.core.Json;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** A plugin takes the whole process down while a background task starts; the next process leaves it out, and the run goes on. */
@RunWith(Parameterized.class)
public class PluginCrashDeathTest {

    /** The second kind takes three lives: in the series `android-kills`. */
    @Parameters(name = "{0}")
    public static Collection<String> kinds() {
        return Boolean.getBoolean("rig.long") ? Arrays.asList("native", "main") : Collections.singletonList("native");
    }

    /** Of a virtual machine that crashed and was told to leave no core file. */
    private static final int CRASHED = 1;
    private static final int UNCAUGHT = 10;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final String kind;

    public PluginCrashDeathTest(String kind) {
        this.kind = kind;
    }

    @Test
    public void thePluginIsFoundAndLeftOutAndTheRunsGoOn() throws Exception {
        try (AppLives app = new AppLives(folder.getRoot())) {
            app.crash = kind;
            if (kind.equals("native")) whileItLoads(app);
            else afterItWasLoaded(app);
        }
    }

    private static void whileItLoads(AppLives app) throws Exception {
        app.dieOf(CRASHED, 1, 0);
        assertTrue(app.crashLog(), app.crashLog().contains("SIGSEGV"));
        assertTrue(app.uploads.isEmpty());

        app.live(2, ApplicationExitInfo.REASON_CRASH_NATIVE);
        assertEquals("both runs arrived", 2, app.uploads.size());
        Map<String, String> safe = reasons(app, 0);
        assertTrue(safe.get("SAFE_MODE"), safe.get("SAFE_MODE").contains("The plugin suspected is Crashing"));
        assertTrue(safe.get("PLUGIN_CRASHED"), safe.get("PLUGIN_CRASHED").contains("[Crashing]"));
        assertEquals(
            "in safe mode no other plugin is loaded, then all but the culprit",
            List.of("0", "1"),
            app.all("unused plugin loaded ")
        );
        assertFalse(reasons(app, 1).containsKey("SAFE_MODE"));
        assertTrue(reasons(app, 1).get("PLUGIN_CRASHED").contains("[Crashing]"));
    }

    /** Which plugin it was shows only when the plugins come back, one by one. */
    private static void afterItWasLoaded(AppLives app) throws Exception {
        app.dieOf(UNCAUGHT, 1, 0);
        // One run in safe mode, then the start with the plugin back.
        app.dieOf(UNCAUGHT, 2, ApplicationExitInfo.REASON_CRASH);
        assertEquals(1, app.uploads.size());
        assertTrue(reasons(app, 0).get("SAFE_MODE"), reasons(app, 0).get("SAFE_MODE").contains("one per start"));
        app.live(3, ApplicationExitInfo.REASON_CRASH);
        assertEquals(3, app.uploads.size());
        assertTrue(reasons(app, 1).get("SAFE_MODE"), reasons(app, 1).get("SAFE_MODE").contains("The plugin suspected is Crashing"));
        assertFalse(reasons(app, 2).containsKey("SAFE_MODE"));
        assertTrue(reasons(app, 2).get("PLUGIN_CRASHED").contains("[Crashing]"));
    }

    /** What the status said after the run of that number, counted from 0: code to message. */
    private static Map<String, String> reasons(AppLives app, int run) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Object raw : (List<?>) ((Map<?, ?>) Json.parse(app.all("status ").get(run))).get("reasons")) {
            Map<?, ?> reason = (Map<?, ?>) raw;
            reasons.put((String) reason.get("code"), (String) reason.get("message"));
        }
        return reasons;
    }
}
