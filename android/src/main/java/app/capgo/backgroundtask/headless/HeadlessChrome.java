package app.capgo.backgroundtask.headless;

import android.net.Uri;
import android.os.Message;
import android.webkit.ConsoleMessage;
import android.webkit.GeolocationPermissions;
import android.webkit.JsPromptResult;
import android.webkit.JsResult;
import android.webkit.PermissionRequest;
import android.webkit.ValueCallback;
import android.webkit.WebChromeClient;
import android.webkit.WebView;
import app.capgo.backgroundtask.platform.Log;
import java.util.function.Consumer;

/** Answers every dialog at once as dismissed, and every permission as denied: nobody is there to ask. */
final class HeadlessChrome extends WebChromeClient {

    private final Consumer<String> errors;

    /** `errors` gets what the page's script did not catch. */
    HeadlessChrome(Consumer<String> errors) {
        this.errors = errors;
    }

    @Override
    public boolean onConsoleMessage(ConsoleMessage message) {
        String text = message.message() + " (" + message.sourceId() + ":" + message.lineNumber() + ")";
        if (message.messageLevel() == ConsoleMessage.MessageLevel.ERROR) {
            errors.accept(text);
            Log.warn(text);
        } else {
            Log.debug(text);
        }
        return true;
    }

    @Override
    public boolean onJsAlert(WebView view, String url, String message, JsResult result) {
        result.cancel();
        return true;
    }

    @Override
    public boolean onJsConfirm(WebView view, String url, String message, JsResult result) {
        result.cancel();
        return true;
    }

    @Override
    public boolean onJsBeforeUnload(WebView view, String url, String message, JsResult result) {
        result.confirm();
        return true;
    }

    @Override
    public boolean onJsPrompt(WebView view, String url, String message, String value, JsPromptResult result) {
        result.cancel();
        return true;
    }

    @Override
    public boolean onCreateWindow(WebView view, boolean dialog, boolean gesture, Message result) {
        return false;
    }

    @Override
    public void onPermissionRequest(PermissionRequest request) {
        request.deny();
    }

    @Override
    public void onGeolocationPermissionsShowPrompt(String origin, GeolocationPermissions.Callback callback) {
        callback.invoke(origin, false, false);
    }

    @Override
    public boolean onShowFileChooser(WebView view, ValueCallback<Uri[]> chosen, FileChooserParams parameters) {
        chosen.onReceiveValue(null);
        return true;
    }
}
