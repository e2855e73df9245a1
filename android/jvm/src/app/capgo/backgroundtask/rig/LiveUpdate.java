package app.capgo.backgroundtask.rig;

import android.content.Context;
import java.io.File;

/** A live update as Capacitor notes it: the app's files come from a folder, for as long as the app has this version. */
public final class LiveUpdate {

    private LiveUpdate() {}

    public static void install(Context app, File folder) {
        app.getSharedPreferences("CapWebViewSettings", Context.MODE_PRIVATE)
            .edit()
            .putString("lastBinaryVersionCode", "1")
            .putString("lastBinaryVersionName", "1.0")
            .putString("serverBasePath", folder.getPath())
            .commit();
    }
}
