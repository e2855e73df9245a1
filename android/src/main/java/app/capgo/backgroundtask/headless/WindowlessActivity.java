package app.capgo.backgroundtask.headless;

import android.annotation.SuppressLint;
import android.app.Dialog;
import android.content.ActivityNotFoundException;
import android.content.Context;
import android.content.Intent;
import android.content.IntentSender;
import android.content.res.Configuration;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import android.view.Display;
import android.view.View;
import android.view.Window;
import android.view.WindowManager;
import android.widget.FrameLayout;
import androidx.appcompat.app.AppCompatActivity;
import app.capgo.backgroundtask.platform.Log;
import com.getcapacitor.android.R;
import java.util.function.Supplier;

/**
 * Serves Capacitor's bridge as its activity while no real activity exists. The system never sees such an instance: it has no token, no window and no
 * life cycle. It refuses what would need them, because a null pointer on the main thread would end the process.
 *
 * Plugins put this class into intents (for a tap on a notification). When the system starts it, it passes the intent on to the app.
 */
public abstract class WindowlessActivity extends AppCompatActivity {

    private Context app = null;
    private HeadlessContext context = null;
    private Window window = null;
    private View webView = null;

    /** Makes an instance without a window. Its class is the one whose name plugins put into intents. Main thread. */
    static WindowlessActivity create(Context app, Supplier<? extends WindowlessActivity> type) {
        WindowlessActivity activity = type.get();
        activity.app = app.getApplicationContext();
        // setTheme would ask for the window.
        // It has a context of its own, because a context keeps the activity that is attached to it, and the application's would keep it for good.
        Context own = activity.app.createConfigurationContext(new Configuration());
        activity.context = new HeadlessContext(own, R.style.AppTheme_NoActionBar);
        activity.attachBaseContext(activity.context);
        activity.setIntent(new Intent());
        Dialog neverShown = new Dialog(activity);
        neverShown.requestWindowFeature(Window.FEATURE_NO_TITLE);
        FrameLayout content = new FrameLayout(activity);
        content.addView(new FrameLayout(activity));
        neverShown.setContentView(content);
        activity.window = neverShown.getWindow();
        return activity;
    }

    boolean isWindowless() {
        return app != null;
    }

    void show(View view) {
        webView = view;
    }

    /** Ends the instance, and with it what plugins have left registered. */
    void close() {
        context.close();
    }

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Intent launch = getPackageManager().getLaunchIntentForPackage(getPackageName());
        if (launch != null) startActivity(passedOn(getIntent(), launch));
        finish();
    }

    /**
     * Copies all that the plugin put into the intent, and the reply that a person typed, which is clip data. Leaves out the flags that were meant for
     * this activity.
     */
    private static Intent passedOn(Intent received, Intent launch) {
        int kept = Intent.FLAG_ACTIVITY_SINGLE_TOP | Intent.FLAG_ACTIVITY_CLEAR_TOP;
        return new Intent(received)
            .setComponent(launch.getComponent())
            .setFlags(Intent.FLAG_ACTIVITY_NEW_TASK | (received.getFlags() & kept));
    }

    @Override
    public Context getApplicationContext() {
        return isWindowless() ? app : super.getApplicationContext();
    }

    @Override
    public Object getSystemService(String name) {
        // The activity's own window manager would be bound to its missing token. An alarm belongs to the app, and goes off long after this activity.
        boolean isOfTheApp = Context.WINDOW_SERVICE.equals(name) || Context.ALARM_SERVICE.equals(name);
        return isWindowless() && isOfTheApp ? app.getSystemService(name) : super.getSystemService(name);
    }

    @Override
    public WindowManager getWindowManager() {
        return isWindowless() ? (WindowManager) app.getSystemService(Context.WINDOW_SERVICE) : super.getWindowManager();
    }

    @Override
    public Window getWindow() {
        // Super constructors call this too, before there is a window.
        return isWindowless() ? window : super.getWindow();
    }

    /** Public from API level 30 on; the window manager tells the same display on every level. */
    @Override
    @SuppressWarnings("deprecation")
    @SuppressLint("NewApi")
    public Display getDisplay() {
        return getWindowManager().getDefaultDisplay();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends View> T findViewById(int id) {
        if (!isWindowless()) return super.findViewById(id);
        return id == R.id.webview ? (T) webView : (T) window.findViewById(id);
    }

    /** Returns true, because plugins that want to show something ask this first, and then refuse. */
    @Override
    public boolean isFinishing() {
        return isWindowless() || super.isFinishing();
    }

    @Override
    public void finish() {
        if (!isWindowless()) super.finish();
    }

    @Override
    public void setRequestedOrientation(int orientation) {
        if (!isWindowless()) super.setRequestedOrientation(orientation);
    }

    @Override
    public void startActivity(Intent intent, Bundle options) {
        if (isWindowless()) throw new ActivityNotFoundException("A background task cannot open " + intent + ": the app is not on screen.");
        super.startActivity(intent, options);
    }

    @Override
    public void startActivity(Intent intent) {
        startActivity(intent, null);
    }

    @Override
    @SuppressWarnings("deprecation")
    public void startActivityForResult(Intent intent, int requestCode) {
        startActivityForResult(intent, requestCode, null);
    }

    @Override
    @SuppressWarnings("deprecation")
    public void startActivityForResult(Intent intent, int requestCode, Bundle options) {
        if (isWindowless()) throw new ActivityNotFoundException("A background task cannot open " + intent + ": the app is not on screen.");
        super.startActivityForResult(intent, requestCode, options);
    }

    @Override
    @SuppressWarnings("deprecation")
    public void startIntentSenderForResult(IntentSender sender, int code, Intent fill, int mask, int values, int flags, Bundle options)
        throws IntentSender.SendIntentException {
        if (isWindowless()) throw new IntentSender.SendIntentException("A background task cannot open anything: the app is not on screen.");
        super.startIntentSenderForResult(sender, code, fill, mask, values, flags, options);
    }

    /**
     * Refuses a permission request. Activity.requestPermissions is final and calls this method, which is not in the SDK; without it the request would
     * end in a null pointer.
     */
    @SuppressWarnings("unused")
    public void startActivityForResult(String who, Intent intent, int requestCode, Bundle options) {
        if (!isWindowless()) throw new IllegalStateException("Only the windowless activity is asked for " + who);
        refusePermissions(requestCode);
    }

    /**
     * Refuses. In a plugin's call it throws an exception, which rejects the call. Elsewhere an exception could end the process, so there the answer is
     * that of a dialog that was closed.
     */
    void refusePermissions(int requestCode) {
        String why = "A permission cannot be asked for in a background task: ask while the app is on screen.";
        if (HeadlessBridge.isInCall()) throw new SecurityException(why);
        Log.warn(why);
        new Handler(Looper.getMainLooper()).post(() -> {
            try {
                onRequestPermissionsResult(requestCode, new String[0], new int[0]);
            } catch (RuntimeException failure) {
                Log.error("A plugin failed when a permission was refused", failure);
            }
        });
    }
}
