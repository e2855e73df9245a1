package app.capgo.backgroundtask;

import android.content.Context;
import android.os.StrictMode;
import app.capgo.backgroundtask.core.LedgerFile;
import app.capgo.backgroundtask.core.StartJournal;
import com.getcapacitor.Plugin;
import com.getcapacitor.annotation.CapacitorPlugin;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.json.JSONArray;
import org.json.JSONException;

/** Which of the app's plugins are loaded where nobody looks: they were not written for it. Keeps those that failed, for the status. */
final class HeadlessPlugins {

    /** They act when they are loaded or destroyed: on the live app, on the app's version, on the server, or on a window. By package. */
    private static final List<String> HARMFUL = Collections.unmodifiableList(Arrays.asList(
        // Roll back, delete or call home when loaded.
        "ee.forgr.capacitor_updater.",
        "io.capawesome.capacitorjs.plugins.liveupdate.",
        // Damage a live service.
        "com.transistorsoft.",
        "com.equimaps.capacitor_background_geolocation.",
        "io.ionic.backgroundrunner.",
        // Take the last message away.
        "com.capacitorjs.plugins.pushnotifications.",
        "io.capawesome.capacitorjs.plugins.firebase.messaging.",
        // Nothing but windows.
        "com.capacitorjs.plugins.splashscreen.",
        "com.capacitorjs.plugins.keyboard.",
        "com.capacitorjs.plugins.statusbar.",
        "com.capacitorjs.plugins.privacyscreen.",
        "com.capacitorjs.plugins.dialog.",
        "com.capacitorjs.plugins.actionsheet.",
        "com.capacitorjs.plugins.googlemaps.",
        "com.capacitorjs.plugins.barcodescanner.",
        "com.capacitorjs.barcodescanner.",
        "com.getcapacitor.plugin.SystemBars",
        // Process-global: the cookie handler.
        "com.getcapacitor.plugin.http."
    ));

    private final Context context;
    private StartJournal journal = null;
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final List<Class<? extends Plugin>> chosen = new ArrayList<>();
    private final Set<Class<? extends Plugin>> allowed = new HashSet<>();

    HeadlessPlugins(Context context) {
        this.context = context;
    }

    /** A start begins. Main thread. */
    void choose(HeadlessConfig config) {
        select(config);
        List<String> names = new ArrayList<>();
        for (Class<? extends Plugin> type : chosen) {
            if (!isAlwaysThere(type)) names.add(nameOf(type));
        }
        onDisk(() -> {
            if (journal == null) journal = new StartJournal(new LedgerFile(new File(context.getNoBackupFilesDir(), "capgo-background-task-start.json")));
            journal.begin(config.appVersion(), new DeviceState(context).hasCrashed(), names);
        });
        chosen.removeIf((type) -> !isAlwaysThere(type) && !journal.mayLoad(nameOf(type)));
    }

    private void select(HeadlessConfig config) {
        chosen.clear();
        allowed.clear();
        chosen.add(CapgoBackgroundTaskPlugin.class);
        chosen.add(CapgoBackgroundTaskHeadlessPlugin.class);
        Set<String> used = config.pluginsOfTasks();
        Set<String> included = config.headlessPlugins("include");
        Set<String> excluded = config.headlessPlugins("exclude");
        for (Map.Entry<String, String> plugin : installed().entrySet()) {
            Class<? extends Plugin> type = load(plugin.getKey(), plugin.getValue());
            if (type == null || chosen.contains(type)) continue;
            String name = nameOf(type);
            boolean wanted = used == null ? !isHarmful(type) : used.contains(name) && !isHarmful(type);
            if ((wanted || included.contains(name)) && !excluded.contains(name)) chosen.add(type);
        }
        allowed.addAll(chosen);
        allowed.add(com.getcapacitor.plugin.WebView.class);
        allowed.add(com.getcapacitor.plugin.CapacitorHttp.class);
        // It removes session cookies, from the jar shared with the live app, when it is loaded and when it is destroyed.
        if (config.isEnabled("CapacitorCookies")) allowed.add(com.getcapacitor.plugin.CapacitorCookies.class);
    }

