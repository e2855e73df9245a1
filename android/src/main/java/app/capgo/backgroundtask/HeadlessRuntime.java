package app.capgo.backgroundtask;

import android.os.Handler;
import android.os.Looper;
import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Constants;
import app.capgo.backgroundtask.core.Ports.HeadlessHost;
import app.capgo.backgroundtask.core.Ports.Timer;
import app.capgo.backgroundtask.core.RunError;
import java.util.Map;
import java.util.function.Consumer;

/** Keeps one headless view for all runs that need one, a moment longer than the last of them. Engine's thread. */
final class HeadlessRuntime implements HeadlessHost, HeadlessView.Listener {

    /** Time for an aborted callback to clean up, and for the next work to find the view there. */
    static final long LINGER_MS = 3000;

    private final BackgroundTasks tasks;
    private final HeadlessPlugins plugins;
    private final Handler main = new Handler(Looper.getMainLooper());
    private HeadlessView view = null;
    private Timer start = null;
    private Timer linger = null;

    HeadlessRuntime(BackgroundTasks tasks) {
        this.tasks = tasks;
        plugins = new HeadlessPlugins(tasks.context);
    }

    @Override
    public void start() {
        cancelTimers();
        if (view == null) {
            HeadlessView opened = new HeadlessView(tasks.context, plugins, this);
            view = opened;
            opened.prepare();
            main.post(opened::open);
        }
        HeadlessView started = view;
        start = tasks.thread().after(Constants.HEADLESS_START_MS, () -> failed(started, started.startTimeout()));
    }

    @Override
    public void release() {
        if (view == null || linger != null) return;
        cancelTimers();
        linger = tasks.thread().after(LINGER_MS, () -> close(RunError.RUNTIME_DIED));
    }

    @Override
    public void onAttached(HeadlessView attached) {
        if (attached != view || start == null) return;
        start.cancel();
        plugins.finished();
    }

    @Override
    public void onFailed(HeadlessView failed, RunError why) {
        tasks.thread().execute(() -> failed(failed, why));
    }

    private void failed(HeadlessView failed, RunError why) {
        if (failed != view) return;
        Log.warn("The headless runtime ended: " + why.message());
        close(why);
        Consumer<BackgroundTaskException> ignored = (error) -> Log.error("A failed start could not be noted", error);
        tasks.run((core) -> core.engine().headlessFailed(why), ignored);
    }

    private void close(RunError why) {
        cancelTimers();
        HeadlessView closed = view;
        view = null;
        plugins.finished();
        main.post(closed::close);
        if (closed.channel() == null) return;
        tasks.run((core) -> core.engine().detach(closed.channel(), why), (error) -> Log.error("A closed view could not be noted", error));
    }

    /** What the status says about the last start: code to message. */
    Map<String, String> reasons() {
        return plugins.reasons();
    }

    private void cancelTimers() {
        if (start != null) start.cancel();
        if (linger != null) linger.cancel();
        start = null;
        linger = null;
    }
}
