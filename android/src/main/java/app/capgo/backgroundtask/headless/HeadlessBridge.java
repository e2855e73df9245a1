package app.capgo.backgroundtask.headless;

import android.app.Activity;
import android.os.Looper;
import androidx.activity.result.ActivityResultCallback;
import androidx.activity.result.ActivityResultLauncher;
import androidx.activity.result.contract.ActivityResultContract;
import androidx.annotation.NonNull;
import androidx.core.app.ActivityOptionsCompat;
import app.capgo.backgroundtask.platform.Log;
import com.getcapacitor.Bridge;
import com.getcapacitor.CapConfig;
import com.getcapacitor.Plugin;
import com.getcapacitor.PluginCall;
import com.getcapacitor.PluginHandle;
import com.getcapacitor.cordova.MockCordovaInterfaceImpl;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import org.apache.cordova.CordovaPreferences;
import org.apache.cordova.CordovaWebView;
import org.apache.cordova.PluginManager;

/**
 * Guards Capacitor's bridge: nothing that a plugin does in a background task may take the process down, wait for a window, or change what the live
 * app remembers.
 */
public final class HeadlessBridge extends Bridge {

    /** Decides which plugins the bridge loads, and is told how that went. registerPlugin needs it before this class's fields are set. */
    interface Guard {
        /** Returns false to leave the plugin out. It is called on the main thread, from the bridge's constructor. */
        boolean mayLoad(Class<? extends Plugin> plugin);

        void loading(Class<? extends Plugin> plugin);

        void loaded(Class<? extends Plugin> plugin, Throwable failure);

        /** Returns false when the view has been closed meanwhile: its page may not attach any more. */
        boolean attached();
    }

    /** Is set while the constructor runs; the bridge is built on the main thread. */
    private static Guard underConstruction = null;

    /** Tells whether this thread is in a plugin's method, where an exception rejects the call. */
    private static final ThreadLocal<Boolean> IN_CALL = new ThreadLocal<>();

    private Guard guard;

    @SuppressWarnings("deprecation")
    private HeadlessBridge(
        WindowlessActivity activity,
        HeadlessWebView webView,
        List<Class<? extends Plugin>> plugins,
        MockCordovaInterfaceImpl cordova,
        PluginManager cordovaPlugins,
        CordovaPreferences preferences,
        CapConfig config
    ) {
        super(activity, webView, plugins, cordova, cordovaPlugins, preferences, config);
    }

    static HeadlessBridge create(
        Guard guard,
        WindowlessActivity activity,
        HeadlessWebView webView,
        List<Class<? extends Plugin>> plugins,
        MockCordovaInterfaceImpl cordova,
        CordovaWebView cordovaWebView,
        CordovaPreferences preferences,
        CapConfig config
    ) {
        underConstruction = guard;
        try {
            HeadlessBridge bridge = new HeadlessBridge(
                activity,
                webView,
                plugins,
                cordova,
                cordovaWebView.getPluginManager(),
                preferences,
                config
            );
            bridge.guard = guard;
            bridge.setCordovaWebView(cordovaWebView);
            return bridge;
        } finally {
            underConstruction = null;
        }
    }

    public boolean attached() {
        return guard.attached();
    }

    public static boolean isInCall() {
        return IN_CALL.get() != null;
    }

    @Override
    public void registerPlugin(Class<? extends Plugin> plugin) {
        Guard current = underConstruction;
        if (current == null || !current.mayLoad(plugin)) return;
        current.loading(plugin);
        try {
            super.registerPlugin(plugin);
            // Capacitor catches what load() throws, and goes on without the plugin.
            boolean there = getPlugin(HeadlessPlugins.nameOf(plugin)) != null;
            current.loaded(plugin, there ? null : new IllegalStateException("its load() threw; the log has the exception"));
        } catch (Throwable failure) {
            // A missing class or a static initialiser throws an Error, which Capacitor lets through.
            current.loaded(plugin, failure);
        }
    }

    /** Calls a plugin's method as Capacitor does, but an exception rejects the call instead of ending the process. */
    @Override
    public void callPluginMethod(String pluginId, String methodName, PluginCall call) {
        PluginHandle plugin = getPlugin(pluginId);
        if (plugin == null) {
            call.reject("The plugin " + pluginId + " is not loaded in a background task.", "UNAVAILABLE");
            return;
        }
        execute(() -> {
            IN_CALL.set(true);
            try {
                plugin.invoke(methodName, call);
                if (call.isKeptAlive()) saveCall(call);
            } catch (Throwable thrown) {
                // The method is called by reflection.
                Throwable failure = thrown instanceof InvocationTargetException && thrown.getCause() != null ? thrown.getCause() : thrown;
                Log.error(pluginId + "." + methodName + " failed in a background task", failure);
                call.reject(pluginId + "." + methodName + " failed in a background task: " + failure);
            } finally {
                IN_CALL.remove();
            }
        });
    }

    @Override
    public void execute(Runnable action) {
        super.execute(guarded(action));
    }

    @Override
    public void executeOnMainThread(Runnable action) {
        super.executeOnMainThread(guarded(action));
    }

    private static Runnable guarded(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (Throwable failure) {
                Log.error("A plugin failed in a background task", failure);
            }
        };
    }

    /** Answers as if the dialog had been closed, because there is nobody to ask. */
    @Override
    public <I, O> ActivityResultLauncher<I> registerForActivityResult(
        @NonNull ActivityResultContract<I, O> contract,
        @NonNull ActivityResultCallback<O> callback
    ) {
        return new ActivityResultLauncher<>() {
            @Override
            public void launch(I input, ActivityOptionsCompat options) {
                executeOnMainThread(() -> callback.onActivityResult(contract.parseResult(Activity.RESULT_CANCELED, null)));
            }

            @Override
            public void unregister() {}

            @NonNull
            @Override
            public ActivityResultContract<I, ?> getContract() {
                return contract;
            }
        };
    }

    /** Rejects the call without a look, because the real method would remember "denied" for the live app. */
    @Override
    protected boolean validatePermissions(Plugin plugin, PluginCall call, Map<String, Boolean> permissions) {
        call.reject("A permission cannot be asked for in a background task: ask while the app is on screen.", "UNAVAILABLE");
        return false;
    }

    @Override
    public void onDestroy() {
        try {
            super.onDestroy();
        } catch (Throwable failure) {
            // Capacitor's loop ends at the plugin that throws, and leaves what comes after it alive. Its thread at least must end.
            Log.error("A plugin failed while a background task's web view was closed", failure);
            super.execute(() -> Looper.myLooper().quitSafely());
        }
    }
}
