package app.capgo.backgroundtask.platform;

import android.app.ActivityManager;
import android.app.Application;
import android.app.ApplicationExitInfo;
import android.app.job.JobInfo;
import android.app.job.JobScheduler;
import android.app.job.PendingJobReasonsInfo;
import android.app.usage.UsageStatsManager;
import android.content.Context;
import android.os.Build;
import android.webkit.RenderProcessGoneDetail;
import androidx.annotation.RequiresApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    /** Tells why a process ended: a number of ApplicationExitInfo, and the system's own words, which may be null. */
    record Exit(int reason, String description) {}

    /** Returns how the app's main process before this one ended; null when nothing is known. */
    @RequiresApi(Build.VERSION_CODES.R)
    static Exit lastExit(Context context) {
        ActivityManager manager = (ActivityManager) context.getSystemService(Context.ACTIVITY_SERVICE);
        // The list begins with the newest, and holds the app's other processes too.
        for (ApplicationExitInfo exit : manager.getHistoricalProcessExitReasons(context.getPackageName(), 0, 0)) {
            if (context.getApplicationInfo().processName.equals(exit.getProcessName())) {
                return new Exit(exit.getReason(), exit.getDescription());
            }
        }
        return null;
    }

    /** Returns the app's jobs that have not been started, by their namespace. */
    @RequiresApi(Build.VERSION_CODES.UPSIDE_DOWN_CAKE)
    public static Map<String, List<JobInfo>> pendingJobs(JobScheduler scheduler) {
        return scheduler.getPendingJobsInAllNamespaces();
    }

    /** Returns one of the reasons for which a job has not been started, a number of JobScheduler. */
    @RequiresApi(Build.VERSION_CODES.UPSIDE_DOWN_CAKE)
    public static int pendingJobReason(JobScheduler scheduler, String namespace, int jobId) {
        return inNamespace(scheduler, namespace).getPendingJobReason(jobId);
    }

    /** Returns all of them. */
    @RequiresApi(Build.VERSION_CODES.BAKLAVA)
    public static int[] pendingJobReasons(JobScheduler scheduler, String namespace, int jobId) {
        return inNamespace(scheduler, namespace).getPendingJobReasons(jobId);
    }

    /** Tells from when on a job waited for what, in epoch milliseconds and numbers of JobScheduler; until the next of these. */
    public record PendingSince(long time, int[] reasons) {}

    /** Returns what the system still knows of a job's past reasons, in no particular order. */
    @RequiresApi(Build.VERSION_CODES.BAKLAVA)
    public static List<PendingSince> pendingJobHistory(JobScheduler scheduler, String namespace, int jobId) {
        List<PendingSince> history = new ArrayList<>();
        for (PendingJobReasonsInfo info : inNamespace(scheduler, namespace).getPendingJobReasonsHistory(jobId)) {
            history.add(new PendingSince(info.getTimestampMillis(), info.getPendingJobReasons()));
        }
        return history;
    }

    @RequiresApi(Build.VERSION_CODES.UPSIDE_DOWN_CAKE)
    private static JobScheduler inNamespace(JobScheduler scheduler, String namespace) {
        return namespace == null ? scheduler : scheduler.forNamespace(namespace);
    }
}
