package app.capgo.backgroundtask.headless;

import com.getcapacitor.Plugin;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What other plugins do when they are loaded, or destroyed, where nobody looks. By package, because forks keep the names. */
final class PluginRules {

    /** They roll a live update back, delete one or call home: whatever the app asks for. */
    static final List<String> NEVER = Collections.unmodifiableList(
        Arrays.asList("ee.forgr.capacitor_updater.", "io.capawesome.capacitorjs.plugins.liveupdate.", "com.capacitorjs.liveupdates.")
    );

    /** They act on the live app, on the server, or on a window: only when the app asks for them. */
    private static final List<String> ONLY_WHEN_INCLUDED = Collections.unmodifiableList(
        Arrays.asList(
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
        )
    );

    private PluginRules() {}

    static boolean isNeverLoaded(Class<? extends Plugin> type) {
        return startsWithOneOf(NEVER, type);
    }

    static boolean isHarmful(Class<? extends Plugin> type) {
        return isNeverLoaded(type) || startsWithOneOf(ONLY_WHEN_INCLUDED, type);
    }

    private static boolean startsWithOneOf(List<String> prefixes, Class<?> type) {
        for (String prefix : prefixes) {
            if (type.getName().startsWith(prefix)) return true;
        }
        return false;
    }
}
