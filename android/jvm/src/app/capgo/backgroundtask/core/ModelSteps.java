package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.ModelContext.Running;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each step of a scenario (contract/scenario.schema.json) does to the device. What Android does not have is passed over. */
final class ModelSteps {

    private final ModelWorld world;

    ModelSteps(ModelWorld world) {
        this.world = world;
    }

    void take(Map<?, ?> step) throws BackgroundTaskException {
        String name = (String) step.get("step");
        if (!world.isRunning() && !name.equals("storage")) return;
        ModelContext context = world.contexts.get(step.containsKey("view") ? step.get("view") : step.get("context"));
        switch (name) {
            case "pass" -> world.time.pass((Long) step.get("ms"));
            case "sleep" -> world.time.sleep((Long) step.get("ms"));
            case "jump" -> world.time.jump((Long) step.get("ms"));
            case "wake" -> world.startWorks();
            case "stop-wake" -> world.stopNewestWork();
            case "open-view" -> {
                world.close((String) step.get("view"), RunError.RUNTIME_DIED);
                world.open((String) step.get("view"), (Boolean) step.get("visible")).attach();
            }
            case "close-view" -> world.close((String) step.get("view"), RunError.RUNTIME_DIED);
            case "show-view", "hide-view" -> {
                if (context != null) context.onScreen = name.equals("show-view");
            }
            case "freeze" -> {
                if (context != null) context.isFrozen = true;
            }
            case "thaw" -> {
                if (context != null) thaw(context);
            }
            case "speak-after-death" -> speak(world.dead.get(step.get("context")));
            case "kill" -> world.kill();
            case "unseen" -> world.unseen = (String) step.get("as");
            case "unseen-dies" -> world.close("unseen", RunError.of(ErrorCode.RENDERER_GONE, "the model"));
            case "define" -> {
                Set<String> names = new HashSet<>();
                for (Object task : (List<?>) step.get("tasks")) names.add((String) task);
                world.defined.put((String) step.get("context"), names);
                if (context != null) {
                    context.defined = names;
                    if (context.isAwake()) context.attach();
                }
            }
            case "behave" -> world.behaviours.put((String) step.get("task"), (String) step.get("as"));
            case "end-callbacks" -> endCallbacks(step.get("outcome").equals("success") ? Outcome.SUCCESS : Outcome.FAILED);
            case "storage" -> {
                world.store.failing = step.get("as").equals("fails");
                world.store.items.failing = world.store.failing;
            }
            case "empty-storage" -> {
                world.kill();
                world.store.text = null;
                world.store.items.texts.clear();
                world.items.drop(null, null);
            }
            case "newer-record" -> addNewer((String) step.get("task"));
            case "register" -> refusable(() -> register((String) step.get("task")));
            case "unregister" -> refusable(() -> world.engine().unregister((String) step.get("task")));
            case "unregister-all" -> refusable(() -> {
                world.engine().unregisterAll();
                world.items.drop(null, null);
            });
            case "enqueue" -> refusable(() -> world.items.enqueue(step));
            case "cancel-items" -> refusable(() -> world.items.cancel((String) step.get("task")));
            case "trigger" -> trigger((Boolean) step.get("unseen"));
            default -> {
                // A lock that can be taken away, a page's own look for due tasks: Android has neither.
            }
        }
    }

    private interface Call {
        void run() throws BackgroundTaskException;
    }

    /** A call that JavaScript sees rejected where the storage fails or holds newer records. */
    private static void refusable(Call call) {
        try {
            call.run();
        } catch (BackgroundTaskException refused) {
            // It changed nothing.
        }
    }

    void register(String task) throws BackgroundTaskException {
        world.ledger().register(task, world.options.get(task), world.time.now);
    }

    void thaw(ModelContext context) {
        context.isFrozen = false;
        context.resume();
        world.time.pass(0);
    }

    void endCallbacks(Outcome outcome) {
        for (ModelContext context : world.awake()) {
            for (Running one : new ArrayList<>(context.running)) context.end(one, outcome);
        }
    }

    private void speak(ModelContext context) {
        if (context == null) return;
        context.attach();
        for (Running one : context.running) context.finish(one, Outcome.SUCCESS);
    }

    private void trigger(boolean unseen) {
        String caller = world
            .awake()
            .stream()
            .map(context -> context.id)
            .findFirst()
            .orElse("nobody");
        world.triggersUnderWay++;
        try {
            world.engine().trigger(caller, unseen, null, done -> world.triggersUnderWay--);
        } catch (BackgroundTaskException refused) {
            world.triggersUnderWay--;
        }
    }

    /** The app is updated, runs, and is set back: each ends the process. */
    private void addNewer(String task) {
        world.kill();
        changeTasks(records -> {
            records.removeIf(record -> record instanceof Map<?, ?> fields && task.equals(fields.get("name")));
            Map<String, Object> newer = new LinkedHashMap<>();
            newer.put("version", 3L);
            newer.put("name", task);
            records.add(newer);
        });
    }

    void removeNewer() {
        world.kill();
        changeTasks(records ->
            records.removeIf(record -> record instanceof Map<?, ?> fields && Long.valueOf(3).equals(fields.get("version")))
        );
    }

    private void changeTasks(java.util.function.Consumer<List<Object>> change) {
        if (world.store.text == null) return;
        Map<String, Object> file = new LinkedHashMap<>();
        ((Map<?, ?>) Json.parse(world.store.text)).forEach((key, value) -> file.put((String) key, value));
        List<Object> records = new ArrayList<>((List<?>) file.get("tasks"));
        change.accept(records);
        file.put("tasks", records);
        world.store.text = Json.write(file);
    }
}
