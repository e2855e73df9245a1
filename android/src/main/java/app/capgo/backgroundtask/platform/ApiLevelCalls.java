package app.capgo.backgroundtask.platform;

import android.app.ActivityManager;
import android.app.Application;
import android.app.ApplicationExitInfo;
import android.app.usage.UsageStatsManager;
import android.content.Context;
import android.os.Build;
import android.webkit.RenderProcessGoneDetail;
import androidx.annotation.RequiresApi;

/** What Android 7 does not have. A class of its own, and a method for each: an old runtime must not meet them by accident. */
public final class ApiLevelCalls {

    private ApiLevelCalls() {}

    @RequiresApi(Build.VERSION_CODES.O)
    public static boolean didCrash(RenderProcessGoneDetail detail) {
        return detail.didCrash();
    }

    @RequiresApi(Build.VERSION_CODES.P)
    static String processName() {
        return Application.getProcessName();
    }

    @RequiresApi(Build.VERSION_CODES.P)
    public static boolean isBackgroundRestricted(Context context) {
        return ((ActivityManager) context.getSystemService(Context.ACTIVITY_SERVICE)).isBackgroundRestricted();
    }

    @RequiresApi(Build.VERSION_CODES.P)
    public static int standbyBucket(Context context) {
        return ((UsageStatsManager) context.getSystemService(Context.USAGE_STATS_SERVICE)).getAppStandbyBucket();
    }

    /** Why the app's main process before this one ended, a number of ApplicationExitInfo; null when nothing is known. */
    @RequiresApi(Build.VERSION_CODES.R)
    public static Integer lastExitReason(Context context) {
        ActivityManager manager = (ActivityManager) context.getSystemService(Context.ACTIVITY_SERVICE);
        // The newest first; those of the app's other processes among them.
        for (ApplicationExitInfo exit : manager.getHistoricalProcessExitReasons(context.getPackageName(), 0, 0)) {
            if (context.getApplicationInfo().processName.equals(exit.getProcessName())) return exit.getReason();
        }
        return null;
    }
}
