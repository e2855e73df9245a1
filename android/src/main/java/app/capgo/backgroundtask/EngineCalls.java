package app.capgo.backgroundtask;

import android.content.Context;
import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.status.PendingJobs;
import com.getcapacitor.PluginCall;
import java.util.Map;

/** Hands a plugin's calls to the engine's thread, and answers each. */
final class EngineCalls {

    private final BackgroundTasks tasks;
    private final Context context;

    EngineCalls(BackgroundTasks tasks, Context context) {
        this.tasks = tasks;
        this.context = context;
    }

    interface Answering {
        Map<String, Object> answer(BackgroundTasks.Core core) throws BackgroundTaskException;
    }

    interface AnsweringWithJobs {
        Map<String, Object> answer(BackgroundTasks.Core core, PendingJobs jobs) throws BackgroundTaskException;
    }

    /** Answers from what JobScheduler says of the tasks' jobs too. WorkManager has to be asked first for which job is whose. */
    void answerWithJobs(PluginCall call, AnsweringWithJobs answering) {
        if (!PendingJobs.areTold()) {
            answer(call, core -> answering.answer(core, PendingJobs.UNKNOWN));
            return;
        }
        run(call, core -> core.scheduler().workIds(ids -> answer(call, later -> answering.answer(later, PendingJobs.of(context, ids)))));
    }

    /** Answers the call with what `answering` returns, or rejects it with what that throws. */
    void answer(PluginCall call, Answering answering) {
        run(call, core -> call.resolve(JsValues.toJs(answering.answer(core))));
    }

    /** Runs an action, which answers the call itself. What it throws rejects the call. */
    void run(PluginCall call, BackgroundTasks.CoreAction action) {
        tasks.run(action, error -> reject(call, error));
    }

    static void reject(PluginCall call, BackgroundTaskException error) {
        call.reject(error.getMessage(), error.code().name());
    }
}
