package app.capgo.backgroundtask.status;

import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Blocker;
import app.capgo.backgroundtask.core.Conditions;
import app.capgo.backgroundtask.core.ConstraintSet;
import app.capgo.backgroundtask.core.Ledger;
import app.capgo.backgroundtask.core.QueuedItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shapes the items of the queue as JavaScript asks for them. */
public final class ItemViews {

    private ItemViews() {}

    /** Returns at most so many items, the oldest first. A `taskName` of null means those of all tasks. */
    public static List<Object> of(Ledger ledger, DeviceState device, String taskName, int limit, boolean withData, long now)
        throws BackgroundTaskException {
        Conditions conditions = device.conditions();
        // Asking the system takes a while, and many items ask for the same.
        Map<ConstraintSet, List<Blocker>> blockersBySet = new HashMap<>();
        List<Object> views = new ArrayList<>();
        for (QueuedItem item : ledger.items().all()) {
            if (views.size() >= limit) break;
            if (taskName != null && !taskName.equals(item.taskName())) continue;
            List<Blocker> known = blockersBySet.get(item.constraints());
            if (known == null) blockersBySet.put(item.constraints(), (known = device.blockersOf(item.constraints(), conditions)));
            List<Blocker> blockers = new ArrayList<>(known);
            if (item.undefinedSince() != null && item.eligibleAt() > now) blockers.add(Blocker.UNDEFINED);
            views.add(view(item, ledger.isRunning(item), blockers, withData, withData ? ledger.items().data(item.sequence()) : null));
        }
        return views;
    }

    private static Map<String, Object> view(QueuedItem item, boolean isRunning, List<Blocker> blockers, boolean withData, String data) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("taskName", item.taskName());
        view.put("id", item.id());
        view.put("enqueuedAt", item.enqueuedAt());
        view.put("eligibleAt", item.eligibleAt());
        view.put("attempts", item.attempts());
        view.put("running", isRunning);
        List<Object> words = new ArrayList<>();
        for (Blocker blocker : blockers) words.add(blocker.word());
        view.put("blockedBy", words);
        if (withData) view.put("data", data);
        return view;
    }
}
