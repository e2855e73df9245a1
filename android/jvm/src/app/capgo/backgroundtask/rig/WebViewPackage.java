package app.capgo.backgroundtask.rig;

import android.content.pm.PackageInfo;
import org.robolectric.shadows.ShadowWebView;

/** The package that web views come from, as the device has it. */
public final class WebViewPackage {

    private WebViewPackage() {}

    public static void install(String version) {
        PackageInfo provider = new PackageInfo();
        provider.packageName = "com.google.android.webview";
        provider.versionName = version;
        ShadowWebView.setCurrentWebViewPackage(provider);
    }
}
