package app.capgo.backgroundtask.headless;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import android.app.Application;
import android.app.ApplicationExitInfo;
import android.content.Context;
import androidx.test.core.app.ApplicationProvider;
import app.capgo.backgroundtask.CapgoBackgroundTaskHeadlessPlugin;
import app.capgo.backgroundtask.CapgoBackgroundTaskPlugin;
import app.capgo.backgroundtask.plugins.GoodPlugin;
import app.capgo.backgroundtask.plugins.ThrowingPlugin;
import app.capgo.backgroundtask.plugins.UnusedPlugin;
import app.capgo.backgroundtask.rig.AssetOverlay;
import app.capgo.backgroundtask.rig.LiveUpdate;
import com.getcapacitor.Bridge;
import com.getcapacitor.Plugin;
import com.getcapacitor.annotation.CapacitorPlugin;
import com.transistorsoft.bgfetch.BackgroundFetchPlugin;
import ee.forgr.capacitor_updater.CapacitorUpdaterPlugin;
import java.io.File;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowActivityManager;

/** Which plugins a headless start loads, and what a crash of the process changes about it. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 36)
public class HeadlessPluginsTest {

    private static final String GOOD = GoodPlugin.class.getName();
    private static final String THROWING = ThrowingPlugin.class.getName();
    private static final String UNUSED = UnusedPlugin.class.getName();
    private static final String UPDATER = CapacitorUpdaterPlugin.class.getName();
    private static final String FETCH = BackgroundFetchPlugin.class.getName();

    private final Application app = ApplicationProvider.getApplicationContext();

    /** A start in a new process, after one that ended so. */
    @SuppressWarnings("deprecation")
    private HeadlessPlugins start(int exitReason) {
        ShadowActivityManager manager = Shadow.extract(app.getSystemService(Context.ACTIVITY_SERVICE));
        manager.addApplicationExitInfo(app.getPackageName(), 1, exitReason, 0);
        HeadlessPlugins plugins = new HeadlessPlugins(app, HeadlessClassesSample.CLASSES);
        plugins.choose(HeadlessConfig.of(app));
        return plugins;
    }

    @Test
    public void theTasksModulesPluginsAreChosenAndNoOthers() {
        HeadlessPlugins plugins = start(ApplicationExitInfo.REASON_USER_REQUESTED);
        assertTrue(plugins.mayLoad(CapgoBackgroundTaskPlugin.class));
        assertTrue(plugins.mayLoad(CapgoBackgroundTaskHeadlessPlugin.class));
        assertTrue(plugins.classes().contains(GoodPlugin.class));
        assertTrue(plugins.classes().contains(ThrowingPlugin.class));
        assertFalse(plugins.classes().contains(UnusedPlugin.class));
        assertFalse(plugins.mayLoad(UnusedPlugin.class));
    }

    @Test
    public void coresCookiesAndSystemBarsStayOut() {
        HeadlessPlugins plugins = start(ApplicationExitInfo.REASON_USER_REQUESTED);
        assertFalse(plugins.mayLoad(com.getcapacitor.plugin.CapacitorCookies.class));
        assertFalse(plugins.mayLoad(com.getcapacitor.plugin.SystemBars.class));
        assertTrue(plugins.mayLoad(com.getcapacitor.plugin.CapacitorHttp.class));
    }

    /** The app's files say this instead. */
    private void app(String headlessPlugins, String... classes) throws Exception {
        AssetOverlay.add(
            app,
            "capacitor.config.json",
            "{\"plugins\":{\"CapgoBackgroundTask\":{\"headlessPlugins\":" + headlessPlugins + "}}}"
        );
        JSONArray plugins = new JSONArray();
        for (String type : classes) plugins.put(new JSONObject().put("pkg", "any").put("classpath", type));
        AssetOverlay.add(app, "capacitor.plugins.json", plugins.toString());
    }

    private static Set<String> names(HeadlessPlugins plugins) {
        return plugins
            .classes()
            .stream()
            .map(HeadlessPlugins::nameOf)
            .filter(name -> !name.startsWith("CapgoBackgroundTask"))
            .collect(Collectors.toSet());
    }

    private static Set<String> setOf(String... names) {
        return new HashSet<>(Arrays.asList(names));
    }

    @Test
    public void theConfigIncludesAndExcludesByName() throws Exception {
        app("{\"include\":[\"Unused\"],\"exclude\":[\"Good\"]}", GOOD, THROWING, UNUSED);
        assertEquals(setOf("Throwing", "Unused"), names(start(ApplicationExitInfo.REASON_USER_REQUESTED)));
    }

    @Test
    public void whatIsBothIncludedAndExcludedStaysOut() throws Exception {
        app("{\"include\":[\"Unused\"],\"exclude\":[\"Unused\",\"Throwing\"]}", GOOD, THROWING, UNUSED);
        assertEquals(setOf("Good"), names(start(ApplicationExitInfo.REASON_USER_REQUESTED)));
    }

    @Test
    public void listsOfAnotherShapeAreAsNone() throws Exception {
        app("[\"Unused\"]", GOOD, UNUSED);
        assertEquals(setOf("Good"), names(start(ApplicationExitInfo.REASON_USER_REQUESTED)));
    }

    @Test
    public void aHarmfulPluginIsLoadedOnlyWhenTheConfigNamesIt() throws Exception {
        tasksModuleUses(null);
        app("{}", GOOD, UNUSED, FETCH);
        assertEquals(
            "without a build manifest all but these",
            setOf("Good", "Unused"),
            names(start(ApplicationExitInfo.REASON_USER_REQUESTED))
        );
        tasksModuleUses("[\"BackgroundFetch\"]");
        assertEquals("used by the tasks is not asked for", setOf(), names(start(ApplicationExitInfo.REASON_USER_REQUESTED)));
        app("{\"include\":[\"BackgroundFetch\"]}", GOOD, UNUSED, FETCH);
        assertEquals(setOf("BackgroundFetch"), names(start(ApplicationExitInfo.REASON_USER_REQUESTED)));
    }

    @Test
    public void onesThatRollAnUpdateBackAreNeverLoaded() throws Exception {
        app("{\"include\":[\"CapacitorUpdater\"]}", GOOD, UPDATER);
        assertEquals(setOf("Good"), names(start(ApplicationExitInfo.REASON_USER_REQUESTED)));
        tasksModuleUses("[\"CapacitorUpdater\"]");
        assertEquals(setOf(), names(start(ApplicationExitInfo.REASON_USER_REQUESTED)));
    }

    @Test
    public void aClassThatIsMissingIsNamedAndTheOthersAreThere() throws Exception {
        app("{}", "gone.MissingPlugin", GOOD);
        HeadlessPlugins plugins = start(ApplicationExitInfo.REASON_USER_REQUESTED);
        assertEquals(setOf("Good"), names(plugins));
        assertTrue(plugins.reasons().get("PLUGIN_FAILED"), plugins.reasons().get("PLUGIN_FAILED").contains("gone.MissingPlugin"));
    }

    @Test
    public void onesRegisteredByHandAreChosenAsTheOthersAre() throws Exception {
        app("{}", GOOD);
        Map<String, String> classes = new HashMap<>();
        classes.put("Throwing", THROWING);
        classes.put("Unused", UNUSED);
        LivePlugins.learnt(app).learn(1, classes);
        assertEquals(setOf("Good", "Throwing"), names(start(ApplicationExitInfo.REASON_USER_REQUESTED)));
        app("{\"include\":[\"Unused\"],\"exclude\":[\"Throwing\"]}", GOOD);
        assertEquals(setOf("Good", "Unused"), names(start(ApplicationExitInfo.REASON_USER_REQUESTED)));
        LivePlugins.learnt(app).learn(2, classes);
        assertEquals("of another version of the app", setOf("Good"), names(start(ApplicationExitInfo.REASON_USER_REQUESTED)));
    }

    @Test
    public void whatAnotherBuildOfTheSameVersionRegisteredDoesNoHarm() throws Exception {
        app("{}", GOOD);
        Map<String, String> classes = new HashMap<>();
        classes.put("Gone", "gone.MissingPlugin");
        classes.put("Throwing", UNUSED);
        classes.put("NoPlugin", "java.lang.String");
        LivePlugins.learnt(app).learn(1, classes);
        HeadlessPlugins plugins = start(ApplicationExitInfo.REASON_USER_REQUESTED);
        assertEquals(setOf("Good"), names(plugins));
        assertTrue(plugins.reasons().isEmpty());
    }

    @Test
    public void aPluginThatIsNotChosenIsNotEvenInitialised() throws Exception {
        app("{}", GOOD, "app.capgo.backgroundtask.headless.HeadlessPluginsTest$Initialised");
        start(ApplicationExitInfo.REASON_USER_REQUESTED);
        assertFalse(initialised);
        app("{\"include\":[\"Initialised\"]}", GOOD, "app.capgo.backgroundtask.headless.HeadlessPluginsTest$Initialised");
        PluginStatics.of(start(ApplicationExitInfo.REASON_USER_REQUESTED).classes());
        assertTrue(initialised);
    }

    private static boolean initialised = false;

    @CapacitorPlugin(name = "Initialised")
    public static class Initialised extends Plugin {

        static Bridge kept = null;

        static {
            initialised = true;
        }
    }

    /** A live update, whose tasks module uses these plugins; null: it was built without background-task.json. */
    private void tasksModuleUses(String names) throws Exception {
        File update = Files.createTempDirectory("update").toFile();
        if (names != null) Files.writeString(new File(update, "background-task.json").toPath(), "{\"plugins\":" + names + "}");
        LiveUpdate.install(app, update);
    }

    @Test
    public void aPluginThatCrashesTheProcessWhileItLoadsIsLeftOutOfTheNextStart() {
        start(ApplicationExitInfo.REASON_USER_REQUESTED).loading(GoodPlugin.class);
        HeadlessPlugins safe = start(ApplicationExitInfo.REASON_CRASH);
        assertEquals("in safe mode there is ours alone", 2, safe.classes().size());
        assertTrue(safe.reasons().get("SAFE_MODE").contains("Good"));
        safe.finished();
        HeadlessPlugins next = start(ApplicationExitInfo.REASON_USER_REQUESTED);
        assertFalse(next.classes().contains(GoodPlugin.class));
        assertTrue(next.classes().contains(ThrowingPlugin.class));
        assertTrue(next.reasons().get("PLUGIN_CRASHED").contains("Good"));
        assertFalse(next.reasons().containsKey("SAFE_MODE"));
        assertTrue(
            "a process that started nothing says it too",
            new HeadlessPlugins(app, HeadlessClassesSample.CLASSES).reasons().get("PLUGIN_CRASHED").contains("Good")
        );
    }

    @Test
    public void aCrashLaterInTheStartLeadsToSafeModeWithThisPluginAlone() {
        HeadlessPlugins crashing = start(ApplicationExitInfo.REASON_USER_REQUESTED);
        crashing.loading(GoodPlugin.class);
        crashing.loaded(GoodPlugin.class, null);
        HeadlessPlugins safe = start(ApplicationExitInfo.REASON_CRASH_NATIVE);
        assertEquals(2, safe.classes().size());
        assertTrue(safe.mayLoad(CapgoBackgroundTaskPlugin.class));
        assertTrue(safe.reasons().containsKey("SAFE_MODE"));
        safe.finished();
        assertEquals("one comes back", 3, start(ApplicationExitInfo.REASON_USER_REQUESTED).classes().size());
    }

    @Test
    @SuppressWarnings("deprecation")
    public void aCrashOfAnotherProcessOfTheAppBlamesNobody() {
        start(ApplicationExitInfo.REASON_USER_REQUESTED).loading(GoodPlugin.class);
        ShadowActivityManager manager = Shadow.extract(app.getSystemService(Context.ACTIVITY_SERVICE));
        manager.addApplicationExitInfo(app.getPackageName(), 1, ApplicationExitInfo.REASON_LOW_MEMORY, 0);
        manager.addApplicationExitInfo(app.getPackageName() + ":remote", 2, ApplicationExitInfo.REASON_CRASH, 0);
        HeadlessPlugins next = new HeadlessPlugins(app, HeadlessClassesSample.CLASSES);
        next.choose(HeadlessConfig.of(app));
        assertTrue(next.classes().contains(GoodPlugin.class));
    }

    @Test
    public void aProcessKilledByTheSystemBlamesNobody() {
        start(ApplicationExitInfo.REASON_USER_REQUESTED).loading(GoodPlugin.class);
        assertTrue(start(ApplicationExitInfo.REASON_LOW_MEMORY).classes().contains(GoodPlugin.class));
    }
}
