package app.capgo.backgroundtask.headless;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import android.content.Context;
import androidx.core.app.ActivityCompat;
import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.rig.BrowserTestBase;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** What a callback tries to do where nobody looks, in real Chromium: each is refused, and the run goes on. */
public class HeadlessGuardsTest extends BrowserTestBase {

    private static final String PAGE = "https://localhost/background-task.html";

    @Test
    public void dialogsAreAnsweredAsDismissedWithoutBeingShown() {
        rig.registered("dialogs");
        rig.wake("dialogs");
        rig.pumpUntil("the callback has its answers", () -> rig.hasReceived("dialogs") || isProcessDead());
        assertEquals(false, rig.body("dialogs").get("confirmed"));
        assertNull(rig.body("dialogs").get("typed"));
        assertEquals(Outcome.SUCCESS, rig.settled("dialogs").outcome());
    }

    private static boolean isProcessDead() {
        return ShadowChromiumWebView.ALIVE.stream().anyMatch(view -> ShadowChromiumWebView.of(view).isProcessDead());
    }

    @Test
    public void thePageGoesNowhereByScriptLinkOrForm() {
        assertEquals(Outcome.SUCCESS, rig.ran("leaving").outcome());
        assertEquals(PAGE, rig.body("leaving").get("still"));
        assertFalse(rig.requests.toString(), rig.requests.toString().contains("/left-by-"));
    }

    @Test
    public void noWindowIsOpenedAndThePageStays() {
        assertEquals(Outcome.SUCCESS, rig.ran("windows").outcome());
        assertEquals(PAGE, rig.body("windows").get("still"));
        assertEquals(1, ShadowChromiumWebView.ALIVE.size());
        rig.pumpUntil("what the browser opened is closed", () -> ShadowChromiumWebView.pagesOfTheBrowser() == 1);
    }

    @Test
    public void nothingIsDownloadedWhateverListensForIt() {
        List<String> asked = new ArrayList<>();
        rig.registered("download");
        rig.wake("download");
        rig.pumpUntil("the callback has begun", () -> rig.hasReceived("started"));
        // As a plugin might.
        ShadowChromiumWebView.ALIVE.get(0).setDownloadListener((url, agent, disposition, type, length) -> asked.add(url));
        assertEquals(Outcome.SUCCESS, rig.settled("download").outcome());
        assertEquals(PAGE, rig.body("download").get("still"));
        assertEquals("the browser began it", 1, ShadowChromiumWebView.DOWNLOADS.size());
        assertEquals(new ArrayList<>(), asked);
    }

    @Test
    public void aPluginsPermissionRequestIsRefusedInPlainWordsAndNothingIsRemembered() {
        assertEquals(Outcome.SUCCESS, rig.ran("permissions").outcome());
        for (String way : new String[] { "byCompat", "byActivity", "forAlias" }) {
            String answer = String.valueOf(rig.body("permissions").get(way));
            assertTrue(
                way + ": " + answer,
                answer.startsWith("rejected: ") && answer.contains("A permission cannot be asked for in a background task")
            );
        }
        assertEquals("{\"alive\":true}", String.valueOf(rig.body("permissions").get("onMainThread")));
        assertTrue(rig.app.getSharedPreferences("PluginPermStates", Context.MODE_PRIVATE).getAll().isEmpty());
    }

    @Test
    @SuppressWarnings("RestrictedApi")
    public void theAppsOwnPermissionDelegateIsBackAfterwards() {
        PermissionRefusal apps = PermissionRefusal.install();
        try {
            rig.registered("timers");
            rig.wake("timers");
            rig.pumpUntil("the callback has begun", () -> rig.hasReceived("started"));
            assertNotEquals(apps, ActivityCompat.getPermissionCompatDelegate());
            rig.pumpUntil("the headless view is destroyed", ShadowChromiumWebView.ALIVE::isEmpty);
            assertEquals(apps, ActivityCompat.getPermissionCompatDelegate());
        } finally {
            apps.remove();
        }
        assertNull(ActivityCompat.getPermissionCompatDelegate());
    }
}
