package app.capgo.backgroundtask.headless;

import android.annotation.SuppressLint;
import android.content.Context;
import android.os.Handler;
import android.os.Looper;
import android.webkit.DownloadListener;
import android.webkit.WebView;

/** Never attached to a window: there, `View.post` keeps its actions until an attachment that never comes. */
@SuppressLint("ViewConstructor")
final class HeadlessWebView extends WebView {

    private final Handler main = new Handler(Looper.getMainLooper());

    HeadlessWebView(Context context) {
        super(context);
    }

    /** Without a listener a web view downloads nothing: one that a plugin sets would ask, or start a download. */
    @Override
    public void setDownloadListener(DownloadListener listener) {}

    @Override
    public boolean post(Runnable action) {
        // Null while the super constructor runs.
        return main == null ? new Handler(Looper.getMainLooper()).post(action) : main.post(action);
    }

    @Override
    public boolean postDelayed(Runnable action, long delayMs) {
        return main == null ? new Handler(Looper.getMainLooper()).postDelayed(action, delayMs) : main.postDelayed(action, delayMs);
    }
}
