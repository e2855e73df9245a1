package app.capgo.backgroundtask.headless;

import android.content.Context;
import android.content.SharedPreferences;
import android.content.pm.ApplicationInfo;
import android.content.pm.PackageInfo;
import android.content.pm.PackageManager;
import android.text.TextUtils;
import androidx.core.content.pm.PackageInfoCompat;
import app.capgo.backgroundtask.platform.Log;
import com.getcapacitor.CapConfig;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/** Reads the app's own configuration, with what differs where nobody looks, and the files of the build that the headless runtime needs. */
final class HeadlessConfig {

    private static final String PAGE = "background-task.html";
    private static final String MANIFEST = "background-task.json";

    private final Context context;
    private final JSONObject json;
    /** Returns the folder of a live update, or null when the app's assets are served. */
    private final File liveUpdate;
    private final boolean newBinary;

    private HeadlessConfig(Context context, JSONObject json, File liveUpdate, boolean newBinary) {
        this.context = context;
        this.json = json;
        this.liveUpdate = liveUpdate;
        this.newBinary = newBinary;
    }

    static HeadlessConfig of(Context context) {
        SharedPreferences stored = context.getSharedPreferences(com.getcapacitor.plugin.WebView.WEBVIEW_PREFS_NAME, Context.MODE_PRIVATE);
        boolean newBinary = isNewBinary(context, stored);
        String path = stored.getString(com.getcapacitor.plugin.WebView.CAP_SERVER_PATH, "");
        File folder = newBinary || path.isEmpty() ? null : new File(path);
        return new HeadlessConfig(
            context,
            parsed(asset(context, "capacitor.config.json")),
            folder != null && folder.exists() ? folder : null,
            newBinary
        );
    }

    /** Finds out whether the app is a new version as the bridge does, but writes nothing down. */
    private static boolean isNewBinary(Context context, SharedPreferences stored) {
        try {
            PackageInfo info = context.getPackageManager().getPackageInfo(context.getPackageName(), 0);
            String code = Integer.toString((int) PackageInfoCompat.getLongVersionCode(info));
            String name = info.versionName == null ? "" : info.versionName;
            return (
                !code.equals(stored.getString("lastBinaryVersionCode", null)) ||
                !name.equals(stored.getString("lastBinaryVersionName", null))
            );
        } catch (PackageManager.NameNotFoundException error) {
            return true;
        }
    }

    boolean isNewBinary() {
        return newBinary;
    }

    /** Returns the app's version code, or 0 when it cannot be read. */
    long appVersion() {
        try {
            return PackageInfoCompat.getLongVersionCode(context.getPackageManager().getPackageInfo(context.getPackageName(), 0));
        } catch (PackageManager.NameNotFoundException error) {
            return 0;
        }
    }

    @SuppressWarnings("deprecation")
    CapConfig capacitor() {
        try {
            JSONObject config = new JSONObject(json.toString());
            JSONObject server = put(config, "server");
            // The page is there with server.url too, because the dev server serves the same built files.
            if (has(PAGE)) server.put("appStartPath", endsWithSlash(server) ? PAGE : "/" + PAGE);
            // There is no error page: it would stand in for the app, and the run would not end with the reason.
            server.remove("errorPath");
            // A process has one such client, and it is the live app's.
            put(config, "android").put("resolveServiceWorkerRequests", false);
            put(config, "android").put("initialFocus", false);
            boolean debuggable = (context.getApplicationInfo().flags & ApplicationInfo.FLAG_DEBUGGABLE) != 0;
            JSONObject android = put(config, "android");
            if (!android.has("webContentsDebuggingEnabled")) android.put("webContentsDebuggingEnabled", debuggable);
            return new CapConfig(context.getAssets(), config);
        } catch (JSONException error) {
            throw new IllegalStateException("capacitor.config.json cannot be used", error);
        }
    }

