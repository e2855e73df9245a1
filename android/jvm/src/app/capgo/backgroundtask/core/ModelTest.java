package app.capgo.backgroundtask.core;

import static org.junit.Assert.fail;

import app.capgo.backgroundtask.core.ModelWorld.Work;
import app.capgo.backgroundtask.rig.Repository;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

/** The scenarios of test/model, played on the core: whatever the world does, the promises hold. */
public class ModelTest {

    /** A work is answered when its run has settled; one that finds a test run waits for that first. */
    private static final long WORK_LIMIT_MS = 2 * (Constants.TIME_LIMIT_MS + 3 * Constants.EXPIRY_GRACE_MS);

    @Test
    public void whateverTheWorldDoes_noOverlap_everyWorkAnswered_nothingLeft_aTrueLog() {
        List<?> scenarios = (List<?>) Repository.json(".cache/scenarios/android.json");
        long end = System.nanoTime() + Long.getLong("rig.model.seconds", 3600) * 1_000_000_000L;
        Object last = null;
        for (Object raw : scenarios) {
            if (System.nanoTime() > end) break;
            Map<?, ?> scenario = (Map<?, ?>) raw;
            last = scenario.get("seed");
            String broken = play(scenario, (List<?>) scenario.get("steps"));
            if (broken == null) continue;
            List<?> steps = shrunk(scenario);
            fail("seed " + last + "\n" + described(scenario, steps) + play(scenario, steps));
        }
        System.out.println("rig| android model: seeds " + ((Map<?, ?>) scenarios.get(0)).get("seed") + " to " + last);
    }

    /** Returns what a scenario breaks and at which step; null: nothing. */
    private static String play(Map<?, ?> scenario, List<?> steps) {
        ModelWorld world = new ModelWorld();
        for (Object raw : (List<?>) scenario.get("tasks")) {
            Map<?, ?> task = (Map<?, ?>) raw;
            TaskOptions options = new TaskOptions(
                (Long) task.get("minimumIntervalMs"),
                false,
                false,
                false,
                false,
                false,
                false,
                (Long) task.get("maximumRetries"),
                (Long) task.get("timeLimitMs"),
                null
            );
            world.options.put((String) task.get("name"), options);
        }
        ModelSteps taking = new ModelSteps(world);
        String at = "before the first step";
        try {
            for (int index = 0; index < steps.size(); index++) {
                Map<?, ?> step = (Map<?, ?>) steps.get(index);
                at = "at step " + (index + 1) + " (" + step.get("step") + ")";
                taking.take(step);
                check(world);
            }
            at = "in the calm afterwards";
            calm(world, taking);
            return null;
        } catch (AssertionError | RuntimeException | BackgroundTaskException broken) {
            return at + ": " + (broken instanceof RuntimeException ? broken + " " + broken.getStackTrace()[0] : broken.getMessage());
        }
    }

    /** Everything works again: every task succeeds within its interval and backoff, and nothing is left. */
    private static void calm(ModelWorld world, ModelSteps taking) throws BackgroundTaskException {
        world.store.failing = false;
        world.store.items.failing = false;
        for (ModelContext context : new ArrayList<>(world.contexts.values())) taking.thaw(context);
        world.unseen = "starts";
        world.behaviours.clear();
        world.defined.clear();
        taking.endCallbacks(Outcome.FAILED);
        world.time.pass(1000);
        if (world.store.text != null && world.store.text.contains("\"version\":3")) taking.removeNewer();
        world.engine();
        for (String page : List.of("one", "two", "unseen")) world.close(page, RunError.RUNTIME_DIED);
        for (String task : world.options.keySet()) taking.register(task);
        Set<String> before = new HashSet<>();
        for (Run run : world.ledger().log()) before.add(run.taskId());
        Set<String> left = new HashSet<>(world.options.keySet());
        for (long time = 0; !left.isEmpty() || !world.ledger().items().all().isEmpty(); time += 10 * Samples.MINUTE) {
            if (time > 8 * 60 * Samples.MINUTE) {
                throw new AssertionError(
                    "in a calm world " + left + " did not succeed, or items are left: " + world.ledger().items().all() + recent(world)
                );
            }
            world.time.pass(10 * Samples.MINUTE);
            world.startWorks();
            world.time.pass(Samples.MINUTE);
            check(world);
            for (Run run : world.ledger().log()) {
                if (run.outcome() == Outcome.SUCCESS && !before.contains(run.taskId())) left.remove(run.taskName());
            }
        }
        if (!world.items.neverExecuted().isEmpty()) throw new AssertionError("never executed: " + world.items.neverExecuted());
        // As long as a run may last that a hung callback held.
        world.time.pass(12 * Samples.MINUTE);
        if (!world.ledger().openRuns().isEmpty()) throw new AssertionError("an open run is left: " + world.ledger().openRuns());
        if (world.works.stream().anyMatch(work -> work.answers == 0)) throw new AssertionError("a work is not answered");
        if (world.triggersUnderWay != 0) throw new AssertionError("a test trigger has not resolved");
        if (world.time.pending() != 0) throw new AssertionError(world.time.pending() + " timers are left");
    }

