package app.capgo.backgroundtask.headless;

import android.content.Context;
import android.os.StrictMode;
import app.capgo.backgroundtask.core.LedgerFile;
import app.capgo.backgroundtask.core.StartJournal;
import app.capgo.backgroundtask.platform.Log;
import app.capgo.backgroundtask.platform.PreviousProcess;
import com.getcapacitor.Plugin;
import com.getcapacitor.annotation.CapacitorPlugin;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.json.JSONArray;
import org.json.JSONException;

/** Decides which of the app's plugins a headless view loads, since they were not written for it. Remembers those that failed, for the status. */
final class HeadlessPlugins {

    private final Context context;
    private final HeadlessClasses classes;
    private StartJournal journal = null;
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final List<Class<? extends Plugin>> chosen = new ArrayList<>();
    private volatile Set<Class<? extends Plugin>> allowed = Collections.emptySet();

    HeadlessPlugins(Context context, HeadlessClasses classes) {
        this.context = context;
        this.classes = classes;
    }

    /** Begins a start. It reads files, so the main thread must not call it. */
    void choose(HeadlessConfig config) {
        select(config);
        List<String> names = new ArrayList<>();
        for (Class<? extends Plugin> type : chosen) {
            if (!classes.areAlwaysThere(type)) names.add(nameOf(type));
        }
        onDisk(() -> journal().begin(config.appVersion(), PreviousProcess.hasCrashed(context), names));
        chosen.removeIf(type -> !classes.areAlwaysThere(type) && !journal.mayLoad(nameOf(type)));
    }

    private void select(HeadlessConfig config) {
        chosen.clear();
        chosen.addAll(classes.plugins());
        Set<String> used = config.pluginsOfTasks();
        Set<String> included = config.headlessPlugins("include");
        Set<String> excluded = config.headlessPlugins("exclude");
        for (Class<? extends Plugin> type : candidates(config.appVersion())) {
            if (chosen.contains(type)) continue;
            String name = nameOf(type);
            boolean isUsed = used == null || used.contains(name);
            boolean isIncluded = included.contains(name) && !PluginRules.isNeverLoaded(type);
            if ((isIncluded || (isUsed && !PluginRules.isHarmful(type))) && !excluded.contains(name)) chosen.add(type);
            else if (used != null && isUsed) Log.warn("The plugin " + name + ", which the tasks use, is left out of background tasks");
        }
        Set<Class<? extends Plugin>> allowed = new HashSet<>(chosen);
        allowed.add(com.getcapacitor.plugin.WebView.class);
        allowed.add(com.getcapacitor.plugin.CapacitorHttp.class);
        // This plugin removes session cookies, from the jar shared with the live app, when it is loaded and when it is destroyed.
        if (config.isEnabled("CapacitorCookies")) allowed.add(com.getcapacitor.plugin.CapacitorCookies.class);
        this.allowed = allowed;
    }

    List<Class<? extends Plugin>> classes() {
        return new ArrayList<>(chosen);
    }

    boolean mayLoad(Class<? extends Plugin> type) {
        return allowed.contains(type);
    }

    void loading(Class<? extends Plugin> type) {
        if (!classes.areAlwaysThere(type)) onDisk(() -> journal.loading(nameOf(type)));
    }

    void loaded(Class<? extends Plugin> type, Throwable failure) {
        if (!classes.areAlwaysThere(type)) onDisk(() -> journal.loaded());
        if (failure == null) failures.remove(nameOf(type));
        else failed(nameOf(type), failure);
    }

    /** Notes that the start is over, one way or the other, and the process lives. */
    void finished() {
        onDisk(() -> {
            if (journal != null) journal.finished();
        });
    }

    /** Returns what the status says about the last start: messages by code. Engine's thread. */
    Map<String, String> reasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        onDisk(() -> {
            // A process that has started nothing headless yet reports what the ones before it have noted.
            if (journal == null) journal().look(HeadlessConfig.of(context).appVersion());
            if (!failures.isEmpty()) reasons.put(
                "PLUGIN_FAILED",
                "Plugins that failed to load in a background task and were left out: " + failures + "."
            );
            if (!journal.leftOut().isEmpty()) {
                reasons.put(
                    "PLUGIN_CRASHED",
                    "Plugins that crashed the app while a background task started; they stay out until the app's version changes: " +
                        journal.leftOut() +
                        "."
                );
            }
            if (!journal.isSafeMode()) return;
            String back =
                journal.suspect() == null
                    ? "They come back one per start."
                    : "The plugin suspected is " + journal.suspect() + ": at the next start all others are back.";
            reasons.put("SAFE_MODE", "A background task's start crashed the app: the one after it leaves other plugins out. " + back);
        });
        return reasons;
    }

    private StartJournal journal() {
        if (journal == null) journal = new StartJournal(
            new LedgerFile(new File(context.getNoBackupFilesDir(), "capgo-background-task-start.json"))
        );
        return journal;
    }

    /** Writes the few bytes of the journal at once, on the main thread too: written later they would tell nothing of a crash. */
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

    private void failed(String name, Throwable failure) {
        failures.put(name, String.valueOf(failure));
        Log.error("The plugin " + name + " was left out of a background task: it failed to load", failure);
    }

    /** Returns the plugins that `npx cap sync` found, and those that the app registers by hand. */
    private Set<Class<? extends Plugin>> candidates(long appVersion) {
        Set<Class<? extends Plugin>> types = new LinkedHashSet<>();
        for (Map.Entry<String, String> plugin : installed(context).entrySet()) {
            try {
                types.add(load(plugin.getKey()));
            } catch (ClassNotFoundException | LinkageError | ClassCastException failure) {
                failed(plugin.getValue().isEmpty() ? plugin.getKey() : plugin.getValue(), failure);
            }
        }
        onDisk(() ->
            LivePlugins.learnt(context)
                .of(appVersion)
                .forEach((name, className) -> {
                    try {
                        Class<? extends Plugin> type = load(className);
                        if (nameOf(type).equals(name)) types.add(type);
                    } catch (ClassNotFoundException | LinkageError | ClassCastException outdated) {
                        // It was learnt from another build with the same version, and is learnt again when the app is next on screen.
                        Log.debug("The plugin " + name + " is not there any more: " + outdated);
                    }
                })
        );
        return types;
    }

    /** Returns package names by class name. Reads entry by entry, because Capacitor's own reader fails with the first class that is missing. */
    static Map<String, String> installed(Context context) {
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

    /** Finds the class without initialising it: only a plugin that is chosen may run its static parts. */
    private static Class<? extends Plugin> load(String className) throws ClassNotFoundException {
        return Class.forName(className, false, HeadlessPlugins.class.getClassLoader()).asSubclass(Plugin.class);
    }

    static String nameOf(Class<? extends Plugin> type) {
        CapacitorPlugin annotation = type.getAnnotation(CapacitorPlugin.class);
        return annotation == null || annotation.name().isEmpty() ? type.getSimpleName() : annotation.name();
    }
}
