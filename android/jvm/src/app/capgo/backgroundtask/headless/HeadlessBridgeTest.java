package app.capgo.backgroundtask.headless;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import android.Manifest;
import android.app.Application;
import android.content.ActivityNotFoundException;
import android.content.Context;
import android.content.Intent;
import android.webkit.WebView;
import androidx.activity.result.contract.ActivityResultContracts.RequestMultiplePermissions;
import androidx.test.core.app.ApplicationProvider;
import app.capgo.backgroundtask.CapgoBackgroundTaskHeadlessPlugin;
import app.capgo.backgroundtask.HeadlessActivity;
import app.capgo.backgroundtask.core.Constants;
import app.capgo.backgroundtask.plugins.BrokenPlugin;
import app.capgo.backgroundtask.plugins.GoodPlugin;
import app.capgo.backgroundtask.plugins.ThrowingPlugin;
import app.capgo.backgroundtask.rig.WebViewPackage;
import com.getcapacitor.Plugin;
import com.getcapacitor.cordova.MockCordovaInterfaceImpl;
import com.getcapacitor.cordova.MockCordovaWebViewImpl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.cordova.CordovaPreferences;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.Shadows;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowLooper;

/** Capacitor's bridge without a window, on the oldest Android and the newest. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 28, 36 })
public class HeadlessBridgeTest implements HeadlessBridge.Guard {

    private final Application app = ApplicationProvider.getApplicationContext();
    private final List<String> loaded = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    @Before
    public void webViewIsThere() {
        WebViewPackage.install("140.0");
    }

    @Override
    public boolean mayLoad(Class<? extends Plugin> plugin) {
        return !plugin.getName().startsWith("com.getcapacitor.plugin.");
    }

    @Override
    public void loading(Class<? extends Plugin> plugin) {}

    @Override
    public void loaded(Class<? extends Plugin> plugin, Throwable failure) {
        (failure == null ? loaded : failed).add(plugin.getSimpleName());
    }

    @Override
    public boolean attached() {
        return true;
    }

    private HeadlessBridge bridge(List<Class<? extends Plugin>> plugins) {
        WindowlessActivity activity = WindowlessActivity.create(app, HeadlessActivity::new);
        HeadlessWebView webView = new HeadlessWebView(activity);
        activity.show(webView);
        CordovaPreferences preferences = new CordovaPreferences();
        MockCordovaInterfaceImpl cordova = new MockCordovaInterfaceImpl(activity);
        MockCordovaWebViewImpl cordovaWebView = new MockCordovaWebViewImpl(app);
        cordovaWebView.init(cordova, Collections.emptyList(), preferences, webView);
        cordova.onCordovaInit(cordovaWebView.getPluginManager());
        return HeadlessBridge.create(
            this,
            activity,
            webView,
            plugins,
            cordova,
            cordovaWebView,
            preferences,
            HeadlessConfig.of(app).capacitor()
        );
    }

    @Test
    public void a10_itStartsWithTheApplicationsContextOnly() {
        HeadlessBridge bridge = bridge(Arrays.asList(CapgoBackgroundTaskHeadlessPlugin.class, GoodPlugin.class));
        assertNotNull(bridge.getPlugin(Constants.HEADLESS_MARKER_PLUGIN_NAME));
        assertNull("core plugins can be left out", bridge.getPlugin("CapacitorCookies"));
        assertEquals("https://localhost/background-task.html", bridge.getAppUrl());
        bridge.onDestroy();
    }

    @Test
    public void a11_aPluginThatThrowsAtItsStartIsLeftOutAndTheOthersAreThere() {
        HeadlessBridge bridge = bridge(Arrays.asList(ThrowingPlugin.class, BrokenPlugin.class, GoodPlugin.class));
        assertNull(bridge.getPlugin("Throwing"));
        assertNull(bridge.getPlugin("Broken"));
        assertNotNull(bridge.getPlugin("Good"));
        assertEquals(Arrays.asList("ThrowingPlugin", "BrokenPlugin"), failed);
        bridge.onDestroy();
    }

    @Test
    @SuppressWarnings("deprecation")
    public void theActivityHasNoWindowToShowAndRefusesToOpenAnything() throws Exception {
        WindowlessActivity activity = WindowlessActivity.create(app, HeadlessActivity::new);
        assertTrue(activity.isFinishing());
        assertNotNull(activity.getWindow().getDecorView());
        assertNotNull(activity.getWindowManager().getDefaultDisplay());
        assertThrows(ActivityNotFoundException.class, () -> activity.startActivity(new Intent("x")));
        activity.finish();
        activity.setRequestedOrientation(1);
        assertEquals(app, activity.getApplicationContext());
        assertEquals(app.getPackageName(), activity.getPackageName());
    }

    @Test
    public void theActivitysOwnPermissionLauncherIsAnsweredAsADialogThatWasClosed() {
        WindowlessActivity activity = WindowlessActivity.create(app, HeadlessActivity::new);
        PermissionRefusal refusal = PermissionRefusal.install();
        List<Object> answers = new ArrayList<>();
        activity
            .getActivityResultRegistry()
            .register("any", new RequestMultiplePermissions(), answers::add)
            .launch(new String[] { Manifest.permission.CAMERA });
        ShadowLooper.idleMainLooper();
        refusal.remove();
        assertEquals(Collections.singletonList(Collections.emptyMap()), answers);
    }

    @Test
    public void viewPostRunsAlthoughTheViewIsNeverAttached() {
        List<String> ran = new ArrayList<>();
        WebView view = new HeadlessWebView(WindowlessActivity.create(app, HeadlessActivity::new));
        view.post(() -> ran.add("posted"));
        ShadowLooper.idleMainLooper();
        assertEquals(Collections.singletonList("posted"), ran);
    }

    @Test
    public void startedByTheSystemItPassesTheIntentOnToTheApp() {
        Intent tap = new Intent("tapped").putExtra("notification", 7);
        ActivityController<HeadlessActivity> started = Robolectric.buildActivity(HeadlessActivity.class, tap).create();
        Intent next = Shadows.shadowOf(app).getNextStartedActivity();
        assertEquals("com.getcapacitor.BridgeActivity", next.getComponent().getClassName());
        assertEquals("tapped", next.getAction());
        assertEquals(7, next.getIntExtra("notification", 0));
        assertTrue(started.get().isFinishing());
    }

    @Test
    public void thePreferencesOfTheLiveAppAreNotWritten() {
        HeadlessConfig config = HeadlessConfig.of(app);
        assertTrue(config.isNewBinary());
        assertFalse(app.getSharedPreferences("CapWebViewSettings", Context.MODE_PRIVATE).contains("lastBinaryVersionCode"));
    }
}
