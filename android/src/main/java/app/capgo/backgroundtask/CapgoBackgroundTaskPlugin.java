package app.capgo.backgroundtask;

import static app.capgo.backgroundtask.CallFields.fields;
import static app.capgo.backgroundtask.CallFields.plain;
import static app.capgo.backgroundtask.CallFields.text;
import static app.capgo.backgroundtask.CallFields.word;
import static app.capgo.backgroundtask.CallFields.wrong;

import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Blocker;
import app.capgo.backgroundtask.core.Constants;
import app.capgo.backgroundtask.core.DeclineReason;
import app.capgo.backgroundtask.core.Decode;
import app.capgo.backgroundtask.core.Encode;
import app.capgo.backgroundtask.core.Engine.AttachRequest;
import app.capgo.backgroundtask.core.ErrorCode;
import app.capgo.backgroundtask.core.OpenRun;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Ports.RuntimeChannel;
import app.capgo.backgroundtask.core.Queue.EnqueueRequest;
import app.capgo.backgroundtask.core.RunError;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import app.capgo.backgroundtask.core.RuntimeKind;
import app.capgo.backgroundtask.core.Schedule;
import app.capgo.backgroundtask.core.TaskOptions;
import app.capgo.backgroundtask.core.TaskRecord;
import app.capgo.backgroundtask.headless.HeadlessBridge;
import app.capgo.backgroundtask.headless.HeadlessRuntime;
import app.capgo.backgroundtask.headless.LivePlugins;
import app.capgo.backgroundtask.headless.WebTimers;
import app.capgo.backgroundtask.platform.Log;
import app.capgo.backgroundtask.status.DeviceState;
import app.capgo.backgroundtask.status.ItemViews;
import app.capgo.backgroundtask.status.PendingJobs;
import app.capgo.backgroundtask.status.StatusReport;
import app.capgo.backgroundtask.status.TaskViews;
import app.capgo.backgroundtask.work.Registration;
import com.getcapacitor.PluginCall;
import com.getcapacitor.PluginMethod;
import com.getcapacitor.annotation.CapacitorPlugin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Parses each call, and shapes its answer from what the engine says. The methods are those of docs/contract.md. */
@CapacitorPlugin(name = Constants.PLUGIN_NAME)
public final class CapgoBackgroundTaskPlugin extends EarlyListenersPlugin implements RuntimeChannel {

    private BackgroundTasks tasks;
    private EngineCalls calls;
    private volatile boolean onScreen = false;

    @Override
    public void load() {
        tasks = BackgroundTasks.of(getContext());
        calls = new EngineCalls(tasks, getContext());
        // This opens the ledger, and repairs the schedule, at each start of the app.
        if (!isHeadless()) tasks.run(core -> {}, error -> Log.error(error.getMessage(), error));
    }

    private boolean isHeadless() {
        return getBridge() instanceof HeadlessBridge;
    }

    @Override
    protected void handleOnStart() {
        onScreen = true;
    }

    @Override
    protected void handleOnStop() {
        onScreen = false;
    }

    @Override
    protected void handleOnPause() {
        WebTimers.pagePauses(getBridge());
    }

    @Override
    protected void handleOnResume() {
        WebTimers.pageResumes();
    }

    @Override
    protected void handleOnDestroy() {
        onScreen = false;
        tasks.run(core -> core.engine().detach(this, RunError.RUNTIME_DIED), error -> Log.warn("A closed page could not be noted", error));
    }

    @Override
    public boolean isOnScreen() {
        return onScreen;
    }

    @Override
    public void send(String event, Map<String, Object> payload) {
        notifyListeners(event, JsValues.toJs(payload));
    }

