package app.capgo.backgroundtask.work;

import android.content.Context;
import android.content.SharedPreferences;
import androidx.work.WorkInfo;
import app.capgo.backgroundtask.core.EarlierTask;
import app.capgo.backgroundtask.core.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What version 8.1 of this package has left on the device: its preferences, and works that carry the same worker's class name. */
public final class EarlierInstallation {

    /** The tag of all its works; with the task's name behind it their unique name, which is a tag too. */
    static final String TAG = "capgo_background_task";
    private static final String WORK_PREFIX = TAG + ".";
    private static final String PREFERENCES = "CapgoBackgroundTask";
    private static final String NAMES = "taskNames";
    private static final String TASK = "task.";
    private static final String PENDING_RUNS = "pendingRuns";

    private EarlierInstallation() {}

    /** Returns its registrations, or null when there is nothing of it. */
    public static List<EarlierTask> read(Context context) {
        Map<String, ?> stored = preferences(context).getAll();
        if (!(stored.get(NAMES) instanceof Set<?> names)) return null;
        Map<String, Long> pending = pendingRuns(stored.get(PENDING_RUNS));
        List<EarlierTask> tasks = new ArrayList<>();
        for (Object one : new TreeSet<>(names)) {
            if (!(one instanceof String name)) continue;
            Map<?, ?> options = parsed(stored.get(TASK + name)) instanceof Map<?, ?> fields ? fields : new HashMap<>();
            Long minutes = options.get("minimumInterval") instanceof Long number ? number : null;
            Boolean network = options.get("requiresNetwork") instanceof Boolean flag ? flag : null;
            tasks.add(new EarlierTask(name, minutes, network, pending.get(name)));
        }
        return tasks;
    }

    /** Forgets them. False when that could not be written. */
    static boolean remove(Context context) {
        return preferences(context).edit().clear().commit();
    }

    public static boolean isItsWork(Set<String> tags) {
        return tags.contains(TAG);
    }

    static String workName(String taskName) {
        return WORK_PREFIX + taskName;
    }

    /** The name of the task that a work of it was made for, as it was called there; null when no tag says so. */
    static String taskOf(WorkInfo work) {
        for (String tag : work.getTags()) if (tag.startsWith(WORK_PREFIX)) return tag.substring(WORK_PREFIX.length());
        return null;
    }

    private static SharedPreferences preferences(Context context) {
        return context.getSharedPreferences(PREFERENCES, Context.MODE_PRIVATE);
    }

    /** By task, when its oldest run began. A run of the test trigger is no work that was missed. */
    private static Map<String, Long> pendingRuns(Object text) {
        Map<String, Long> oldest = new HashMap<>();
        if (!(parsed(text) instanceof List<?> runs)) return oldest;
        for (Object raw : runs) {
            if (!(raw instanceof Map<?, ?> run) || Boolean.TRUE.equals(run.get("test"))) continue;
            if (run.get("taskName") instanceof String name && run.get("timestamp") instanceof Long at && at > 0) {
                oldest.merge(name, at, Math::min);
            }
        }
        return oldest;
    }

    private static Object parsed(Object text) {
        try {
            return text instanceof String json ? Json.parse(json) : null;
        } catch (IllegalArgumentException damaged) {
            return null;
        }
    }
}
