package app.capgo.backgroundtask.headless;

import android.content.Context;
import android.os.Handler;
import android.os.Looper;
import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.Constants;
import app.capgo.backgroundtask.core.Engine;
import app.capgo.backgroundtask.core.Ports.HeadlessHost;
import app.capgo.backgroundtask.core.Ports.RuntimeChannel;
import app.capgo.backgroundtask.core.Ports.Timer;
import app.capgo.backgroundtask.core.RunError;
import app.capgo.backgroundtask.platform.EngineAccess;
import app.capgo.backgroundtask.platform.Log;
import java.util.Map;

/** Keeps one headless view for all runs that need one, a moment longer than the last of them. Engine's thread. */
public final class HeadlessRuntime implements HeadlessHost, HeadlessView.Listener {

    /** How long the view stays for an aborted callback to clean up, and for the next work to find it there. It is gone within 2 s of its last run. */
    public static final long LINGER_MS = 1500;

    private final Context context;
    private final EngineAccess access;
    private final HeadlessClasses classes;
    private final HeadlessPlugins plugins;
    private final Handler main = new Handler(Looper.getMainLooper());
    private HeadlessView view = null;
    private Timer start = null;
    private Timer linger = null;

    public HeadlessRuntime(Context context, EngineAccess access, HeadlessClasses classes) {
        this.context = context;
        this.access = access;
        this.classes = classes;
        plugins = new HeadlessPlugins(context, classes);
    }

    @Override
    public void start() {
        cancelTimers();
        if (view == null) {
            HeadlessView opened = new HeadlessView(context, classes, plugins, this);
            view = opened;
            opened.prepare();
            main.post(opened::open);
        }
        HeadlessView started = view;
        start = access.thread().after(Constants.HEADLESS_START_MS, () -> failed(started, started.startTimeout()));
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
        linger = access.thread().after(LINGER_MS, () -> close((engine, channel) -> engine.detach(channel, RunError.RUNTIME_DIED)));
    }

    @Override
    public boolean onAttached(HeadlessView attached) {
        if (attached != view) return false;
        if (start == null) return true;
        start.cancel();
        plugins.finished();
        return true;
    }

    @Override
    public void onFailed(HeadlessView failed, RunError why) {
        access.thread().execute(() -> failed(failed, why));
    }

    private void failed(HeadlessView failed, RunError why) {
        if (failed != view) return;
        Log.warn("The headless runtime ended: " + why.message());
        close((engine, channel) -> {
            // The runs that wait for this view come first, because the second step may start another view, which others then wait for.
            engine.headlessFailed(why);
            engine.detach(channel, why);
        });
    }

    private interface EngineNotice {
        void tell(Engine engine, RuntimeChannel channel) throws BackgroundTaskException;
    }

    /** Closes the view and tells the engine at once. A run that came in between would be offered to a view that is gone. */
    private void close(EngineNotice notice) {
        cancelTimers();
        HeadlessView closed = view;
        view = null;
        plugins.finished();
        main.post(closed::close);
        access.now(engine -> notice.tell(engine, closed.channel()), error -> Log.error("A closed view could not be noted", error));
    }

    /** Returns what the status says about the last start: messages by code. */
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
