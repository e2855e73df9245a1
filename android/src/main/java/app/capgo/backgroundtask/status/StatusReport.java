package app.capgo.backgroundtask.status;

import android.app.job.JobScheduler;
import android.content.pm.PackageInfo;
import android.os.Build;
import app.capgo.backgroundtask.core.Constants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the answer of getStatus: whether tasks run while the app is closed, what keeps them from it, and the device's facts. */
public final class StatusReport {

    private static final int RESTRICTED = 1;
    private static final int AVAILABLE = 2;

    private StatusReport() {}

    /**
     * `jobs` says what the tasks' jobs wait for. `problems` names what of the stored state could not be read. `headless` says, by code, what the last headless
     * start had to leave out.
     */
    public static Map<String, Object> of(DeviceState device, PendingJobs jobs, List<String> problems, Map<String, String> headless) {
        List<Object> stopping = new ArrayList<>();
        PackageInfo webView = device.webView();
        if (device.isBackgroundRestricted()) {
            stopping.add(
                reason(
                    "BACKGROUND_RESTRICTED",
                    "The app's battery use is set to restricted: no task runs while it is closed. The user can change it in the app's settings, under battery."
                )
            );
        }
        if (device.isInRestrictedBucket()) {
            stopping.add(
                reason(
                    "RESTRICTED_BUCKET",
                    "Android keeps the app in the restricted standby bucket: about one job a day. It leaves it when the user opens the app."
                )
            );
        }
        if (webView == null) {
            stopping.add(
                reason(
                    "WEB_VIEW_MISSING",
                    "Android System WebView is missing, disabled or being updated: tasks run only while the app is open."
                )
            );
        }
        if (!device.isWorkManagerThere()) {
            stopping.add(
                reason(
                    "WORK_MANAGER_UNAVAILABLE",
                    "WorkManager is not initialised: keep androidx.work.WorkManagerInitializer in the manifest, or implement Configuration.Provider."
                )
            );
        }
        List<Object> reasons = new ArrayList<>(stopping);
        if (device.isPowerSaving()) reasons.add(
            reason("BATTERY_SAVER", "Battery saver is on: Android puts jobs off until it is off, or the device is charging.")
        );
        if (device.isDataSaverOn()) reasons.add(
            reason("DATA_SAVER", "Data saver is on and the network is metered: tasks have no network while the app is closed.")
        );
        if (jobs.waitFor(JobScheduler.PENDING_JOB_REASON_QUOTA)) reasons.add(
            reason(
                "JOB_QUOTA",
                "The app has used up the time that Android gives to its jobs for now: they start again when the quota is refilled, sooner the more often " +
                    "the app is used. Fewer and shorter runs help."
            )
        );
        if (jobs.waitFor(JobScheduler.PENDING_JOB_REASON_APP_STANDBY)) reasons.add(
            reason(
                "APP_STANDBY",
                "Android holds the app's jobs back because the app is hardly used. They start again when the user opens it."
            )
        );
        if (device.isDozing()) reasons.add(
            reason(
                "DOZE",
                "The device lies still and sleeps: Android puts jobs off to its own pauses, or until somebody moves or charges it."
            )
        );
        String memoryLimit = device.memoryLimit();
        if (memoryLimit != null) reasons.add(
            reason(
                "MEMORY_LIMIT",
                "Android ended the app's last process because it used more memory than the system allows (" +
                    memoryLimit +
                    "). If that was during a task, let its callback hold less at once."
            )
        );
        for (String problem : problems) {
            reasons.add(
                reason(
                    Constants.RECORDS_SET_ASIDE,
                    "A part of the stored tasks could not be read (" +
                        problem +
                        "). A copy was kept beside the file; registrations were restored as far as WorkManager had them."
                )
            );
        }
        for (Map.Entry<String, String> each : headless.entrySet()) reasons.add(reason(each.getKey(), each.getValue()));
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("status", stopping.isEmpty() ? AVAILABLE : RESTRICTED);
        status.put("reasons", reasons);
        status.put("runsWhileClosed", stopping.isEmpty());
        status.put("platform", facts(device, webView));
        return status;
    }

    private static Map<String, Object> facts(DeviceState device, PackageInfo webView) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("platform", "android");
        facts.put("apiLevel", (long) Build.VERSION.SDK_INT);
        facts.put("manufacturer", Build.MANUFACTURER);
        facts.put("backgroundRestricted", device.isBackgroundRestricted());
        facts.put("standbyBucket", (long) device.standbyBucket());
        facts.put("batterySaver", device.isPowerSaving());
        facts.put("batteryOptimisationExempt", device.isExemptFromBatteryOptimisation());
        facts.put("dataSaver", device.isDataSaverOn());
        facts.put("webViewPackage", webView == null ? null : webView.packageName);
        facts.put("webViewVersion", webView == null ? null : webView.versionName);
        facts.put("lastExitReason", device.lastExitReason());
        facts.put("memoryLimit", device.memoryLimit());
        facts.put("doze", device.isDozing());
        return facts;
    }

    private static Map<String, Object> reason(String code, String message) {
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("code", code);
        reason.put("message", message);
        return reason;
    }
}
