package app.capgo.backgroundtask.core;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the plugins that the app registers by hand. No file of the build names them, so their class names are learnt from the live bridge.
 * They count only for the version of the app that they were learnt from, because another build may have other classes.
 */
public final class LearntPlugins {

    private final LedgerStore store;

    public LearntPlugins(LedgerStore store) {
        this.store = store;
    }

    /** Returns class names by plugin name. The map is empty when none were learnt from this version. */
    public Map<String, String> of(long appVersion) {
        Map<String, String> classes = new LinkedHashMap<>();
        try {
            String text = store.read();
            if (text == null || !(Json.parse(text) instanceof Map<?, ?> fields)) return classes;
            if (
                !Long.valueOf(appVersion).equals(fields.get("appVersion")) || !(fields.get("plugins") instanceof Map<?, ?> plugins)
            ) return classes;
            plugins.forEach((name, type) -> classes.put(String.valueOf(name), String.valueOf(type)));
        } catch (IOException | IllegalArgumentException unreadable) {
            // They are learnt again when the app is next on screen.
        }
        return classes;
    }

    /** Takes the plugins that this version has, at each start of the app. Writes the file only when they have changed. */
    public void learn(long appVersion, Map<String, String> classes) throws IOException {
        if (of(appVersion).equals(classes)) return;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("appVersion", appVersion);
        fields.put("plugins", classes);
        store.replace(Json.write(fields));
    }
}
