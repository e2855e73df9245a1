package app.capgo.backgroundtask.plugins;

import com.getcapacitor.Plugin;
import com.getcapacitor.annotation.CapacitorPlugin;

/** Installed in the app, and not used by its tasks module. */
@CapacitorPlugin(name = "Unused")
public class UnusedPlugin extends Plugin {

    public static int loads = 0;

    @Override
    public void load() {
        loads++;
    }
}
