package app.capgo.backgroundtask;

import androidx.webkit.WebViewFeature;
import com.getcapacitor.JSObject;
import com.getcapacitor.Plugin;
import com.getcapacitor.PluginCall;
import com.getcapacitor.PluginMethod;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the listeners that a page adds before Capacitor hears that it has started. By a JavaScript interface (an old web view, or `useLegacyBridge`)
 * a page's first calls can come before the main thread hears of the page start, at which Capacitor removes all listeners. Those that were added since
 * the last page start are kept. If they belong to the page before after all, the new page does not know their ids and ignores them.
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

    /** Is synchronized, because events come from the engine's thread and listeners from Capacitor's, whose lists are made for one thread. */
    @Override
    protected synchronized void notifyListeners(String event, JSObject data) {
        super.notifyListeners(event, data);
    }

    /** Is called by Capacitor when a page starts. */
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
