package app.capgo.backgroundtask.status;

import app.capgo.backgroundtask.core.Blocker;
import app.capgo.backgroundtask.core.Constants;
import app.capgo.backgroundtask.core.Encode;
import app.capgo.backgroundtask.core.OpenRun;
import app.capgo.backgroundtask.core.Run;
import app.capgo.backgroundtask.core.Schedule;
import app.capgo.backgroundtask.core.TaskRecord;
import app.capgo.backgroundtask.core.Wire;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shapes tasks and runs as JavaScript asks for them. */
public final class TaskViews {

    private TaskViews() {}

    /** `device` is what the device has against the task now, `waits` for how many milliseconds each thing has kept it waiting since it became due. */
    public static Map<String, Object> task(TaskRecord task, List<Blocker> device, Map<Blocker, Long> waits, long now) {
        List<Blocker> blockers = new ArrayList<>(device);
        if (Schedule.isOutsideWindow(task, now)) blockers.add(Blocker.WINDOW);
        if (Schedule.awaitsDefinition(task, now)) blockers.add(Blocker.UNDEFINED);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", task.name());
        view.put("options", Encode.options(task.options()));
        // The list is empty because WorkManager knows every constraint there is.
        view.put("notHonoured", Collections.emptyList());
        view.put("registeredAt", task.registeredAt());
        view.put("lastRun", Encode.run(task.lastRun()));
        view.put("nextEligibleAt", Schedule.nextEligibleAt(task));
        List<String> words = new ArrayList<>();
        for (Wire blocker : blockers) words.add(blocker.word());
        view.put("blockedBy", words);
        List<Object> waited = new ArrayList<>();
        waits.forEach((blocker, ms) -> {
            Map<String, Object> wait = new LinkedHashMap<>();
            wait.put("blocker", blocker.word());
            wait.put("ms", ms);
            waited.add(wait);
        });
        view.put("waits", waited);
        view.put("stalled", Schedule.isStalled(task, blockers, now, Constants.STALLED_FLOOR_MS));
        return view;
    }

    /** Returns runs, the newest first. A `taskName` or `limit` of null sets no bound. */
    public static List<Object> runs(Collection<OpenRun> open, List<Run> log, boolean settled, String taskName, Integer limit) {
        List<Run> all = new ArrayList<>();
        if (settled) all.addAll(log);
        else open.forEach(run -> all.add(run.shown()));
        Collections.reverse(all);
        if (!settled) all.sort((a, b) -> Long.compare(b.timestamp(), a.timestamp()));
        List<Object> runs = new ArrayList<>();
        for (Run run : all) {
            if (limit != null && runs.size() >= limit) break;
            if (taskName == null || taskName.equals(run.taskName())) runs.add(Encode.run(run));
        }
        return runs;
    }
}
