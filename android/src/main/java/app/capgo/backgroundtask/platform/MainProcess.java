package app.capgo.backgroundtask.platform;

import android.app.ActivityManager;
import android.content.Context;
import android.os.Build;
import android.os.Process;
import java.util.List;

/** Knows whether this is the process that the app's activities run in. Only there the state file is read and written. */
public final class MainProcess {

    private MainProcess() {}

    public static boolean isThis(Context context) {
        String name = nameOfThis(context);
        return name == null || name.equals(context.getApplicationInfo().processName);
    }

    private static String nameOfThis(Context context) {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) return ApiLevelCalls.processName();
        ActivityManager manager = (ActivityManager) context.getSystemService(Context.ACTIVITY_SERVICE);
        List<ActivityManager.RunningAppProcessInfo> processes = manager.getRunningAppProcesses();
        if (processes == null) return null;
        for (ActivityManager.RunningAppProcessInfo process : processes) {
            if (process.pid == Process.myPid()) return process.processName;
        }
        return null;
    }
}
