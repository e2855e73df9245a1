package app.capgo.backgroundtask.plugins;

import com.getcapacitor.JSObject;
import com.getcapacitor.Plugin;
import com.getcapacitor.PluginCall;
import com.getcapacitor.PluginMethod;
import com.getcapacitor.annotation.CapacitorPlugin;

/** Part of the app's own native code: no package, so `npx cap sync` does not know it. */
@CapacitorPlugin(name = "HandMade")
public class HandMadePlugin extends Plugin {

    @PluginMethod
    public void greet(PluginCall call) {
        call.resolve(new JSObject().put("greeting", "Good evening"));
    }
}
