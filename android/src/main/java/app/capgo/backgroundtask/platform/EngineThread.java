package app.capgo.backgroundtask.platform;

import android.os.Handler;
import android.os.HandlerThread;
import app.capgo.backgroundtask.core.Ports.Timer;
import app.capgo.backgroundtask.core.Ports.Timers;
import java.util.concurrent.Executor;

/** The one thread on which the ledger is read and written and every decision is taken. */
public final class EngineThread implements Executor, Timers {

    private final HandlerThread thread = new HandlerThread("CapgoBackgroundTask");
    private final Handler handler;

    public EngineThread() {
        thread.start();
        handler = new Handler(thread.getLooper());
    }

    @Override
    public void execute(Runnable action) {
        handler.post(guarded(action));
    }

    @Override
    public Timer after(long delayMs, Runnable action) {
        Runnable guarded = guarded(action);
        handler.postDelayed(guarded, delayMs);
        return () -> handler.removeCallbacks(guarded);
    }

    public void quit() {
        thread.quit();
    }

    /** A defect of ours must not take the app's process down. */
    private static Runnable guarded(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (RuntimeException error) {
                Log.error("A step failed", error);
            }
        };
    }
}
