package app.capgo.backgroundtask.rig;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;

import android.app.Application;
import android.content.ComponentName;
import android.content.pm.ServiceInfo;
import android.os.Build;
import androidx.test.core.app.ApplicationProvider;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** The rig itself: each framework starts, with merged manifest, linked resources and assets. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 26, 28, 36 })
public class RigTest {

    private final Application app = ApplicationProvider.getApplicationContext();

    @Test
    public void theAppHasTheMergedManifestAndLinkedResources() throws Exception {
        assertEquals("app.capgo.backgroundtask.rig", app.getPackageName());
        ComponentName jobs = new ComponentName(app, "androidx.work.impl.background.systemjob.SystemJobService");
        ServiceInfo service = app.getPackageManager().getServiceInfo(jobs, 0);
        assertEquals("android.permission.BIND_JOB_SERVICE", service.permission);
        assertEquals("This app requires a WebView to work", app.getString(com.getcapacitor.android.R.string.no_webview_text));
        assertEquals("Rig", app.getApplicationInfo().loadLabel(app.getPackageManager()).toString());
    }

    @Test
    public void assetsAreThere() throws Exception {
        try (var script = app.getAssets().open("native-bridge.js")) {
            assertNotNull(script);
        }
        assertEquals(Build.VERSION.SDK_INT, org.robolectric.RuntimeEnvironment.getApiLevel());
    }
}
