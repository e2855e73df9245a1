package app.capgo.backgroundtask.headless;

import app.capgo.backgroundtask.platform.Log;
import com.getcapacitor.Bridge;
import com.getcapacitor.Plugin;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the live app's objects back into static fields. Plugins that keep their bridge, or themselves, in such a field (local-notifications does) would
 * else go on with the headless one after it is gone. A field that somebody else has set meanwhile is left alone.
 */
final class PluginStatics {

    private final Map<Field, Object> before = new LinkedHashMap<>();

    private PluginStatics() {}

    static PluginStatics of(List<Class<? extends Plugin>> plugins) {
        PluginStatics statics = new PluginStatics();
        for (Class<?> plugin : plugins) {
            for (Class<?> type = plugin; type != null && type != Plugin.class; type = type.getSuperclass()) statics.remember(type);
        }
        return statics;
    }

    private void remember(Class<?> type) {
        try {
            for (Field field : type.getDeclaredFields()) {
                boolean holds = Bridge.class.isAssignableFrom(field.getType()) || Plugin.class.isAssignableFrom(field.getType());
                if (!holds || !Modifier.isStatic(field.getModifiers()) || Modifier.isFinal(field.getModifiers())) continue;
                field.setAccessible(true);
                before.put(field, field.get(null));
            }
        } catch (IllegalAccessException | LinkageError error) {
            Log.warn("The static fields of " + type.getName() + " cannot be kept", error);
        }
    }

    /** Puts the fields back. `headless` is null when the headless bridge was never built. */
    void restore(Bridge headless) {
        for (Map.Entry<Field, Object> entry : before.entrySet()) {
            try {
                Object now = entry.getKey().get(null);
                boolean ours = now != null && (now == headless || (now instanceof Plugin plugin && plugin.getBridge() == headless));
                if (ours) entry.getKey().set(null, entry.getValue());
            } catch (IllegalAccessException error) {
                Log.warn("The static field " + entry.getKey() + " cannot be restored", error);
            }
        }
    }
}
