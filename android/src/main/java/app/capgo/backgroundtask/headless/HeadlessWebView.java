package app.capgo.backgroundtask.headless;

import android.annotation.SuppressLint;
import android.content.Context;
import android.os.Handler;
import android.os.Looper;
import android.webkit.DownloadListener;
import android.webkit.WebView;

/** Is never attached to a window, where `View.post` would keep its actions until an attachment that never comes. It posts to the main thread. */
@SuppressLint("ViewConstructor")
final class HeadlessWebView extends WebView {

    private final Handler main = new Handler(Looper.getMainLooper());

    HeadlessWebView(Context context) {
        super(context);
    }

    /** Ignores the listener. Without one a web view downloads nothing; a plugin's would ask the user, or start a download. */
    @Override
    public void setDownloadListener(DownloadListener listener) {}

    @Override
    public boolean post(Runnable action) {
        // The field is null while the super constructor runs.
        return main == null ? new Handler(Looper.getMainLooper()).post(action) : main.post(action);
    }

    @Override
    public boolean postDelayed(Runnable action, long delayMs) {
        return main == null ? new Handler(Looper.getMainLooper()).postDelayed(action, delayMs) : main.postDelayed(action, delayMs);
    }
}
