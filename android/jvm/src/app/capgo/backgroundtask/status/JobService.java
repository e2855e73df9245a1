package app.capgo.backgroundtask.status;

import android.app.job.IJobScheduler;
import android.app.job.JobInfo;
import android.app.job.JobScheduler;
import android.app.job.PendingJobReasonsInfo;
import android.content.Context;
import android.content.pm.ParceledListSlice;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.robolectric.annotation.Implements;

/**
 * The other side of Android 16's JobScheduler: keeps jobs by namespace, as the system's service does, and says of each what the test says. The app's side is
 * the framework's own class, which Robolectric replaces otherwise.
 */
final class JobService {

    /** Leaves the framework's class as it is. */
    @Implements(className = "android.app.JobSchedulerImpl", isInAndroidSdk = false)
    public static class Unchanged {}

    private final Map<String, Map<Integer, JobInfo>> jobs = new HashMap<>();
    private final Map<Integer, int[]> reasons = new HashMap<>();
    private final Map<Integer, List<PendingJobReasonsInfo>> history = new HashMap<>();
    boolean isBroken = false;

    /** Puts itself behind the JobScheduler that the app is given. */
    JobService(Context context) throws ReflectiveOperationException {
        JobScheduler scheduler = (JobScheduler) context.getSystemService(Context.JOB_SCHEDULER_SERVICE);
        Field binder = scheduler.getClass().getDeclaredField("mBinder");
        binder.setAccessible(true);
        Class<?>[] service = { IJobScheduler.class };
        binder.set(
            scheduler,
            Proxy.newProxyInstance(IJobScheduler.class.getClassLoader(), service, (proxy, method, given) -> {
                if (isBroken) throw new IllegalStateException("the service is broken");
                return switch (method.getName()) {
                    case "schedule" -> {
                        JobInfo job = (JobInfo) given[1];
                        in(given[0]).put(job.getId(), job);
                        yield JobScheduler.RESULT_SUCCESS;
                    }
                    case "cancel" -> in(given[0]).remove(given[1]);
                    case "getAllPendingJobsInNamespace" -> new ParceledListSlice<>(new ArrayList<>(in(given[0]).values()));
                    case "getAllPendingJobs" -> {
                        Map<String, ParceledListSlice<JobInfo>> all = new HashMap<>();
                        jobs.forEach((name, some) -> all.put(name, new ParceledListSlice<>(new ArrayList<>(some.values()))));
                        yield all;
                    }
                    case "getPendingJob" -> in(given[0]).get(given[1]);
                    case "getPendingJobReason" -> reasons(given)[0];
                    case "getPendingJobReasons" -> reasons(given);
                    case "getPendingJobReasonsHistory" -> history.getOrDefault(given[1], List.of());
                    default -> throw new UnsupportedOperationException(method.getName());
                };
            })
        );
    }

    private Map<Integer, JobInfo> in(Object namespace) {
        return jobs.computeIfAbsent((String) namespace, name -> new LinkedHashMap<>());
    }

    private int[] reasons(Object[] namespaceAndId) {
        boolean isThere = in(namespaceAndId[0]).containsKey(namespaceAndId[1]);
        if (!isThere) return new int[] { JobScheduler.PENDING_JOB_REASON_INVALID_JOB_ID };
        return reasons.getOrDefault(namespaceAndId[1], new int[] { JobScheduler.PENDING_JOB_REASON_CONSTRAINT_MINIMUM_LATENCY });
    }

    /** Finds the job of a work, wherever WorkManager has put it; null when there is none. */
    JobInfo jobOf(String workId) {
        for (Map<Integer, JobInfo> some : jobs.values()) {
            for (JobInfo job : some.values()) if (workId.equals(job.getExtras().getString("EXTRA_WORK_SPEC_ID"))) return job;
        }
        return null;
    }

    /** From the newest on, as the framework does not promise any order. */
    void waitedSince(JobInfo job, long time, int... why) {
        history.computeIfAbsent(job.getId(), id -> new ArrayList<>()).add(0, new PendingJobReasonsInfo(time, why));
    }

    void waits(JobInfo job, int... why) {
        reasons.put(job.getId(), why);
    }
}
