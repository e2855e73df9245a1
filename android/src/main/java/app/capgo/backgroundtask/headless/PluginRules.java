package app.capgo.backgroundtask.headless;

import com.getcapacitor.Plugin;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Knows what other plugins do when a headless view loads or destroys them. Lists packages, because forks keep the plugins' names. */
final class PluginRules {

    /** These are never loaded, whatever the app asks for: they roll a live update back, delete one, or call home. */
    static final List<String> NEVER = Collections.unmodifiableList(
        Arrays.asList("ee.forgr.capacitor_updater.", "io.capawesome.capacitorjs.plugins.liveupdate.", "com.capacitorjs.liveupdates.")
    );

    /** These are loaded only when the app asks for them: they act on the live app, on the server, or on a window. */
    private static final List<String> ONLY_WHEN_INCLUDED = Collections.unmodifiableList(
        Arrays.asList(
            // These damage a live service.
            "com.transistorsoft.",
            "com.equimaps.capacitor_background_geolocation.",
            "io.ionic.backgroundrunner.",
            // These take the last message away.
            "com.capacitorjs.plugins.pushnotifications.",
            "io.capawesome.capacitorjs.plugins.firebase.messaging.",
            // These do nothing but show windows.
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
            // This one sets the cookie handler of the whole process.
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
