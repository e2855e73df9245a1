package app.capgo.backgroundtask.browser;

import android.content.Context;
import android.content.pm.PackageInfo;
import android.net.Uri;
import android.webkit.WebView;
import androidx.webkit.JavaScriptReplyProxy;
import androidx.webkit.ScriptHandler;
import androidx.webkit.WebMessageCompat;
import androidx.webkit.WebViewCompat;
import androidx.webkit.WebViewCompat.WebMessageListener;
import java.util.Set;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;

/** The boundary at which androidx.webkit talks to the web view's provider. */
@Implements(WebViewCompat.class)
public class ShadowWebViewCompat {

    @Implementation
    protected static void addWebMessageListener(WebView view, String name, Set<String> origins, WebMessageListener listener) {
        ShadowChromiumWebView shadow = ShadowChromiumWebView.of(view);
        shadow.tab().addMessageObject(name);
        JavaScriptReplyProxy reply = new JavaScriptReplyProxy() {
            @Override
            public void postMessage(String message) {
                ShadowChromiumWebView.ANSWERS.add(message);
                shadow.tab().postToObject(name, message);
            }

            @Override
            public void postMessage(byte[] message) {
                throw new UnsupportedOperationException();
            }
        };
        shadow.listen(name, message ->
            listener.onPostMessage(view, new WebMessageCompat(message), Uri.parse(origins.iterator().next()), true, reply)
        );
    }

    @Implementation
    protected static ScriptHandler addDocumentStartJavaScript(WebView view, String script, Set<String> origins) {
        ShadowChromiumWebView.of(view).tab().addStartScript(script);
        return () -> {
            throw new UnsupportedOperationException();
        };
    }

    @Implementation
    protected static PackageInfo getCurrentWebViewPackage(Context context) {
        return ShadowChromiumWebView.provider();
    }
}
