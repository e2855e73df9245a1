package app.capgo.backgroundtask.plugins;

import android.Manifest;
import androidx.core.app.ActivityCompat;
import com.getcapacitor.JSObject;
import com.getcapacitor.Plugin;
import com.getcapacitor.PluginCall;
import com.getcapacitor.PluginMethod;
import com.getcapacitor.annotation.CapacitorPlugin;
import com.getcapacitor.annotation.Permission;
import com.getcapacitor.annotation.PermissionCallback;

/** Asks for a permission in each of the ways that plugins have. */
@CapacitorPlugin(name = "Asking", permissions = @Permission(alias = "camera", strings = Manifest.permission.CAMERA))
public class AskingPlugin extends Plugin {

    private static final String[] CAMERA = { Manifest.permission.CAMERA };

    @PluginMethod
    public void byCompat(PluginCall call) {
        ActivityCompat.requestPermissions(getActivity(), CAMERA, 7);
    }

    @PluginMethod
    public void byActivity(PluginCall call) {
        getActivity().requestPermissions(CAMERA, 7);
    }

    /** Nothing guards what a plugin posts to the main thread by itself. */
    @PluginMethod
    public void onMainThread(PluginCall call) {
        getActivity().runOnUiThread(() -> {
            ActivityCompat.requestPermissions(getActivity(), CAMERA, 7);
            getActivity().requestPermissions(CAMERA, 8);
            call.resolve(new JSObject().put("alive", true));
        });
    }

    @PluginMethod
    public void forAlias(PluginCall call) {
        requestPermissionForAlias("camera", call, "answered");
    }

    @PermissionCallback
    private void answered(PluginCall call) {
        call.resolve();
    }
}
