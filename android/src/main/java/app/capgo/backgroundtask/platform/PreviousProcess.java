package app.capgo.backgroundtask.platform;

import android.app.ApplicationExitInfo;
import android.content.Context;
import android.os.Build;

/** Knows how the app's process before this one ended. */
public final class PreviousProcess {

    private PreviousProcess() {}

    /** Returns a number of ApplicationExitInfo; null where the system does not tell. */
    public static Integer exitReason(Context context) {
        return Build.VERSION.SDK_INT >= Build.VERSION_CODES.R ? ApiLevelCalls.lastExitReason(context) : null;
    }

    /** Returns whether it crashed; null where the system does not tell. */
    public static Boolean hasCrashed(Context context) {
        Integer reason = exitReason(context);
        if (reason == null) return null;
        return reason == ApplicationExitInfo.REASON_CRASH || reason == ApplicationExitInfo.REASON_CRASH_NATIVE;
    }
}
