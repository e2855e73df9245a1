package app.capgo.backgroundtask.platform;

import android.app.ActivityManager;
import android.app.Application;
import android.app.ApplicationExitInfo;
import android.app.usage.UsageStatsManager;
import android.content.Context;
import android.os.Build;
import android.webkit.RenderProcessGoneDetail;
import androidx.annotation.RequiresApi;

/** Makes the calls that Android 7 does not have. They have a class of their own, and a method each, so that an old runtime never has to load them. */
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

    /** Returns why the app's main process before this one ended, as a number of ApplicationExitInfo; null when nothing is known. */
    @RequiresApi(Build.VERSION_CODES.R)
    public static Integer lastExitReason(Context context) {
        ActivityManager manager = (ActivityManager) context.getSystemService(Context.ACTIVITY_SERVICE);
        // The list begins with the newest, and holds the app's other processes too.
        for (ApplicationExitInfo exit : manager.getHistoricalProcessExitReasons(context.getPackageName(), 0, 0)) {
            if (context.getApplicationInfo().processName.equals(exit.getProcessName())) return exit.getReason();
        }
        return null;
    }
}
