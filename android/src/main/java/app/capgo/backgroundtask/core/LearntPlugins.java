package app.capgo.backgroundtask.core;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The plugins that the app registers by hand. No file of the build names them: they are learnt from the live bridge, by the names of their
 * classes, and hold for the version of the app that they were learnt from. Another build of it may have other classes.
 */
public final class LearntPlugins {

    private final LedgerStore store;

    public LearntPlugins(LedgerStore store) {
        this.store = store;
    }

    /** Plugin name to class name; empty when none were learnt from this version. */
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
            // Learnt anew when the app is on screen.
        }
        return classes;
    }

    /** All that this version has, at each start of the app: written only when it is news. */
    public void learn(long appVersion, Map<String, String> classes) throws IOException {
        if (of(appVersion).equals(classes)) return;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("appVersion", appVersion);
        fields.put("plugins", classes);
        store.replace(Json.write(fields));
    }
}
