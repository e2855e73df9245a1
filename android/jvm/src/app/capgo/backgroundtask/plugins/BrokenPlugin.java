package app.capgo.backgroundtask.plugins;

import com.getcapacitor.Plugin;
import com.getcapacitor.annotation.CapacitorPlugin;

/** Something that it was compiled with is missing: an Error, which Capacitor does not catch. */
@CapacitorPlugin(name = "Broken")
public class BrokenPlugin extends Plugin {

    @Override
    public void load() {
        throw new NoClassDefFoundError("missing/Library");
    }
}
