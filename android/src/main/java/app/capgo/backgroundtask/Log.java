package app.capgo.backgroundtask;

import com.getcapacitor.Logger;

/** Capacitor's logger, so that the app's `loggingBehavior` holds for this plugin too. */
final class Log {

    private static final String TAG = "CapgoBackgroundTask";

    private Log() {}

    static void debug(String message) {
        Logger.debug(TAG, message);
    }

    static void warn(String message) {
        Logger.warn(TAG, message);
    }

    static void warn(String message, Throwable cause) {
        Logger.warn(TAG, message + " (" + cause + ")");
    }

    static void error(String message, Throwable cause) {
        Logger.error(TAG, message, cause);
    }
}
