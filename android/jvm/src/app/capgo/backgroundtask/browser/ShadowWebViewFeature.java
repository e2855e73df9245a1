package app.capgo.backgroundtask.browser;

import androidx.webkit.WebViewFeature;
import java.util.concurrent.atomic.AtomicBoolean;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;

/** Both of the features that Capacitor asks for, or, as in an old web view, none. */
@Implements(WebViewFeature.class)
public class ShadowWebViewFeature {

    public static final AtomicBoolean OLD = new AtomicBoolean();

    @Implementation
    protected static boolean isFeatureSupported(String feature) {
        if (OLD.get()) return false;
        return feature.equals(WebViewFeature.WEB_MESSAGE_LISTENER) || feature.equals(WebViewFeature.DOCUMENT_START_SCRIPT);
    }
}
