package app.capgo.backgroundtask.headless;

import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Run;
import app.capgo.backgroundtask.rig.BrowserRig;
import app.capgo.backgroundtask.rig.FolderCopy;
import app.capgo.backgroundtask.rig.LiveUpdate;
import app.capgo.backgroundtask.rig.Repository;
import com.sun.net.httpserver.HttpExchange;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The example app in the rig, with a server that notes when a callback's first line arrives. */
final class HeadlessBenchRig implements AutoCloseable {

    static final String TASK = "sync-notes";

    final BrowserRig rig;
    /** When a page told of its first line, epoch milliseconds. */
    private final Queue<Long> firstLines = new ConcurrentLinkedQueue<>();

    HeadlessBenchRig() throws IOException {
        rig = new BrowserRig();
        rig.server().createContext("/marks", this::onMark);
    }

    private void onMark(HttpExchange exchange) throws IOException {
        long now = System.currentTimeMillis();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        exchange.getResponseHeaders().set("Access-Control-Allow-Headers", "*");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
        if (body.contains("\"start\"")) firstLines.add(now);
    }

    /** The example app's build as a live update, without these of its files. */
    static File build(File folder, String name, String... without) throws IOException {
        File build = new File(folder, name);
        FolderCopy.copy(Repository.path(".cache/android/web/example/dist"), build.toPath(), without);
        return build;
    }

    void serve(File build) {
        LiveUpdate.install(rig.app, build);
    }

    long firstLineSince(long from) {
        rig.pumpUntil("a first line arrives", () -> !firstLines.isEmpty());
        return firstLines.remove() - from;
    }

    /** A wake of a closed app: from the start of the work to the first line of the callback. Nothing of it is left afterwards. */
    long coldRun(Runnable whileTheViewIsThere) {
        int before = rig.ask(core -> core.ledger().log().size());
        Run last = rig.lastRun();
        rig.wake(TASK);
        rig.pumpUntil("the run is settled", () -> rig.lastRun() != null && !rig.lastRun().equals(last));
        Run run = rig.lastRun();
        if (run.outcome() != Outcome.SUCCESS) throw new AssertionError("run " + before + ": " + run);
        long milliseconds = firstLineSince(run.timestamp() - rig.skippedMs.get());
        whileTheViewIsThere.run();
        rig.skip(HeadlessRuntime.LINGER_MS);
        rig.pumpUntil("the web view is destroyed", ShadowChromiumWebView.ALIVE::isEmpty);
        rig.awaitEnqueued(TASK);
        return milliseconds;
    }

    @Override
    public void close() {
        rig.server().removeContext("/marks");
        rig.close();
    }
}
