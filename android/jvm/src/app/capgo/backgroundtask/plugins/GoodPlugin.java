package app.capgo.backgroundtask.plugins;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import com.getcapacitor.Bridge;
import com.getcapacitor.JSObject;
import com.getcapacitor.Plugin;
import com.getcapacitor.PluginCall;
import com.getcapacitor.PluginMethod;
import com.getcapacitor.annotation.CapacitorPlugin;

/** A plugin as many are: it answers, it sometimes throws, it opens screens, keeps its bridge in a static field, and never takes its receiver back. */
@CapacitorPlugin(name = "Good")
public class GoodPlugin extends Plugin {

    public static Bridge staticBridge = null;

    @Override
    public void load() {
        staticBridge = getBridge();
        getContext().registerReceiver(new Receiver(), new IntentFilter(Intent.ACTION_BATTERY_CHANGED));
    }

    public static final class Receiver extends BroadcastReceiver {

        @Override
        public void onReceive(Context context, Intent intent) {}
    }

    @PluginMethod
    public void echo(PluginCall call) {
        call.resolve(new JSObject().put("text", call.getString("text")));
    }

    @PluginMethod
    public void fail(PluginCall call) {
        throw new IllegalStateException("a defect of the plugin");
    }

    @PluginMethod
    public void openScreen(PluginCall call) {
        getActivity().startActivity(new Intent("open"));
        call.resolve();
    }
}