    List<Class<? extends Plugin>> classes() {
        return Collections.unmodifiableList(chosen);
    }

    boolean mayLoad(Class<? extends Plugin> type) {
        return allowed.contains(type);
    }

    void loading(Class<? extends Plugin> type) {
        if (!isAlwaysThere(type)) onDisk(() -> journal.loading(nameOf(type)));
    }

    void loaded(Class<? extends Plugin> type, Throwable failure) {
        if (!isAlwaysThere(type)) onDisk(() -> journal.loaded());
        if (failure == null) failures.remove(nameOf(type));
        else failed(nameOf(type), failure);
    }

    /** The start is over, one way or the other, and the process lives. */
    void finished() {
        onDisk(() -> {
            if (journal != null) journal.finished();
        });
    }

    /** What the status says about it: code to message. */
    Map<String, String> reasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        synchronized (failures) {
            if (!failures.isEmpty()) reasons.put("PLUGIN_FAILED", "Plugins that failed to load in a background task and were left out: " + failures + ".");
            if (journal == null) return reasons;
            if (!journal.leftOut().isEmpty()) {
                reasons.put("PLUGIN_CRASHED", "Plugins that crashed the app while a background task loaded them; they stay out until the app's version changes: " + journal.leftOut() + ".");
            }
            if (journal.isSafeMode()) reasons.put("SAFE_MODE", "The last background start crashed: other plugins come back one per start.");
        }
        return reasons;
    }

    /** A journal that is written later tells nothing of a crash: the few bytes are written at once, on the main thread too. */
    private void onDisk(Runnable action) {
        StrictMode.ThreadPolicy before = StrictMode.allowThreadDiskWrites();
        try {
            synchronized (failures) {
                action.run();
            }
        } finally {
            StrictMode.setThreadPolicy(before);
        }
    }

    /** Ours and Capacitor's own: not for the journal to leave out. */
    private static boolean isAlwaysThere(Class<?> type) {
        return type == CapgoBackgroundTaskPlugin.class || type == CapgoBackgroundTaskHeadlessPlugin.class || type.getName().startsWith("com.getcapacitor.plugin.");
    }

    private void failed(String name, Throwable failure) {
        failures.put(name, String.valueOf(failure));
        Log.error("The plugin " + name + " was left out of a background task: it failed to load", failure);
    }

    private static boolean isHarmful(Class<?> type) {
        for (String prefix : HARMFUL) {
            if (type.getName().startsWith(prefix)) return true;
        }
        return false;
    }

    /** Entry by entry: Capacitor's own reader fails with the first class that is missing. Class name to package name. */
    private Map<String, String> installed() {
        Map<String, String> classes = new LinkedHashMap<>();
        String text = HeadlessConfig.asset(context, "capacitor.plugins.json");
        if (text == null) return classes;
        try {
            JSONArray entries = new JSONArray(text);
            for (int i = 0; i < entries.length(); i++) {
                classes.put(entries.getJSONObject(i).getString("classpath"), entries.getJSONObject(i).optString("pkg"));
            }
        } catch (JSONException error) {
            Log.warn("capacitor.plugins.json cannot be read: run npx cap sync", error);
        }
        return classes;
    }

    private Class<? extends Plugin> load(String className, String packageName) {
        try {
            return Class.forName(className).asSubclass(Plugin.class);
        } catch (ClassNotFoundException | LinkageError | ClassCastException failure) {
            failed(packageName.isEmpty() ? className : packageName, failure);
            return null;
        }
    }

    static String nameOf(Class<? extends Plugin> type) {
        CapacitorPlugin annotation = type.getAnnotation(CapacitorPlugin.class);
        return annotation == null || annotation.name().isEmpty() ? type.getSimpleName() : annotation.name();
    }
}
