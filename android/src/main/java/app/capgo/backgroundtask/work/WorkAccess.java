package app.capgo.backgroundtask.work;

import android.content.Context;
import androidx.work.WorkManager;
import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.ErrorCode;
import com.google.common.util.concurrent.ListenableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Reaches WorkManager, and brings its answers to the engine's thread. */
final class WorkAccess {

    private final Context context;
    private final Executor engine;

    WorkAccess(Context context, Executor engine) {
        this.context = context;
        this.engine = engine;
    }

    /** Returns WorkManager. This library never initialises it, because an app may have a configuration of its own. */
    WorkManager workManager() throws BackgroundTaskException {
        try {
            return WorkManager.getInstance(context);
        } catch (IllegalStateException error) {
            throw new BackgroundTaskException(
                ErrorCode.WORK_MANAGER_UNAVAILABLE,
                "WorkManager is not initialised. The app's manifest removes androidx.work.WorkManagerInitializer: keep it, or let the " +
                    "Application implement androidx.work.Configuration.Provider.",
                error
            );
        } catch (RuntimeException error) {
            throw new BackgroundTaskException(
                ErrorCode.WORK_MANAGER_UNAVAILABLE,
                "WorkManager could not be started with the app's own androidx.work.Configuration: " + error + ".",
                error
            );
        }
    }

    <T> void when(ListenableFuture<T> future, Consumer<BackgroundTaskException> failed, Consumer<T> then) {
        future.addListener(() -> {
            T value;
            try {
                value = future.get();
            } catch (ExecutionException | RuntimeException error) {
                failed.accept(refused(error.getCause() == null ? error : error.getCause()));
                return;
            } catch (InterruptedException error) {
                Thread.currentThread().interrupt();
                failed.accept(refused(error));
                return;
            }
            then.accept(value);
        }, engine);
    }

    static BackgroundTaskException refused(Throwable cause) {
        return new BackgroundTaskException(
            ErrorCode.QUOTA_EXCEEDED,
            "WorkManager did not take the task: " + cause + ". The system takes a limited number of jobs of one app.",
            cause
        );
    }
}
