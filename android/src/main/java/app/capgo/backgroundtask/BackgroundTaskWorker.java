package app.capgo.backgroundtask;

import android.content.Context;
import androidx.annotation.NonNull;
import androidx.concurrent.futures.CallbackToFutureAdapter;
import androidx.work.ListenableWorker;
import androidx.work.WorkerParameters;
import app.capgo.backgroundtask.core.EarlierTask;
import app.capgo.backgroundtask.core.WorkDecision.Answer;
import app.capgo.backgroundtask.platform.Log;
import app.capgo.backgroundtask.work.EarlierInstallation;
import app.capgo.backgroundtask.work.ItemWork;
import app.capgo.backgroundtask.work.StopReasons;
import app.capgo.backgroundtask.work.TaskWork;
import com.google.common.util.concurrent.ListenableFuture;
import java.util.function.Consumer;

/**
 * Does one work of one task, for its registration or for items. Its class name never changes, because WorkManager stores it. Its future always ends with a Result: an exception, or a
 * cancellation by ourselves, would make WorkManager give the periodic work up for good.
 */
public final class BackgroundTaskWorker extends ListenableWorker {

    private final String taskName;
    /** True when version 8.1 has scheduled this work. Its worker had the same class name. */
    private final boolean isEarlier;
    /** Says what a work of items is for; null for the work of a registration. */
    private final ItemWork items;

    public BackgroundTaskWorker(@NonNull Context context, @NonNull WorkerParameters parameters) {
        super(context, parameters);
        taskName = parameters.getInputData().getString(TaskWork.NAME_KEY);
        items = ItemWork.of(parameters.getInputData());
        isEarlier = EarlierInstallation.isItsWork(parameters.getTags());
    }

    @NonNull
    @Override
    public ListenableFuture<Result> startWork() {
        return CallbackToFutureAdapter.getFuture(completer -> {
            try {
                BackgroundTasks tasks = BackgroundTasks.of(getApplicationContext());
                if (items != null) tasks.startItemWork(items, this::isStopped, answerTo(completer));
                else if (isEarlier) tasks.startEarlierWork(taskName, this::isStopped, answerTo(completer));
                else tasks.startWork(taskName, this::isStopped, answerTo(completer));
            } catch (Throwable error) {
                Log.error("The work of task \"" + taskName + "\" could not be started", error);
                completer.set(Result.retry());
            }
            return "background task " + taskName;
        });
    }

    @Override
    public void onStopped() {
        try {
            BackgroundTasks tasks = BackgroundTasks.of(getApplicationContext());
            String reason = StopReasons.of(this);
            if (items != null) tasks.stopItemWork(items, reason);
            else tasks.stopWork(isEarlier ? EarlierTask.nameHere(taskName) : taskName, reason);
        } catch (Throwable error) {
            Log.error("The work of task \"" + taskName + "\" could not be stopped in order", error);
        }
    }

    private static Consumer<Answer> answerTo(CallbackToFutureAdapter.Completer<Result> completer) {
        return answer -> completer.set(resultOf(answer));
    }

    private static Result resultOf(Answer answer) {
        return switch (answer) {
            case SUCCESS -> Result.success();
            case FAILURE -> Result.failure();
            case RETRY -> Result.retry();
        };
    }
}
