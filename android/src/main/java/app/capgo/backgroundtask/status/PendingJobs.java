package app.capgo.backgroundtask.status;

import android.app.job.JobInfo;
import android.app.job.JobScheduler;
import android.content.Context;
import android.os.Build;
import android.os.PersistableBundle;
import app.capgo.backgroundtask.platform.ApiLevelCalls;
import app.capgo.backgroundtask.platform.ApiLevelCalls.PendingSince;
import app.capgo.backgroundtask.platform.Log;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds why JobScheduler has not started the tasks' jobs, by the task's name. Android tells since version 14; since 16 it tells all reasons, and what they
 * were before.
 */
public final class PendingJobs {

    public static final PendingJobs UNKNOWN = new PendingJobs(Collections.emptyMap());

    private record Pending(int[] reasons, List<PendingSince> history) {}

    private static final Pending NOTHING = new Pending(new int[] {}, Collections.emptyList());

    private final Map<String, Pending> jobs;

    private PendingJobs(Map<String, Pending> jobs) {
        this.jobs = jobs;
    }

    public static boolean areTold() {
        return Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE;
    }

    /** `workIds`: the ids of the tasks' works, by the task's name. */
    public static PendingJobs of(Context context, Map<String, String> workIds) {
        if (!areTold() || workIds.isEmpty()) return UNKNOWN;
        JobScheduler scheduler = (JobScheduler) context.getSystemService(Context.JOB_SCHEDULER_SERVICE);
        Map<String, String> names = new HashMap<>();
        workIds.forEach((name, id) -> names.put(id, name));
        Map<String, Pending> jobs = new HashMap<>();
        try {
            for (Map.Entry<String, List<JobInfo>> namespace : ApiLevelCalls.pendingJobs(scheduler).entrySet()) {
                for (JobInfo job : namespace.getValue()) {
                    String name = nameIn(job.getExtras(), names);
                    if (name != null) jobs.put(name, pending(scheduler, namespace.getKey(), job.getId()));
                }
            }
        } catch (RuntimeException error) {
            // Some makers' JobSchedulers throw where nobody expects it. A status without these words is better than none.
            Log.warn("JobScheduler did not say why jobs wait", error);
            return UNKNOWN;
        }
        return new PendingJobs(jobs);
    }

    /** Returns numbers of JobScheduler. A job that runs, or that WorkManager has not handed over, has none. */
    int[] reasonsOf(String taskName) {
        return jobs.getOrDefault(taskName, NOTHING).reasons();
    }

    /** Returns what they were before, the oldest first; nothing before Android 16. */
    List<PendingSince> historyOf(String taskName) {
        return jobs.getOrDefault(taskName, NOTHING).history();
    }

    /** Returns whether any job waits for that, a number of JobScheduler. */
    boolean waitFor(int reason) {
        for (Pending each : jobs.values()) for (int one : each.reasons()) if (one == reason) return true;
        return false;
    }

    /** WorkManager puts the id of the work into the extras of its job. The name of that extra is its own affair. */
    private static String nameIn(PersistableBundle extras, Map<String, String> names) {
        for (String key : extras.keySet()) {
            String name = names.get(extras.getString(key));
            if (name != null) return name;
        }
        return null;
    }

    private static Pending pending(JobScheduler scheduler, String namespace, int jobId) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.BAKLAVA) {
            return new Pending(new int[] { ApiLevelCalls.pendingJobReason(scheduler, namespace, jobId) }, Collections.emptyList());
        }
        List<PendingSince> history = ApiLevelCalls.pendingJobHistory(scheduler, namespace, jobId);
        history.sort(Comparator.comparingLong(PendingSince::time));
        return new Pending(ApiLevelCalls.pendingJobReasons(scheduler, namespace, jobId), history);
    }
}
