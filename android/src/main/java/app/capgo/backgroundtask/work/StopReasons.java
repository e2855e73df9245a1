package app.capgo.backgroundtask.work;

import android.os.Build;
import androidx.work.ListenableWorker;
import androidx.work.WorkInfo;

/** Turns WorkManager's stop reasons into words for the log of runs. */
public final class StopReasons {

    private StopReasons() {}

    public static String of(ListenableWorker worker) {
        return Build.VERSION.SDK_INT >= Build.VERSION_CODES.S ? word(worker.getStopReason()) : "system";
    }

    static String word(int reason) {
        return switch (reason) {
            case WorkInfo.STOP_REASON_FOREGROUND_SERVICE_TIMEOUT -> "foreground-service-timeout";
            case WorkInfo.STOP_REASON_CANCELLED_BY_APP -> "cancelled-by-app";
            case WorkInfo.STOP_REASON_PREEMPT -> "preempt";
            case WorkInfo.STOP_REASON_TIMEOUT -> "timeout";
            case WorkInfo.STOP_REASON_DEVICE_STATE -> "device-state";
            case WorkInfo.STOP_REASON_CONSTRAINT_BATTERY_NOT_LOW -> "constraint-battery-not-low";
            case WorkInfo.STOP_REASON_CONSTRAINT_CHARGING -> "constraint-charging";
            case WorkInfo.STOP_REASON_CONSTRAINT_CONNECTIVITY -> "constraint-connectivity";
            case WorkInfo.STOP_REASON_CONSTRAINT_DEVICE_IDLE -> "constraint-device-idle";
            case WorkInfo.STOP_REASON_CONSTRAINT_STORAGE_NOT_LOW -> "constraint-storage-not-low";
            case WorkInfo.STOP_REASON_QUOTA -> "quota";
            case WorkInfo.STOP_REASON_BACKGROUND_RESTRICTION -> "background-restriction";
            case WorkInfo.STOP_REASON_APP_STANDBY -> "app-standby";
            case WorkInfo.STOP_REASON_USER -> "user";
            case WorkInfo.STOP_REASON_SYSTEM_PROCESSING -> "system-processing";
            case WorkInfo.STOP_REASON_ESTIMATED_APP_LAUNCH_TIME_CHANGED -> "estimated-app-launch-time-changed";
            // Since Android 16: the app let go of its job without ending it. WorkManager has no name for this yet.
            case 16 -> "timeout-abandoned";
            default -> "system";
        };
    }
}
