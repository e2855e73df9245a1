package app.capgo.backgroundtask.headless;

import android.net.Uri;
import android.os.Build;
import android.webkit.RenderProcessGoneDetail;
import android.webkit.WebResourceError;
import android.webkit.WebResourceRequest;
import android.webkit.WebResourceResponse;
import android.webkit.WebView;
import androidx.annotation.RequiresApi;
import app.capgo.backgroundtask.platform.ApiLevelCalls;
import app.capgo.backgroundtask.platform.Log;
import com.getcapacitor.Bridge;
import com.getcapacitor.BridgeWebViewClient;
import java.io.ByteArrayInputStream;
import java.util.Collections;

/** Serves as the live app's client does, goes nowhere but the app's origin, and tells when the page is lost. */
final class HeadlessClient extends BridgeWebViewClient {

    interface Failures {
        void onLoadFailed(String url, String reason);

        void onRendererGone(boolean crashed);
    }

    private final Uri origin;
    private final Failures failures;
    private boolean loaded = false;

    HeadlessClient(Bridge bridge, Failures failures) {
        super(bridge);
        origin = Uri.parse(bridge.getAppUrl());
        this.failures = failures;
    }

    /** Plugins are not asked, and nothing is opened outside: there is nobody to see it. */
    @Override
    public boolean shouldOverrideUrlLoading(WebView view, WebResourceRequest request) {
        Uri url = request.getUrl();
        if (isHome(url)) return false;
        Log.warn("A background task's page may not go to " + url);
        // The start page itself: nothing would come of waiting for it.
        if (!loaded && request.isForMainFrame() && request.isRedirect()) failures.onLoadFailed(origin.toString(), "it redirects to " + url);
        return true;
    }

    /** A form that is posted elsewhere is not asked about above. "No content" leaves the page where it is. Any thread. */
    @Override
    public WebResourceResponse shouldInterceptRequest(WebView view, WebResourceRequest request) {
        if (!request.isForMainFrame() || isHome(request.getUrl())) return super.shouldInterceptRequest(view, request);
        Log.warn("A background task's page may not go to " + request.getUrl());
        return new WebResourceResponse(
            "text/plain",
            "utf-8",
            204,
            "No Content",
            Collections.emptyMap(),
            new ByteArrayInputStream(new byte[0])
        );
    }

    private boolean isHome(Uri url) {
        return same(origin.getScheme(), url.getScheme()) && same(origin.getAuthority(), url.getAuthority());
    }

    private static boolean same(String a, String b) {
        return a == null ? b == null : a.equalsIgnoreCase(b);
    }

    @Override
    public void onPageFinished(WebView view, String url) {
        loaded = true;
        super.onPageFinished(view, url);
    }

    @Override
    public void onReceivedError(WebView view, WebResourceRequest request, WebResourceError error) {
        if (request.isForMainFrame()) failures.onLoadFailed(request.getUrl().toString(), String.valueOf(error.getDescription()));
    }

    @Override
    public void onReceivedHttpError(WebView view, WebResourceRequest request, WebResourceResponse response) {
        if (request.isForMainFrame()) failures.onLoadFailed(request.getUrl().toString(), "HTTP " + response.getStatusCode());
    }

    /** False would be the end of the app's process. */
    @Override
    @RequiresApi(Build.VERSION_CODES.O)
    public boolean onRenderProcessGone(WebView view, RenderProcessGoneDetail detail) {
        failures.onRendererGone(ApiLevelCalls.didCrash(detail));
        return true;
    }
}
