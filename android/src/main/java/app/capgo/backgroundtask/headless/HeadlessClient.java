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

/** Serves files as the live app's client does, stays at the app's origin, and tells when the page is lost. */
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

    /** Asks no plugin, and opens nothing outside, because there is nobody to see it. */
    @Override
    public boolean shouldOverrideUrlLoading(WebView view, WebResourceRequest request) {
        Uri url = request.getUrl();
        if (isHome(url)) return false;
        Log.warn("A background task's page may not go to " + url);
        // The start page itself failed, so there is nothing to wait for.
        if (!loaded && request.isForMainFrame() && request.isRedirect()) failures.onLoadFailed(origin.toString(), "it redirects to " + url);
        return true;
    }

    /** Stops a form that is posted elsewhere, which the method above is not asked about. "No content" leaves the page where it is. Any thread. */
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

    /** Returns true, because false would end the app's process. */
    @Override
    @RequiresApi(Build.VERSION_CODES.O)
    public boolean onRenderProcessGone(WebView view, RenderProcessGoneDetail detail) {
        failures.onRendererGone(ApiLevelCalls.didCrash(detail));
        return true;
    }
}
