package app.capgo.backgroundtask.rig;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import androidx.work.ListenableWorker;
import androidx.work.WorkerParameters;
import app.capgo.backgroundtask.headless.WindowlessActivity;
import com.getcapacitor.Plugin;
import com.getcapacitor.annotation.CapacitorPlugin;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * Class names that live outside the APK: in WorkManager's database, in posted notifications and pending intents, in the app's generated
 * `capacitor.plugins.json`. An update of the app meets those of earlier versions, so none of them ever changes.
 */
public class StoredNamesTest {

    @Test
    public void theNamesThatOthersKeepAreTheseAndEachIsWhatItsKeeperMakesAnInstanceOf() throws Exception {
        Class<?> worker = Class.forName("app.capgo.backgroundtask.BackgroundTaskWorker");
        assertTrue(ListenableWorker.class.isAssignableFrom(worker));
        assertTrue(Modifier.isPublic(worker.getConstructor(android.content.Context.class, WorkerParameters.class).getModifiers()));

        Class<?> activity = Class.forName("app.capgo.backgroundtask.HeadlessActivity");
        assertTrue(WindowlessActivity.class.isAssignableFrom(activity));
        assertTrue(Modifier.isPublic(activity.getConstructor().getModifiers()));

        Class<?> plugin = Class.forName("app.capgo.backgroundtask.CapgoBackgroundTaskPlugin");
        assertEquals("CapgoBackgroundTask", plugin.getAnnotation(CapacitorPlugin.class).name());
        Class<?> marker = Class.forName("app.capgo.backgroundtask.CapgoBackgroundTaskHeadlessPlugin");
        assertEquals("CapgoBackgroundTaskHeadless", marker.getAnnotation(CapacitorPlugin.class).name());
    }

    /** Whoever adds one more worker, component or plugin adds a name that must never change: it belongs into the test above. */
    @Test
    public void noOtherClassOfTheLibraryIsMadeByItsName() throws Exception {
        TreeMap<String, Class<?>> found = new TreeMap<>();
        Path root = Path.of(System.getProperty("rig.production"));
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
                String name = root.relativize(file).toString().replaceAll("\\.class$", "").replaceAll("[/\\\\]", ".");
                if (name.endsWith("package-info")) continue;
                Class<?> type = Class.forName(name, false, getClass().getClassLoader());
                boolean isMade = Stream.of(
                    ListenableWorker.class,
                    Plugin.class,
                    android.app.Activity.class,
                    android.app.Service.class,
                    android.content.BroadcastReceiver.class,
                    android.content.ContentProvider.class,
                    android.os.Parcelable.class
                ).anyMatch(base -> base.isAssignableFrom(type));
                if (isMade && !Modifier.isAbstract(type.getModifiers())) found.put(name, type);
            }
        }
        assertEquals(
            List.of(
                "app.capgo.backgroundtask.BackgroundTaskWorker",
                "app.capgo.backgroundtask.CapgoBackgroundTaskHeadlessPlugin",
                "app.capgo.backgroundtask.CapgoBackgroundTaskPlugin",
                "app.capgo.backgroundtask.HeadlessActivity"
            ),
            List.copyOf(found.keySet())
        );
    }

    @Test
    public void theSystemAndTheBuildFindThemByTheSameNames() throws Exception {
        assertTrue(Repository.text("android/src/main/AndroidManifest.xml").contains("\"app.capgo.backgroundtask.HeadlessActivity\""));
        String rules = Repository.text("android/consumer-rules.pro");
        assertTrue(rules.contains("-keep class app.capgo.backgroundtask.BackgroundTaskWorker {"));
        assertTrue(rules.contains("-keep public class app.capgo.backgroundtask.CapgoBackgroundTaskPlugin {"));
    }
}
