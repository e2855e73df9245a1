package app.capgo.backgroundtask.platform;

import com.getcapacitor.Logger;

/** Logs through Capacitor's logger, so that the app's `loggingBehavior` holds for this plugin too. */
public final class Log {

    private static final String TAG = "CapgoBackgroundTask";

    private Log() {}

    public static void debug(String message) {
        Logger.debug(TAG, message);
    }

    public static void warn(String message) {
        Logger.warn(TAG, message);
    }

    public static void warn(String message, Throwable cause) {
        Logger.warn(TAG, message + " (" + cause + ")");
    }

    public static void error(String message, Throwable cause) {
        Logger.error(TAG, message, cause);
    }
}