    @PluginMethod
    public void attach(PluginCall call) {
        calls.answer(call, core -> {
            RuntimeKind kind = isHeadless() ? RuntimeKind.HEADLESS : RuntimeKind.PAGE;
            Set<String> names = new HashSet<>();
            for (Object name : (List<?>) plain(call, "taskNames", Collections.emptyList())) names.add(String.valueOf(name));
            AttachRequest request = new AttachRequest(text(call, "runtimeId"), kind, names, call.getInt("contractVersion", 1));
            // This comes last, because a runtime that is refused has not attached.
            if (getBridge() instanceof HeadlessBridge headless) {
                if (!headless.attached()) throw new BackgroundTaskException(
                    ErrorCode.UNAVAILABLE,
                    "This page did not attach: its background task is over, and its web view is being closed."
                );
            } else LivePlugins.learn(getBridge(), tasks.thread(), BackgroundTasks.HEADLESS_CLASSES);
            List<Object> runs = new ArrayList<>();
            for (OpenRun run : core.engine().attach(this, request)) runs.add(Encode.offer(run));
            return fields("contractVersion", Constants.CONTRACT_VERSION, "runs", runs);
        });
    }

    @PluginMethod
    public void claimRun(PluginCall call) {
        calls.answer(call, core -> {
            ClaimStep step = core.engine().claim(text(call, "taskId"), text(call, "taskName"), text(call, "runtimeId"));
            if (step.run() == null) return fields("claimed", false, "reason", step.refusal());
            return fields(
                "claimed",
                true,
                "token",
                step.run().claim().token(),
                "deadline",
                step.run().claim().deadline(),
                "timeoutMs",
                step.run().timeoutMs(),
                "enqueuedId",
                step.run().item() == null ? null : step.run().item().id(),
                "data",
                step.data()
            );
        });
    }

    @PluginMethod
    public void declineRun(PluginCall call) {
        calls.answer(call, core -> {
            DeclineReason reason = word(call, "reason", DeclineReason.values());
            core.engine().decline(text(call, "taskId"), text(call, "taskName"), text(call, "runtimeId"), reason);
            return fields();
        });
    }

    @PluginMethod
    public void finishRun(PluginCall call) {
        calls.answer(call, core -> {
            Outcome outcome = word(call, "outcome", Outcome.values());
            if (outcome != Outcome.SUCCESS && outcome != Outcome.FAILED && outcome != Outcome.EXPIRED) throw wrong(
                "outcome",
                outcome.word()
            );
            RunError error = null;
            if (plain(call, "error", null) instanceof Map<?, ?> given) {
                error = new RunError(String.valueOf(given.get("code")), String.valueOf(given.get("message")));
            }
            String progress = call.getString("progress");
            if (progress != null) core.engine().progress(text(call, "taskId"), text(call, "taskName"), text(call, "token"), progress);
            return fields(
                "accepted",
                core.engine().finish(text(call, "taskId"), text(call, "taskName"), text(call, "token"), outcome, error)
            );
        });
    }

    @PluginMethod
    public void setProgress(PluginCall call) {
        calls.answer(call, core -> {
            core.engine().progress(text(call, "taskId"), text(call, "taskName"), text(call, "token"), text(call, "progress"));
            return fields();
        });
    }

    @PluginMethod
    public void enqueueTask(PluginCall call) {
        calls.run(call, core -> {
            EnqueueRequest request = EnqueueCall.read(call);
            core.scheduler().requireWorkManager();
            core.engine()
                .queue()
                .enqueue(request, (change, refused) -> {
                    if (change == null) EngineCalls.reject(call, refused);
                    else call.resolve(JsValues.toJs(EnqueueCall.answer(request, change, refused)));
                });
        });
    }

    @PluginMethod
    public void cancelEnqueued(PluginCall call) {
        calls.answer(call, core -> {
            core.engine().queue().cancel(text(call, "taskName"), call.getString("id"));
            return fields();
        });
    }

    @PluginMethod
    public void getEnqueued(PluginCall call) {
        calls.answer(call, core -> {
            boolean withData = Boolean.TRUE.equals(call.getBoolean("includeData"));
            DeviceState device = new DeviceState(getContext());
            return fields(
                "items",
                ItemViews.of(core.ledger(), device, call.getString("taskName"), call.getInt("limit", 0), withData, tasks.clock.now())
            );
        });
    }

