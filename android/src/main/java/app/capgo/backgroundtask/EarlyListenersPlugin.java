package app.capgo.backgroundtask;

import androidx.webkit.WebViewFeature;
import com.getcapacitor.JSObject;
import com.getcapacitor.Plugin;
import com.getcapacitor.PluginCall;
import com.getcapacitor.PluginMethod;
import java.util.ArrayList;
import java.util.List;

/**
 * A plugin whose listeners outlive the start of their own page. By a JavaScript interface (an old web view, or `useLegacyBridge`) a page's
 * first calls can come before the main thread hears that the page has started; then Capacitor takes all listeners away. Those added since
 * the last page start are kept: when they are of the page before after all, the new page knows nothing of their ids and ignores them.
 */
abstract class EarlyListenersPlugin extends Plugin {

    private List<PluginCall> added = new ArrayList<>();

    @Override
    @PluginMethod(returnType = PluginMethod.RETURN_NONE)
    public synchronized void addListener(PluginCall call) {
        super.addListener(call);
        added.add(call);
    }

    @Override
    @PluginMethod(returnType = PluginMethod.RETURN_NONE)
    public synchronized void removeListener(PluginCall call) {
        super.removeListener(call);
        String id = call.getString("callbackId");
        added.removeIf(each -> each.getCallbackId().equals(id));
    }

    /** Events come from the engine's thread, listeners from Capacitor's, whose lists are made for one thread. */
    @Override
    protected synchronized void notifyListeners(String event, JSObject data) {
        super.notifyListeners(event, data);
    }

    /** A page starts. */
    @Override
    public synchronized void removeAllListeners() {
        super.removeAllListeners();
        List<PluginCall> early = added;
        added = new ArrayList<>();
        if (
            WebViewFeature.isFeatureSupported(WebViewFeature.WEB_MESSAGE_LISTENER) && !getBridge().getConfig().isUsingLegacyBridge()
        ) return;
        for (PluginCall call : early) {
            super.addListener(call);
            getBridge().saveCall(call);
        }
    }
}
