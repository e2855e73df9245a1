package app.capgo.backgroundtask.headless;

import android.os.Handler;
import android.os.Looper;
import app.capgo.backgroundtask.BackgroundTasks;
import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Constants;
import app.capgo.backgroundtask.core.Ports.Channel;
import app.capgo.backgroundtask.core.Ports.HeadlessHost;
import app.capgo.backgroundtask.core.Ports.Timer;
import app.capgo.backgroundtask.core.RunError;
import app.capgo.backgroundtask.platform.Log;
import java.util.Map;

/** Keeps one headless view for all runs that need one, a moment longer than the last of them. Engine's thread. */
public final class HeadlessRuntime implements HeadlessHost, HeadlessView.Listener {

    /** Time for an aborted callback to clean up, and for the next work to find the view there. */
    public static final long LINGER_MS = 3000;

    private final BackgroundTasks tasks;
    private final HeadlessPlugins plugins;
    private final Handler main = new Handler(Looper.getMainLooper());
    private HeadlessView view = null;
    private Timer start = null;
    private Timer linger = null;

    public HeadlessRuntime(BackgroundTasks tasks) {
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
    public void keep() {
        if (linger == null) return;
        linger.cancel();
        linger = null;
    }

    @Override
    public void release() {
        if (view == null || linger != null) return;
        cancelTimers();
        linger = tasks.thread().after(LINGER_MS, () -> close((core, channel) -> core.engine().detach(channel, RunError.RUNTIME_DIED)));
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
        close((core, channel) -> {
            // First those that wait for this one: what the second step starts waits for another.
            core.engine().headlessFailed(why);
            core.engine().detach(channel, why);
        });
    }

    private interface Ending {
        void tell(BackgroundTasks.Core core, Channel channel) throws BackgroundTaskException;
    }

    /** The engine is told in the same step: a run that came between would be offered to a view that is gone. */
    private void close(Ending ending) {
        cancelTimers();
        HeadlessView closed = view;
        view = null;
        plugins.finished();
        main.post(closed::close);
        tasks.now(core -> ending.tell(core, closed.channel()), error -> Log.error("A closed view could not be noted", error));
    }

    /** What the status says about the last start: code to message. */
    public Map<String, String> reasons() {
        return plugins.reasons();
    }

    private void cancelTimers() {
        if (start != null) start.cancel();
        if (linger != null) linger.cancel();
        start = null;
        linger = null;
    }
}
