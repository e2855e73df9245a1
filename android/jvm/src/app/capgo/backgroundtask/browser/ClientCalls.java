package app.capgo.backgroundtask.browser;

import android.net.Uri;
import android.os.Handler;
import android.os.Looper;
import android.webkit.ConsoleMessage;
import android.webkit.DownloadListener;
import android.webkit.RenderProcessGoneDetail;
import android.webkit.WebChromeClient;
import android.webkit.WebResourceError;
import android.webkit.WebResourceResponse;
import android.webkit.WebView;
import android.webkit.WebViewClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Tells a web view's clients what happens in its tab, each on the thread that they are told on in a device. */
final class ClientCalls implements Tab.Delegate {

    private final ShadowChromiumWebView shadow;
    private final WebView view;
    private final Handler main = new Handler(Looper.getMainLooper());

    ClientCalls(ShadowChromiumWebView shadow, WebView view) {
        this.shadow = shadow;
        this.view = view;
    }

    private WebViewClient client() {
        return shadow.getWebViewClient();
    }

    private WebChromeClient chrome() {
        WebChromeClient set = shadow.getWebChromeClient();
        return set == null ? new WebChromeClient() : set;
    }

    private void onMain(Runnable action) {
        main.post(() -> {
            if (!shadow.isDestroyed()) action.run();
        });
    }

    @Override
    public void onMessage(String object, String method, String message) {
        ShadowChromiumWebView.MESSAGES.add(message);
        shadow.receive(object, method, message, this::onMain);
    }

    @Override
    public void onNavigated(String url) {
        onMain(() -> client().onPageStarted(view, url, null));
    }

    @Override
    public void onLoaded(String url) {
        onMain(() -> {
            shadow.progressed(100);
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
        onMain(() -> client().onReceivedError(view, new PageRequest(Uri.parse(url), "GET", new TreeMap<>(), true, false), error));
    }

    @Override
    public void onConsole(String level, String text, String source, int line) {
        ConsoleMessage.MessageLevel severity = level.equals("error") ? ConsoleMessage.MessageLevel.ERROR : ConsoleMessage.MessageLevel.LOG;
        onMain(() -> chrome().onConsoleMessage(new ConsoleMessage(text, source, line, severity)));
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
            if (!client().onRenderProcessGone(view, detail)) shadow.processDies();
        });
    }

    @Override
    public void onDialog(String type, String message, PageDialog dialog) {
        onMain(() -> {
            String url = view.getUrl();
            boolean answered = switch (type) {
                case "alert" -> chrome().onJsAlert(view, url, message, dialog.result());
                case "confirm" -> chrome().onJsConfirm(view, url, message, dialog.result());
                case "prompt" -> chrome().onJsPrompt(view, url, message, "", dialog.result());
                default -> chrome().onJsBeforeUnload(view, url, message, dialog.result());
            };
            // The web view would show it itself, which takes a window.
            if (answered) dialog.afterClient();
            else shadow.processDies();
        });
    }

    @Override
    public boolean mayOpenWindow(String url) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        main.post(() -> {
            boolean several = !shadow.isDestroyed() && view.getSettings().supportMultipleWindows();
            // A web view of one window is that window.
            if (!several && !shadow.isDestroyed()) shadow.tab().go(url);
            answer.complete(several && chrome().onCreateWindow(view, false, false, null));
        });
        return answer.join();
    }

    @Override
    public void onDownload(String url) {
        ShadowChromiumWebView.DOWNLOADS.add(url);
        onMain(() -> {
            DownloadListener listener = shadow.getDownloadListener();
            if (listener != null) listener.onDownloadStart(url, "", "", "", 0);
        });
    }

    @Override
    public boolean mayNavigate(String url, Map<String, String> headers, boolean redirect) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        PageRequest request = new PageRequest(Uri.parse(url), "GET", headers, true, redirect);
        main.post(() -> answer.complete(!shadow.isDestroyed() && !client().shouldOverrideUrlLoading(view, request)));
        return answer.join();
    }

    @Override
    public Tab.Answer intercept(String url, String method, Map<String, String> headers, boolean mainFrame) {
        PageRequest request = new PageRequest(Uri.parse(url), method, headers, mainFrame, false);
        WebResourceResponse response = client().shouldInterceptRequest(view, request);
        if (response == null) return null;
        if (mainFrame && response.getStatusCode() >= 400) onMain(() -> client().onReceivedHttpError(view, request, response));
        Map<String, String> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (response.getResponseHeaders() != null) lines.putAll(response.getResponseHeaders());
        if (response.getMimeType() != null) lines.putIfAbsent("Content-Type", response.getMimeType());
        int status = response.getStatusCode() == 0 ? 200 : response.getStatusCode();
        return new Tab.Answer(status, response.getReasonPhrase(), lines, bytes(response));
    }

    private static byte[] bytes(WebResourceResponse response) {
        try (InputStream in = response.getData() == null ? new ByteArrayInputStream(new byte[0]) : response.getData()) {
            return in.readAllBytes();
        } catch (IOException error) {
            return new byte[0];
        }
    }
}
