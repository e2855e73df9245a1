package app.capgo.backgroundtask.headless;

import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.browser.ShadowServiceWorkerController;
import app.capgo.backgroundtask.browser.ShadowWebViewCompat;
import app.capgo.backgroundtask.browser.ShadowWebViewFeature;
import app.capgo.backgroundtask.rig.BenchFigure;
import app.capgo.backgroundtask.rig.ExampleAppRunner;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.robolectric.annotation.Config;

/** What a whole wake costs beside a bare web view that is opened, says one thing and is closed: time, processor, memory. */
@RunWith(ExampleAppRunner.class)
@Config(
    sdk = 36,
    shadows = { ShadowChromiumWebView.class, ShadowWebViewCompat.class, ShadowWebViewFeature.class, ShadowServiceWorkerController.class },
    instrumentedPackages = "androidx.webkit"
)
public class HeadlessCostBench {

    private static final int WARM_UP = 2;
    private static final int ROUNDS = 15;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static final class Costs {

        final List<Long> wallMs = new ArrayList<>();
        final List<Long> processorMs = new ArrayList<>();
        final List<Long> peakKilobytes = new ArrayList<>();

        void measure(boolean counts, Runnable work) throws InterruptedException {
            BrowserUsage usage = new BrowserUsage();
            long from = System.nanoTime();
            work.run();
            long wall = (System.nanoTime() - from) / 1_000_000;
            long processor = usage.stop();
            if (!counts) return;
            wallMs.add(wall);
            processorMs.add(processor);
            peakKilobytes.add(usage.peakKilobytes());
        }
    }

    @Test
    public void ofAWholeWake() throws Exception {
        File page = HeadlessBenchRig.build(folder.getRoot(), "page");
        Costs bare = new Costs();
        Costs wake = new Costs();
        try (HeadlessBenchRig bench = new HeadlessBenchRig()) {
            bench.rig.registered(HeadlessBenchRig.TASK);
            bench.serve(page);
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                bare.measure(round >= 0, () -> BareView.firstLine(bench));
                wake.measure(round >= 0, () -> bench.coldRun(() -> {}));
            }
        }
        if (!ShadowChromiumWebView.ALIVE.isEmpty()) throw new AssertionError("views are left");
        String note = "medians of " + ROUNDS + " rounds, in the rig";
        say("wall time of a whole wake", wake.wallMs, bare.wallMs, "ms", 1, note + ", without the moment that the view lingers");
        say("processor time of a whole wake", wake.processorMs, bare.processorMs, "ms", 1, note + ", the browser's processes");
        say("peak memory of a whole wake", wake.peakKilobytes, bare.peakKilobytes, "MB", 1024, note + ", the page's process");
    }

    private static void say(String name, List<Long> measured, List<Long> bare, String unit, double divisor, String note) {
        BenchFigure.say(name, median(measured) / divisor, unit, median(bare) / divisor, note);
    }

    private static double median(List<Long> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }
}
