package app.capgo.backgroundtask.platform;

import android.app.ApplicationExitInfo;
import android.content.Context;
import android.os.Build;

/** Knows how the app's process before this one ended. */
public final class PreviousProcess {

    private PreviousProcess() {}

    /** How Android 16 begins its description of a process that has used more memory than it allows. */
    private static final String MEMORY_LIMIT = "MemoryLimiter";

    private static ApiLevelCalls.Exit exit(Context context) {
        return Build.VERSION.SDK_INT >= Build.VERSION_CODES.R ? ApiLevelCalls.lastExit(context) : null;
    }

    /** Returns a number of ApplicationExitInfo; null where the system does not tell. */
    public static Integer exitReason(Context context) {
        ApiLevelCalls.Exit exit = exit(context);
        return exit == null ? null : (Integer) exit.reason();
    }

    /** Returns the system's words for the memory limit that ended it, `MemoryLimiter:AnonSwap` for example; null when none did. */
    public static String memoryLimit(Context context) {
        ApiLevelCalls.Exit exit = exit(context);
        return exit == null || exit.description() == null || !exit.description().startsWith(MEMORY_LIMIT) ? null : exit.description();
    }

    /** Returns whether it crashed; null where the system does not tell. */
    public static Boolean hasCrashed(Context context) {
        Integer reason = exitReason(context);
        if (reason == null) return null;
        return reason == ApplicationExitInfo.REASON_CRASH || reason == ApplicationExitInfo.REASON_CRASH_NATIVE;
    }
}
