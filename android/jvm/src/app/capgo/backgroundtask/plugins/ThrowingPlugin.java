package app.capgo.backgroundtask.plugins;

import com.getcapacitor.Plugin;
import com.getcapacitor.annotation.CapacitorPlugin;

/** Its start throws where there is no window, say. */
@CapacitorPlugin(name = "Throwing")
public class ThrowingPlugin extends Plugin {

    @Override
    public void load() {
        throw new IllegalStateException("thrown in load");
    }
}
