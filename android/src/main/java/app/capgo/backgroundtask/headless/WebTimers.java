package app.capgo.backgroundtask.headless;

import android.os.Handler;
import android.os.Looper;
import android.webkit.WebView;
import com.getcapacitor.Bridge;

/**
 * Switches the JavaScript timers of web views, which a process can only pause all at once. Capacitor pauses them with the activity of an app that
 * switched `KeepRunning` off. A run needs them; after it they are again as Capacitor left them. Android does not tell whether they are paused, so this
 * class remembers it. Main thread.
 */
public final class WebTimers {

    private static boolean pausedByApp = false;
    private static WebView holder = null;

    private WebTimers() {}

    /** Is called when the page's activity is paused. Capacitor tells its plugins first, and pauses the timers right after. */
    public static void pagePauses(Bridge page) {
        if (page.shouldKeepRunning() || page.cordovaInterface.getActivityResultCallback() != null) return;
        pausedByApp = true;
        new Handler(Looper.getMainLooper()).post(() -> {
            if (holder != null) holder.resumeTimers();
        });
    }

    /** Is called when an activity resumes, which makes Capacitor resume the timers. */
    public static void pageResumes() {
        pausedByApp = false;
    }

    /** Lets the timers run from now on, whatever becomes of the app's page. */
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
