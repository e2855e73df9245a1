package app.capgo.backgroundtask.headless;

import com.getcapacitor.Plugin;
import java.util.List;
import java.util.function.Supplier;

/** The classes whose names never change, handed in by the package that has them. `plugins`: ours, which every headless view loads. */
public record HeadlessClasses(List<Class<? extends Plugin>> plugins, Supplier<? extends WindowlessActivity> activity) {
    /** Ours and Capacitor's own plugins: no start may leave them out. */
    boolean areAlwaysThere(Class<?> plugin) {
        return plugins.contains(plugin) || plugin.getName().startsWith("com.getcapacitor.plugin.");
    }
}
