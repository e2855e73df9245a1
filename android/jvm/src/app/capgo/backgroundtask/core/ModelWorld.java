package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.ModelContext.Running;
import app.capgo.backgroundtask.core.Ports.HeadlessHost;
import app.capgo.backgroundtask.core.Ports.Timer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A device: its storage, its clock, the app's process with the engine in it, pages, and the web view nobody sees. */
final class ModelWorld implements HeadlessHost {

    /** A work: what was started for WorkManager, and what it was answered. */
    final class Work {

        final String taskName;
        final boolean isOfItems;
        final long startedAt = time.elapsed;
        boolean isStopped = false;
        int answers = 0;

        Work(String taskName, boolean isOfItems) {
            this.taskName = taskName;
            this.isOfItems = isOfItems;
        }
    }

    private static final long LINGER_MS = 5_000;

    final ModelTime time = new ModelTime();
    final MemoryStore store = new MemoryStore(null);
    final ModelItems items = new ModelItems(this);
    final Map<String, TaskOptions> options = new LinkedHashMap<>();
    final Map<String, ModelContext> contexts = new LinkedHashMap<>();
    final Map<String, ModelContext> dead = new HashMap<>();
    final Map<String, String> behaviours = new HashMap<>();
    final Map<String, Set<String>> defined = new HashMap<>();
    final List<Work> works = new ArrayList<>();
    /** What the callbacks of a run returned, by run. */
    final Map<String, List<Outcome>> results = new HashMap<>();
    final Set<String> startedRuns = new HashSet<>();
    int triggersUnderWay = 0;
    String unseen = "starts";
    private Engine engine;
    private Ledger ledger;
    private boolean isStarting = false;
    private Timer closing;
    private int ids = 0;

    /** The process starts when something needs it; null where its storage cannot be read. */
    Engine engine() {
        if (engine != null) return engine;
        try {
            ledger = Ledger.open(store).ledger();
            engine = new Engine(ledger, this, items, time, time, () -> "id-" + ids++);
            engine.recover();
            engine.queue().repairWorks();
        } catch (BackgroundTaskException error) {
            engine = null;
        }
        return engine;
    }

    Ledger ledger() {
        engine();
        return ledger;
    }

    boolean isRunning() {
        return engine() != null;
    }

    String behaviour(String taskName) {
        return behaviours.getOrDefault(taskName, "succeeds");
    }

    ModelContext open(String name, boolean onScreen) {
        RuntimeKind kind = name.equals("unseen") ? RuntimeKind.HEADLESS : RuntimeKind.PAGE;
        Set<String> names = defined.getOrDefault(name, options.keySet());
        ModelContext context = new ModelContext(this, name, name + "-" + ids++, kind, names);
        context.onScreen = onScreen;
        contexts.put(name, context);
        return context;
    }

    void close(String name, RunError why) {
        ModelContext context = contexts.remove(name);
        if (context == null) return;
        context.isDead = true;
        time.forget(context.isAwake);
        dead.put(name, context);
        if (engine != null) engine.detach(context, why);
    }

    /** The process dies, and with it every web view and every work. */
    void kill() {
        for (ModelContext context : contexts.values()) context.isDead = true;
        contexts.clear();
        // What is left of the process says nothing any more.
        dead.clear();
        time.forget();
        // WorkManager starts what was running again.
        for (Work work : works) if (work.isOfItems && work.answers == 0) items.works.put(work.taskName, time.now);
        works.clear();
        triggersUnderWay = 0;
        isStarting = false;
        closing = null;
        engine = null;
        ledger = null;
    }

    /** WorkManager starts the works of what is due. */
    void startWorks() {
        List<String> due = new ArrayList<>();
        try {
            // As the repair of the schedules, and of the works of items, does at each start.
            ledger().clampToNow(time.now);
            engine.queue().repairWorks();
        } catch (BackgroundTaskException error) {
            return;
        }
        for (TaskRecord task : ledger().tasks()) if (Schedule.nextEligibleAt(task) <= time.now) due.add(task.name());
        for (String name : due) {
            if (works.stream().anyMatch(work -> work.taskName.equals(name) && work.answers == 0)) continue;
            Work work = new Work(name, false);
            works.add(work);
            try {
                engine.work(name, () -> work.isStopped, answer -> work.answers++);
            } catch (BackgroundTaskException error) {
                // The worker answers so.
                work.answers++;
            }
        }
        startItemWorks();
    }

    private void startItemWorks() {
        List<String> due = new ArrayList<>();
        for (Map.Entry<String, Long> work : items.works.entrySet()) if (work.getValue() <= time.now) due.add(work.getKey());
        for (String name : due) {
            if (works.stream().anyMatch(work -> work.isOfItems && work.taskName.equals(name) && work.answers == 0)) continue;
            items.works.remove(name);
            Work work = new Work(name, true);
            works.add(work);
            engine.queue().work(name, ModelItems.FREE, Constants.TIME_LIMIT_MS, () -> work.isStopped, () -> work.answers++);
        }
    }

    private void stopItems(Work work) {
        engine.queue().stopWork(work.taskName, ModelItems.FREE, "the model", () -> engine.queue().repairWorks(work.taskName));
        // WorkManager ignores the answer of a work that it has stopped.
        items.works.put(work.taskName, time.now);
    }

    void stopNewestWork() {
        for (int at = works.size() - 1; at >= 0; at--) {
            Work work = works.get(at);
            if (work.answers > 0 || work.isStopped) continue;
            work.isStopped = true;
            if (work.isOfItems) stopItems(work);
            else engine.stopWork(work.taskName, "the model", () -> {});
            return;
        }
    }

    void started(Running one) {
        startedRuns.add(one.taskId);
        checkOverlap(one.taskName);
    }

    void ended(Running one, Outcome outcome) {
        results.computeIfAbsent(one.taskId, id -> new ArrayList<>()).add(outcome);
    }

    void checkOverlap(String taskName) {
        List<String> where = new ArrayList<>();
        for (ModelContext context : contexts.values()) {
            for (Running one : context.running) {
                if (context.isAwake() && one.taskName.equals(taskName) && !one.behaviour.equals("ignores")) where.add(context.name);
            }
        }
        if (where.size() > 1) throw new AssertionError("callbacks of \"" + taskName + "\" overlap in " + where);
    }

    Collection<ModelContext> awake() {
        List<ModelContext> awake = new ArrayList<>();
        for (ModelContext context : contexts.values()) if (context.isAwake()) awake.add(context);
        return awake;
    }

    @Override
    public void start() {
        keep();
        // One start serves all runs that wait for it.
        if (isStarting || contexts.containsKey("unseen")) return;
        if (unseen.equals("starts")) {
            ModelContext context = open("unseen", false);
            time.after(50, context.isAwake, context::attach);
        } else {
            boolean fails = unseen.equals("fails");
            RunError why = RunError.of(fails ? ErrorCode.LOAD_FAILED : ErrorCode.START_TIMEOUT, "the model");
            isStarting = true;
            time.after(fails ? 50 : Constants.HEADLESS_START_MS, () -> {
                isStarting = false;
                engine.headlessFailed(why);
            });
        }
    }

    @Override
    public void keep() {
        if (closing != null) closing.cancel();
        closing = null;
    }

    @Override
    public void release() {
        keep();
        closing = time.after(LINGER_MS, () -> close("unseen", RunError.RUNTIME_DIED));
    }
}
