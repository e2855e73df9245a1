package app.capgo.backgroundtask.plugins;

import android.os.Handler;
import android.os.Looper;
import com.getcapacitor.Plugin;
import com.getcapacitor.annotation.CapacitorPlugin;
import java.lang.reflect.Field;

/** Takes the process down where no guard reaches: with native code while it loads, or with what it posts to the main thread. */
@CapacitorPlugin(name = "Crashing")
public class CrashingPlugin extends Plugin {

    @Override
    public void load() {
        if (System.getProperty("life.crash", "").equals("native")) crashNatively();
        else new Handler(Looper.getMainLooper()).post(() -> {
            throw new IllegalStateException("posted by a plugin");
        });
    }

    /** Writes where nothing is: the end of the virtual machine, as of Android's runtime. */
    private static void crashNatively() {
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe");
            Field only = unsafe.getDeclaredField("theUnsafe");
            only.setAccessible(true);
            unsafe.getMethod("putAddress", long.class, long.class).invoke(only.get(null), 0L, 0L);
        } catch (ReflectiveOperationException error) {
            throw new IllegalStateException(error);
        }
    }
}
