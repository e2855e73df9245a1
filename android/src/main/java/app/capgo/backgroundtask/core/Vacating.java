package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Ports.Timer;
import app.capgo.backgroundtask.core.Ports.Timers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the place of a task whose run was cancelled, or whose registration was taken away, in mid-run: that run has settled, and its callback has perhaps
 * not even heard of it. No other run of the task is offered until the callback has returned, its runtime is gone, or it has had its grace. It lives in
 * memory only, because the callback ends with the process.
 */
final class Vacating {

    private record Place(String taskId, String runtimeId, Timer end) {}

    private final Map<String, Place> places = new HashMap<>();
    private final Timers timers;
    private final Runnable freed;

    /** `freed` is called each time a place is free again. */
    Vacating(Timers timers, Runnable freed) {
        this.timers = timers;
        this.freed = freed;
    }

    boolean isKept(String taskName) {
        return places.containsKey(taskName);
    }

    /** Keeps the place of a claimed run's task from now on. */
    void keep(OpenRun run) {
        Timer end = timers.after(Constants.EXPIRY_GRACE_MS, () -> returned(run.id(), run.taskName()));
        Place before = places.put(run.taskName(), new Place(run.id(), run.claim().runtimeId(), end));
        if (before != null) before.end.cancel();
    }

    /** The callback of that run has returned. */
    void returned(String taskId, String taskName) {
        Place place = places.get(taskName);
        if (place == null || !place.taskId.equals(taskId)) return;
        places.remove(taskName);
        place.end.cancel();
        freed.run();
    }

    /** A runtime is gone, and what it did with it. */
    void gone(String runtimeId) {
        List<String> left = new ArrayList<>();
        places.forEach((taskName, place) -> {
            if (place.runtimeId.equals(runtimeId)) left.add(taskName);
        });
        for (String taskName : left) returned(places.get(taskName).taskId, taskName);
    }
}
