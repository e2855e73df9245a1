package app.capgo.backgroundtask.headless;

import com.getcapacitor.Plugin;
import java.util.List;
import java.util.function.Supplier;

/** Holds the classes whose names never change, which the package that has them hands in. `plugins` are ours; every headless view loads them. */
public record HeadlessClasses(List<Class<? extends Plugin>> plugins, Supplier<? extends WindowlessActivity> activity) {
    /** Returns whether no start may leave this plugin out: it is ours, or Capacitor's own. */
    boolean areAlwaysThere(Class<?> plugin) {
        return plugins.contains(plugin) || plugin.getName().startsWith("com.getcapacitor.plugin.");
    }
}