    /** Returns whether the address that Capacitor puts the start path after ends in a slash; to a server a second slash is another path. */
    private static boolean endsWithSlash(JSONObject server) {
        String url = server.optString("url");
        if (!url.isEmpty()) return url.endsWith("/");
        String scheme = server.optString("androidScheme", "https");
        return !scheme.equals("http") && !scheme.equals("https");
    }

    private static JSONObject put(JSONObject parent, String key) throws JSONException {
        if (parent.optJSONObject(key) == null) parent.put(key, new JSONObject());
        return parent.getJSONObject(key);
    }

    /** Returns the names of the plugins that the tasks module uses, as the build found them; null without such a build. */
    Set<String> pluginsOfTasks() {
        String text = file(MANIFEST);
        return text == null ? null : words(parsed(text).optJSONArray("plugins"));
    }

    /** Returns a list of `plugins.CapgoBackgroundTask.headlessPlugins`: `include` or `exclude`. */
    Set<String> headlessPlugins(String key) {
        JSONObject plugins = json.optJSONObject("plugins");
        JSONObject ours = plugins == null ? null : plugins.optJSONObject("CapgoBackgroundTask");
        JSONObject lists = ours == null ? null : ours.optJSONObject("headlessPlugins");
        return words(lists == null ? null : lists.optJSONArray(key));
    }

    /** Returns whether a core plugin's own switch, `plugins.<name>.enabled`, is on. */
    boolean isEnabled(String plugin) {
        JSONObject plugins = json.optJSONObject("plugins");
        JSONObject config = plugins == null ? null : plugins.optJSONObject(plugin);
        return config != null && config.optBoolean("enabled", false);
    }

    /** Says what a developer should know of a live update; null when there is nothing. */
    String remark() {
        String own = asset(context, "public/" + MANIFEST);
        if (liveUpdate == null || own == null) return null;
        String name = "The live update " + liveUpdate.getName();
        if (!has(PAGE)) {
            return (
                name +
                " has no " +
                PAGE +
                ", which the app's own bundle has: the whole app is loaded for a task. Upload what the plugin's build step has made."
            );
        }
        Set<String> tasks = words(parsed(own).optJSONArray("tasks"));
        Set<String> updated = words(parsed(file(MANIFEST)).optJSONArray("tasks"));
        if (updated.equals(tasks)) return null;
        return (
            name +
            " defines other tasks than the app's own bundle: without " +
            list(tasks, updated) +
            ", with " +
            list(updated, tasks) +
            " beside it."
        );
    }

    private static String list(Set<String> names, Set<String> without) {
        Set<String> left = new TreeSet<>(names);
        left.removeAll(without);
        return left.isEmpty() ? "none" : "\"" + TextUtils.join("\", \"", left) + "\"";
    }

    private boolean has(String name) {
        return file(name) != null;
    }

    /** Looks for the page before it is loaded, because a missing page would only be an empty 404. */
    private String file(String name) {
        if (liveUpdate == null) return asset(context, "public/" + name);
        try (InputStream in = new FileInputStream(new File(liveUpdate, name))) {
            return read(in);
        } catch (IOException absent) {
            return null;
        }
    }

    static String asset(Context context, String path) {
        try (InputStream in = context.getAssets().open(path)) {
            return read(in);
        } catch (IOException absent) {
            return null;
        }
    }

    private static String read(InputStream in) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        StringBuilder text = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) text.append(line).append('\n');
        return text.toString();
    }

    private static JSONObject parsed(String text) {
        try {
            return text == null ? new JSONObject() : new JSONObject(text);
        } catch (JSONException error) {
            Log.warn("A file of the build is no JSON", error);
            return new JSONObject();
        }
    }

    private static Set<String> words(JSONArray array) {
        Set<String> words = new HashSet<>();
        for (int i = 0; array != null && i < array.length(); i++) words.add(array.optString(i));
        return words;
    }
}
