package app.capgo.backgroundtask.headless;

import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.browser.ShadowServiceWorkerController;
import app.capgo.backgroundtask.browser.ShadowWebViewCompat;
import app.capgo.backgroundtask.browser.ShadowWebViewFeature;
import app.capgo.backgroundtask.core.Json;
import app.capgo.backgroundtask.rig.BenchFigure;
import app.capgo.backgroundtask.rig.ExampleAppRunner;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.robolectric.annotation.Config;

/** What a background start costs beside a bare web view, and how much it says over the bridge. */
@RunWith(ExampleAppRunner.class)
@Config(
    sdk = 36,
    shadows = { ShadowChromiumWebView.class, ShadowWebViewCompat.class, ShadowWebViewFeature.class, ShadowServiceWorkerController.class },
    instrumentedPackages = "androidx.webkit"
)
public class HeadlessStartBench {

    private static final int WARM_UP = 3;
    private static final int ROUNDS = 20;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void fromTheStartOfTheWorkToTheFirstLineOfTheCallback() throws Exception {
        File page = HeadlessBenchRig.build(folder.getRoot(), "page");
        File entry = HeadlessBenchRig.build(folder.getRoot(), "entry", "background-task.html", "background-task.json");
        List<Long> bare = new ArrayList<>();
        List<Long> withPage = new ArrayList<>();
        List<Long> withEntry = new ArrayList<>();
        try (HeadlessBenchRig bench = new HeadlessBenchRig()) {
            bench.rig.registered(HeadlessBenchRig.TASK);
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                long floor = BareView.firstLine(bench);
                bench.serve(page);
                long small = bench.coldRun(() -> {});
                bench.serve(entry);
                long whole = bench.coldRun(() -> {});
                if (round < 0) continue;
                bare.add(floor);
                withPage.add(small);
                withEntry.add(whole);
            }
        }
        String note = "medians of " + ROUNDS + " rounds, in the rig";
        BenchFigure.say("start of the work to the first line of the callback, headless page", median(withPage), "ms", median(bare), note);
        BenchFigure.say("the same with the example app's full entry", median(withEntry), "ms", median(bare), note);
    }

    private static double median(List<Long> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    @Test
    public void whatARunSaysOverTheBridge() throws Exception {
        try (HeadlessBenchRig bench = new HeadlessBenchRig()) {
            bench.serve(HeadlessBenchRig.build(folder.getRoot(), "page"));
            bench.rig.registered(HeadlessBenchRig.TASK, "refresh-feed");
            bench.rig.wake(HeadlessBenchRig.TASK);
            bench.rig.settled(HeadlessBenchRig.TASK);
            int coldCalls = calls();
            int coldEvents = events();
            // The view lingers: this run is offered to a page that has attached.
            bench.rig.wake("refresh-feed");
            bench.rig.settled("refresh-feed");
            BenchFigure.say(
                "calls of a run, beside the start's addListener and attach",
                Math.max(coldCalls, calls() - coldCalls),
                "calls",
                null,
                "a cold start and one in a page that is there"
            );
            BenchFigure.say("events of a run", Math.max(coldEvents, events() - coldEvents), "events", null, "as above");
        }
    }

    /** Those of the package. The example's callback tells its progress besides. */
    private static int calls() {
        int calls = 0;
        for (String message : new ArrayList<>(ShadowChromiumWebView.MESSAGES)) {
            Object method = ((Map<?, ?>) Json.parse(message)).get("methodName");
            if (method != null && !Set.of("addListener", "attach", "setProgress").contains(method)) calls++;
        }
        return calls;
    }

    private static int events() {
        int events = 0;
        for (String message : new ArrayList<>(ShadowChromiumWebView.ANSWERS)) {
            if (((Map<?, ?>) Json.parse(message)).get("methodName").equals("addListener")) events++;
        }
        return events;
    }
}
