package app.capgo.backgroundtask.headless;

import android.os.Handler;
import android.os.Looper;
import android.webkit.WebView;
import com.getcapacitor.Bridge;

/**
 * The web views' JavaScript timers, which are paused for all of a process at once. Capacitor pauses them with the activity of an app that
 * switched `KeepRunning` off. A run needs them; after it they are again as Capacitor left them. Android does not tell whether they are
 * paused, so this is kept here. Main thread.
 */
public final class WebTimers {

    private static boolean pausedByApp = false;
    private static WebView holder = null;

    private WebTimers() {}

    /** The page's activity is being paused: what Capacitor does to the timers it does right after it has told its plugins. */
    public static void pagePauses(Bridge page) {
        if (page.shouldKeepRunning() || page.cordovaInterface.getActivityResultCallback() != null) return;
        pausedByApp = true;
        new Handler(Looper.getMainLooper()).post(() -> {
            if (holder != null) holder.resumeTimers();
        });
    }

    /** Capacitor resumes them with every activity. */
    public static void pageResumes() {
        pausedByApp = false;
    }

    /** From now on they run, whatever becomes of the app's page. */
    static void hold(WebView view) {
        holder = view;
        view.resumeTimers();
    }

    static void release(WebView view) {
        if (holder != view) return;
        holder = null;
        if (pausedByApp) view.pauseTimers();
    }
}
