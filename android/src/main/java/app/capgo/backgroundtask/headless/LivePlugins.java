package app.capgo.backgroundtask.headless;

import android.content.Context;
import app.capgo.backgroundtask.core.LearntPlugins;
import app.capgo.backgroundtask.core.LedgerFile;
import app.capgo.backgroundtask.platform.Log;
import com.getcapacitor.Bridge;
import com.getcapacitor.PluginHandle;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.json.JSONArray;
import org.json.JSONException;

/** Learns from the app on screen which plugins it registers by hand. Only its page knows their names; the bridge has a class for each name. */
public final class LivePlugins {

    private static final String NAMES = "((window.Capacitor ?? {}).PluginHeaders ?? []).map(({ name }) => name)";

    /** The last bridge that was looked at, because a page attaches again for each late definition. */
    private static WeakReference<Bridge> asked = new WeakReference<>(null);

    private LivePlugins() {}

    static LearntPlugins learnt(Context context) {
        return new LearntPlugins(new LedgerFile(new File(context.getNoBackupFilesDir(), "capgo-background-task-plugins.json")));
    }

    /** Learns once from each live bridge, when its page is up. Engine's thread. */
    public static void learn(Bridge bridge, Executor engine, HeadlessClasses always) {
        if (asked.get() == bridge) return;
        asked = new WeakReference<>(bridge);
        Context context = bridge.getContext().getApplicationContext();
        bridge.eval(NAMES, names -> {
            Map<String, String> classes = classes(bridge, names, always);
            engine.execute(() -> {
                classes.values().removeAll(HeadlessPlugins.installed(context).keySet());
                try {
                    learnt(context).learn(HeadlessConfig.of(context).appVersion(), classes);
                } catch (IOException error) {
                    Log.warn("The plugins that the app registers by hand could not be noted", error);
                }
            });
        });
    }

    /** Returns the classes by name, without Capacitor's own, which are there in any case. */
    private static Map<String, String> classes(Bridge bridge, String names, HeadlessClasses always) {
        Map<String, String> classes = new LinkedHashMap<>();
        try {
            JSONArray headers = new JSONArray(names);
            for (int i = 0; i < headers.length(); i++) {
                PluginHandle plugin = bridge.getPlugin(headers.getString(i));
                if (plugin == null || always.areAlwaysThere(plugin.getPluginClass())) continue;
                classes.put(plugin.getId(), plugin.getPluginClass().getName());
            }
        } catch (JSONException error) {
            Log.warn("The page did not name its plugins: " + names, error);
        }
        return classes;
    }
}
