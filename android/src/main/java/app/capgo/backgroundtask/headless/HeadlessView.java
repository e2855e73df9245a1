package app.capgo.backgroundtask.headless;

import android.content.Context;
import android.webkit.WebSettings;
import androidx.webkit.WebViewCompat;
import app.capgo.backgroundtask.core.Constants;
import app.capgo.backgroundtask.core.ErrorCode;
import app.capgo.backgroundtask.core.Ports.RuntimeChannel;
import app.capgo.backgroundtask.core.RunError;
import app.capgo.backgroundtask.platform.Log;
import com.getcapacitor.CapConfig;
import com.getcapacitor.Plugin;
import com.getcapacitor.PluginHandle;
import com.getcapacitor.cordova.MockCordovaInterfaceImpl;
import com.getcapacitor.cordova.MockCordovaWebViewImpl;
import java.util.Collections;
import java.util.List;
import org.apache.cordova.ConfigXmlParser;
import org.apache.cordova.CordovaPreferences;

/** Holds one headless web view with its bridge, from open to close. Main thread, but for prepare and what the guard reports. */
final class HeadlessView implements HeadlessBridge.Guard, HeadlessClient.Failures {

    interface Listener {
        /** Returns whether it is still the view that runs are offered to. */
        boolean onAttached(HeadlessView view);

        void onFailed(HeadlessView view, RunError why);
    }

    private final Context context;
    private final HeadlessClasses classes;
    private final Listener listener;
    private final HeadlessPlugins plugins;
    private HeadlessConfig config = null;
    private CapConfig capacitorConfig = null;
    private List<Class<? extends Plugin>> chosen = null;
    private Throwable unreadable = null;
    private WindowlessActivity activity = null;
    private HeadlessWebView webView = null;
    private HeadlessBridge bridge = null;
    private PluginStatics statics = null;
    private PermissionRefusal permissions = null;
    private volatile RuntimeChannel channel = null;
    private volatile String scriptError = null;
    private boolean closed = false;

    HeadlessView(Context context, HeadlessClasses classes, HeadlessPlugins plugins, Listener listener) {
        this.context = context;
        this.classes = classes;
        this.plugins = plugins;
        this.listener = listener;
    }

    /** Reads what is on disk, before the main thread opens the view. Engine's thread. */
    void prepare() {
        try {
            config = HeadlessConfig.of(context);
            String remark = config.remark();
            if (remark != null) Log.warn(remark);
            capacitorConfig = config.capacitor();
            plugins.choose(config);
            chosen = plugins.classes();
        } catch (Throwable failure) {
            unreadable = failure;
        }
    }

    void open() {
        if (closed) return;
        try {
            build();
        } catch (Throwable failure) {
            Log.error("The headless web view could not be started", failure);
            ErrorCode code = webView == null ? ErrorCode.WEB_VIEW_MISSING : ErrorCode.LOAD_FAILED;
            String what =
                webView == null
                    ? "Android System WebView is missing, disabled or being updated: "
                    : "The app's page could not be set up without a window: ";
            listener.onFailed(this, RunError.of(code, what + failure));
        }
    }

    private void build() throws Throwable {
        if (WebViewCompat.getCurrentWebViewPackage(context) == null) throw new IllegalStateException("no package provides web views");
        activity = WindowlessActivity.create(context, classes.activity());
        webView = new HeadlessWebView(activity);
        activity.show(webView);
        if (unreadable != null) throw unreadable;
        permissions = PermissionRefusal.install();
        statics = PluginStatics.of(chosen);
        ConfigXmlParser parser = new ConfigXmlParser();
        parser.parse(context);
        CordovaPreferences preferences = parser.getPreferences();
        // The bridge would note the new version and drop the live update, which only the live app may do.
        if (config.isNewBinary()) preferences.set("DisableDeploy", true);
        MockCordovaInterfaceImpl cordova = new MockCordovaInterfaceImpl(activity);
        MockCordovaWebViewImpl cordovaWebView = new MockCordovaWebViewImpl(context);
        cordovaWebView.init(cordova, Collections.emptyList(), preferences, webView);
        cordova.onCordovaInit(cordovaWebView.getPluginManager());
        bridge = HeadlessBridge.create(this, activity, webView, chosen, cordova, cordovaWebView, preferences, capacitorConfig);
        bridge.setWebViewClient(new HeadlessClient(bridge, this));
        webView.setWebChromeClient(new HeadlessChrome(error -> scriptError = error));
        WebSettings settings = webView.getSettings();
        settings.setJavaScriptCanOpenWindowsAutomatically(false);
        // With false a new window would take the place of this page; with true the client is asked, and refuses.
        settings.setSupportMultipleWindows(true);
        settings.setGeolocationEnabled(false);
        WebTimers.hold(webView);
        PluginHandle ours = bridge.getPlugin(Constants.PLUGIN_NAME);
        channel = ours == null ? null : (RuntimeChannel) ours.getInstance();
    }

    void close() {
        if (closed) return;
        closed = true;
        if (bridge != null) bridge.onDestroy();
        if (activity != null) activity.close();
        if (statics != null) statics.restore(bridge);
        if (permissions != null) permissions.remove();
        if (webView == null) return;
        WebTimers.release(webView);
        webView.stopLoading();
        webView.destroy();
    }

    /** Returns our plugin in this view, or null while there is none. */
    RuntimeChannel channel() {
        return channel;
    }

    /** Returns why a page that loaded did not attach. */
    RunError startTimeout() {
        String told =
            scriptError == null
                ? "It does not import the module with the defineTask calls, or is still loading."
                : "Its script reported: " + scriptError;
        return RunError.of(
            ErrorCode.START_TIMEOUT,
            "The page did not start the task runner within " + Constants.HEADLESS_START_MS / 1000 + " seconds. " + told
        );
    }

    @Override
    public boolean mayLoad(Class<? extends Plugin> plugin) {
        return plugins.mayLoad(plugin);
    }

    @Override
    public void loading(Class<? extends Plugin> plugin) {
        plugins.loading(plugin);
    }

    @Override
    public void loaded(Class<? extends Plugin> plugin, Throwable failure) {
        plugins.loaded(plugin, failure);
    }

    @Override
    public boolean attached() {
        return listener.onAttached(this);
    }

    @Override
    public void onLoadFailed(String url, String reason) {
        listener.onFailed(this, RunError.of(ErrorCode.LOAD_FAILED, "The page " + url + " could not be loaded: " + reason));
    }

    @Override
    public void onRendererGone(boolean crashed) {
        String how = crashed ? "crashed" : "was killed by the system for its memory";
        listener.onFailed(this, RunError.of(ErrorCode.RENDERER_GONE, "The web view's renderer process " + how + "."));
    }
}
