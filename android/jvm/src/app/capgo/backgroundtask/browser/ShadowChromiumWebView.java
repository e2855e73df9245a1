package app.capgo.backgroundtask.browser;

import android.net.Uri;
import android.os.Handler;
import android.os.Looper;
import android.webkit.ConsoleMessage;
import android.webkit.RenderProcessGoneDetail;
import android.webkit.ValueCallback;
import android.webkit.WebChromeClient;
import android.webkit.WebResourceError;
import android.webkit.WebResourceRequest;
import android.webkit.WebResourceResponse;
import android.webkit.WebView;
import android.webkit.WebViewClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.annotation.RealObject;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowWebView;

/**
 * A web view with real Chromium behind it. True to the device in what matters here: callbacks of the clients come on the main looper,
 * requests are intercepted on other threads, `View.post` of a view never attached does not run.
 */
@Implements(WebView.class)
public class ShadowChromiumWebView extends ShadowWebView {

    /** Every view that was made and not destroyed. */
    public static final List<WebView> ALIVE = Collections.synchronizedList(new ArrayList<>());

    /** Every message from a page to the bridge, in order. */
    public static final List<String> MESSAGES = Collections.synchronizedList(new ArrayList<>());

    private static Chromium browser;

    @RealObject
    private WebView view;

    private final Handler main = new Handler(Looper.getMainLooper());
    private Tab tab;
    private int progress = 0;
    private boolean destroyed = false;
    /** An uncaught renderer's death is the process's. */
    private boolean processDied = false;

    public static void use(Chromium chromium) {
        browser = chromium;
        ALIVE.clear();
        MESSAGES.clear();
    }

    public static ShadowChromiumWebView of(WebView view) {
        return Shadow.extract(view);
    }

    Tab tab() {
        if (tab == null) {
            tab = new Tab(browser, new ClientCalls());
            ALIVE.add(view);
        }
        return tab;
    }

    public void freeze() {
        tab().freeze();
    }

    public void crashRenderer() {
        tab().crash();
    }

    public boolean isProcessDead() {
        return processDied;
    }

    @Implementation
    @Override
    protected void loadUrl(String url) {
        super.loadUrl(url);
        progress = 10;
        tab().navigate(url);
    }

    @Implementation
    @Override
    protected void evaluateJavascript(String script, ValueCallback<String> callback) {
        tab().evaluate(script, (value) -> {
            if (callback != null) main.post(() -> callback.onReceiveValue(value));
        });
    }

    @Implementation
    protected int getProgress() {
        return progress;
    }

    @Implementation
    @Override
    protected void destroy() {
        super.destroy();
        destroyed = true;
        ALIVE.remove(view);
        if (tab != null) tab.close();
    }

    void messagesTo(MessageListener listener) {
        this.messages = listener;
    }

    interface MessageListener {
        void onMessage(String message);
    }

    private MessageListener messages;

    private WebViewClient client() {
        return getWebViewClient();
    }

    private final class ClientCalls implements Tab.Host {

        private void onMain(Runnable action) {
            main.post(() -> {
                if (!destroyed) action.run();
            });
        }

        @Override
        public void onMessage(String message) {
            MESSAGES.add(message);
            onMain(() -> messages.onMessage(message));
        }

        @Override
        public void onNavigated(String url) {
            onMain(() -> client().onPageStarted(view, url, null));
        }

        @Override
        public void onLoaded(String url) {
            onMain(() -> {
                progress = 100;
                client().onPageFinished(view, url);
            });
        }

        @Override
        public void onFailed(String url, String reason) {
            WebResourceError error = new WebResourceError() {
                @Override
                public int getErrorCode() {
                    return WebViewClient.ERROR_CONNECT;
                }

                @Override
                public CharSequence getDescription() {
                    return reason;
                }
            };
            onMain(() -> client().onReceivedError(view, new Request(Uri.parse(url), "GET", new TreeMap<>(), true), error));
        }

        @Override
        public void onConsole(String level, String text, String source, int line) {
            ConsoleMessage.MessageLevel severity = level.equals("error") ? ConsoleMessage.MessageLevel.ERROR : ConsoleMessage.MessageLevel.LOG;
            onMain(() -> {
                WebChromeClient chrome = getWebChromeClient();
                if (chrome != null) chrome.onConsoleMessage(new ConsoleMessage(text, source, line, severity));
            });
        }

        @Override
        @SuppressWarnings("deprecation")
        public void onCrashed() {
            onMain(() -> {
                RenderProcessGoneDetail detail = new RenderProcessGoneDetail() {
                    @Override
                    public boolean didCrash() {
                        return true;
                    }

                    @Override
                    public int rendererPriorityAtExit() {
                        return WebView.RENDERER_PRIORITY_IMPORTANT;
                    }
                };
                if (!client().onRenderProcessGone(view, detail)) processDied = true;
            });
        }

        @Override
        public Tab.Answer intercept(String url, String method, Map<String, String> headers, boolean mainFrame) {
            WebResourceRequest request = new Request(Uri.parse(url), method, headers, mainFrame);
            WebResourceResponse response = client().shouldInterceptRequest(view, request);
            if (response == null) return null;
            if (mainFrame && response.getStatusCode() >= 400) onMain(() -> client().onReceivedHttpError(view, request, response));
            Map<String, String> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            if (response.getResponseHeaders() != null) lines.putAll(response.getResponseHeaders());
            if (response.getMimeType() != null) lines.putIfAbsent("Content-Type", response.getMimeType());
            int status = response.getStatusCode() == 0 ? 200 : response.getStatusCode();
            return new Tab.Answer(status, response.getReasonPhrase(), lines, bytes(response));
        }

        private byte[] bytes(WebResourceResponse response) {
            try (InputStream in = response.getData() == null ? new ByteArrayInputStream(new byte[0]) : response.getData()) {
                return in.readAllBytes();
            } catch (IOException error) {
                return new byte[0];
            }
        }
    }

    private record Request(Uri url, String method, Map<String, String> headers, boolean mainFrame) implements WebResourceRequest {
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
            return false;
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
}
