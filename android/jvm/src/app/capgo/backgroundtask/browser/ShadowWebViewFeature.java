package app.capgo.backgroundtask.browser;

import androidx.webkit.WebViewFeature;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;

/** A current web view: both of the features that Capacitor asks for. */
@Implements(WebViewFeature.class)
public class ShadowWebViewFeature {

    @Implementation
    protected static boolean isFeatureSupported(String feature) {
        return feature.equals(WebViewFeature.WEB_MESSAGE_LISTENER) || feature.equals(WebViewFeature.DOCUMENT_START_SCRIPT);
    }
}