    @PluginMethod
    public void registerTask(PluginCall call) {
        calls.run(call, core -> {
            String name = text(call, "name");
            if (name.length() > Constants.MAXIMUM_NAME_LENGTH) throw new BackgroundTaskException(
                ErrorCode.INVALID_TASK_NAME,
                "The name of a task has at most 128 characters."
            );
            Decode.Decoded<TaskOptions> options = Decode.taskOptions(plain(call, "options", null));
            if (options.value() == null) throw wrong("options." + options.reason(), "another type or nothing");
            Registration.of(core.ledger(), core.scheduler(), name, options.value(), tasks.clock.now(), (change, refused) -> {
                if (refused != null) EngineCalls.reject(call, refused);
                else call.resolve(
                    JsValues.toJs(fields("change", change.name().toLowerCase(Locale.ROOT), "notices", Collections.emptyList()))
                );
            });
        });
    }

    @PluginMethod
    public void unregisterTask(PluginCall call) {
        calls.answer(call, core -> {
            String name = text(call, "name");
            // Both parts are removed or neither: when WorkManager cannot be reached, the ledger keeps the task.
            core.scheduler().requireWorkManager();
            core.engine().unregister(name);
            core.scheduler().cancel(name);
            return fields();
        });
    }

    @PluginMethod
    public void unregisterAllTasks(PluginCall call) {
        calls.answer(call, core -> {
            core.scheduler().requireWorkManager();
            core.engine().unregisterAll();
            core.scheduler().cancelAll();
            return fields();
        });
    }

    @PluginMethod
    public void getTasks(PluginCall call) {
        calls.answerWithJobs(call, (core, jobs) -> {
            List<Object> views = new ArrayList<>();
            for (TaskRecord task : core.ledger().tasks()) views.add(view(task, jobs));
            return fields("tasks", views);
        });
    }

    @PluginMethod
    public void getTask(PluginCall call) {
        calls.answerWithJobs(call, (core, jobs) -> {
            TaskRecord task = core.ledger().task(text(call, "name"));
            return fields("task", task == null ? null : view(task, jobs));
        });
    }

    private Map<String, Object> view(TaskRecord task, PendingJobs jobs) {
        DeviceState device = new DeviceState(getContext());
        long now = tasks.clock.now();
        Map<Blocker, Long> waits = device.waitsOf(task, jobs, Schedule.nextEligibleAt(task), now);
        return TaskViews.task(task, device.blockersOf(task, jobs), waits, now);
    }

    @PluginMethod
    public void getRuns(PluginCall call) {
        calls.answer(call, core -> {
            boolean settled = "settled".equals(text(call, "state"));
            return fields(
                "runs",
                TaskViews.runs(core.ledger().openRuns(), core.ledger().log(), settled, call.getString("taskName"), call.getInt("limit"))
            );
        });
    }

    @PluginMethod
    public void getStatus(PluginCall call) {
        calls.answerWithJobs(call, (core, jobs) -> {
            Map<String, String> headless = tasks.headless() instanceof HeadlessRuntime runtime ? runtime.reasons() : Collections.emptyMap();
            return StatusReport.of(new DeviceState(getContext()), jobs, tasks.problems(), headless);
        });
    }

    @PluginMethod
    public void triggerTasks(PluginCall call) {
        calls.run(call, core -> {
            String runtimeId = text(call, "runtimeId");
            boolean headless = Boolean.TRUE.equals(call.getBoolean("headless"));
            String enqueuedId = call.getString("enqueuedId");
            Consumer<Boolean> done = triggered -> call.resolve(JsValues.toJs(fields("triggered", triggered)));
            if (enqueuedId == null) core.engine().trigger(runtimeId, headless, call.getString("taskName"), done);
            else core.engine().queue().trigger(runtimeId, headless, text(call, "taskName"), enqueuedId, done);
        });
    }
}