    /** The end of the log, for who reads the failure. */
    private static String recent(ModelWorld world) {
        List<String> lines = new ArrayList<>();
        for (Run run : world.ledger().log()) lines.add(run.taskName() + " " + run.outcome() + " " + run.error());
        return lines.subList(Math.max(0, lines.size() - 4), lines.size()) + ", open: " + world.ledger().openRuns();
    }

    private static void check(ModelWorld world) {
        if (!world.isRunning()) return;
        for (String task : world.options.keySet()) world.checkOverlap(task);
        Set<String> settled = new HashSet<>();
        for (Run run : world.ledger().log()) {
            if (!settled.add(run.taskId())) throw new AssertionError("a run has settled twice");
            List<Outcome> results = world.results.getOrDefault(run.taskId(), List.of());
            if (results.size() > 1) throw new AssertionError("a run of " + run.taskName() + " was executed twice");
            if (run.outcome() == Outcome.SUCCESS && !results.contains(Outcome.SUCCESS)) {
                throw new AssertionError("the log says success of " + run.taskName() + ", its callback returned " + results);
            }
            if (run.outcome() == Outcome.UNDEFINED && run.isFinal()) world.items.drop(run.taskName(), run.enqueuedId());
            boolean neverRan = run.outcome() == Outcome.UNDEFINED || run.outcome() == Outcome.NOT_STARTED;
            if (neverRan && world.startedRuns.contains(run.taskId())) {
                throw new AssertionError("the log says " + run.outcome() + " of " + run.taskName() + ", and its callback ran");
            }
        }
        for (OpenRun run : world.ledger().openRuns()) {
            if (settled.contains(run.id())) throw new AssertionError("a settled run is open again");
        }
        for (Work work : world.works) {
            if (work.answers > 1) throw new AssertionError("a work is answered twice");
            if (work.answers == 0 && world.time.elapsed - work.startedAt > WORK_LIMIT_MS) {
                throw new AssertionError("the work of " + work.taskName + " is not answered within its limit");
            }
        }
    }

    /** Leaves out of a broken scenario what does not matter, so that a person can read it. */
    private static List<?> shrunk(Map<?, ?> scenario) {
        List<?> best = (List<?>) scenario.get("steps");
        for (int size = 8; size >= 1; size /= 2) {
            for (int from = best.size() - size; from >= 0; from -= size) {
                List<Object> steps = new ArrayList<>(best.subList(0, from));
                steps.addAll(best.subList(from + size, best.size()));
                if (play(scenario, steps) != null) best = steps;
            }
        }
        return best;
    }

    private static String described(Map<?, ?> scenario, List<?> steps) {
        StringBuilder text = new StringBuilder();
        for (Object task : (List<?>) scenario.get("tasks"))
            text.append("      ")
                .append(new HashMap<>((Map<?, ?>) task))
                .append('\n');
        for (int index = 0; index < steps.size(); index++) text.append("  ")
            .append(index + 1)
            .append("  ")
            .append(steps.get(index))
            .append('\n');
        return text.toString();
    }
}
