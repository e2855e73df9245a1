package app.capgo.backgroundtask.headless;

import android.webkit.WebResourceRequest;
import android.webkit.WebResourceResponse;
import android.webkit.WebView;
import android.webkit.WebViewClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** A web view and a page, and nothing else: what every headless start is measured beside. */
final class BareView {

    /** Tells the server as a callback of the example app does. */
    private static final String BARE =
        "<!doctype html><meta charset=utf-8><script>fetch('http://localhost:4180/marks', " +
        "{ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ phase: 'start' }) })</script>";

    private BareView() {}

    /** From the making of the view to the first line of its page, in milliseconds. The view is gone afterwards. */
    static long firstLine(HeadlessBenchRig bench) {
        long from = System.currentTimeMillis();
        WebView view = new WebView(bench.rig.app);
        view.getSettings().setJavaScriptEnabled(true);
        view.setWebViewClient(
            new WebViewClient() {
                @Override
                public WebResourceResponse shouldInterceptRequest(WebView from, WebResourceRequest request) {
                    if (!request.isForMainFrame()) return null;
                    return new WebResourceResponse("text/html", "utf-8", new ByteArrayInputStream(BARE.getBytes(StandardCharsets.UTF_8)));
                }
            }
        );
        view.loadUrl("https://localhost/bare.html");
        long milliseconds = bench.firstLineSince(from);
        view.destroy();
        return milliseconds;
    }
}
