package app.capgo.backgroundtask.browser;

import android.net.Uri;
import android.webkit.WebResourceRequest;
import java.util.Map;

/** A request as the clients get it. */
record PageRequest(Uri url, String method, Map<String, String> headers, boolean mainFrame, boolean redirect) implements WebResourceRequest {
    @Override
    public Uri getUrl() {
        return url;
    }

    @Override
    public boolean isForMainFrame() {
        return mainFrame;
    }

    @Override
    public boolean isRedirect() {
        return redirect;
    }

    @Override
    public boolean hasGesture() {
        return false;
    }

    @Override
    public String getMethod() {
        return method;
    }

    @Override
    public Map<String, String> getRequestHeaders() {
        return headers;
    }
}
