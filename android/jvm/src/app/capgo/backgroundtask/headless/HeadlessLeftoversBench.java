package app.capgo.backgroundtask.headless;

import static org.junit.Assert.assertTrue;

import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.browser.ShadowServiceWorkerController;
import app.capgo.backgroundtask.browser.ShadowWebViewCompat;
import app.capgo.backgroundtask.browser.ShadowWebViewFeature;
import app.capgo.backgroundtask.rig.BenchFigure;
import app.capgo.backgroundtask.rig.ExampleAppRunner;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.robolectric.annotation.Config;

/** What is left in the process of 500 background runs, each with a web view, a bridge and a tab of Chromium of its own. */
@RunWith(ExampleAppRunner.class)
@Config(
    sdk = 36,
    shadows = { ShadowChromiumWebView.class, ShadowWebViewCompat.class, ShadowWebViewFeature.class, ShadowServiceWorkerController.class },
    instrumentedPackages = "androidx.webkit"
)
public class HeadlessLeftoversBench {

    private static final int RUNS = 500;
    /** Made anew by each start. So is the CapConfig, of which Capacitor's logger keeps the newest. */
    private static final Pattern OF_A_RUN = Pattern.compile(
        "\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(app\\.capgo\\.backgroundtask\\.(?:headless\\.)?(?:Headless(?:View|Bridge|WebView|Activity|Context|Client|Chrome|Config)|CapgoBackgroundTaskPlugin|PluginStatics|PermissionRefusal)" +
            "|com\\.getcapacitor\\.(?:Bridge|MessageHandler|PluginHandle|PluginCall|WebViewLocalServer)|android\\.webkit\\.WebView)(?: .*)?"
    );

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void nothingIsLeftOfManyRuns() throws Exception {
        try (HeadlessBenchRig bench = new HeadlessBenchRig()) {
            bench.serve(HeadlessBenchRig.build(folder.getRoot(), "page"));
            bench.rig.registered(HeadlessBenchRig.TASK);
            // The histogram does show them while they are there.
            bench.coldRun(() ->
                assertTrue(objects().keySet().containsAll(Arrays.asList(HeadlessView.class.getName(), HeadlessBridge.class.getName())))
            );
            for (int run = 0; run < RUNS; run++) {
                bench.coldRun(() -> {});
                ShadowChromiumWebView.MESSAGES.clear();
                ShadowChromiumWebView.ANSWERS.clear();
            }
            bench.rig.pumpUntil("the plugin threads have ended", () -> pluginThreads() == 0);
            Map<String, Long> left = objects();
            // What has a finaliser goes with the collection after the next.
            for (int tries = 0; tries < 10 && !left.isEmpty(); tries++) left = objects();
            long sum = left.values().stream().mapToLong(Long::longValue).sum();
            String note = "heap histogram after a full collection" + (left.isEmpty() ? "" : ": " + left);
            BenchFigure.say(
                "objects left of " + RUNS + " background runs: views, bridges, activities, plugins, calls",
                sum,
                "objects",
                null,
                note
            );
            BenchFigure.say("threads of plugins left", pluginThreads(), "threads", null, "");
            BenchFigure.say("pages left in the browser", ShadowChromiumWebView.pagesOfTheBrowser(), "pages", null, "");
        }
    }

    private static String histogram() {
        try {
            ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
            String[] types = { String[].class.getName() };
            return (String) ManagementFactory.getPlatformMBeanServer().invoke(commands, "gcClassHistogram", new Object[] { null }, types);
        } catch (JMException error) {
            throw new AssertionError(error);
        }
    }

    private static long pluginThreads() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .filter(thread -> thread.getName().equals("CapacitorPlugins"))
            .count();
    }

    private static Map<String, Long> objects() {
        // The histogram makes a full collection by itself.
        Map<String, Long> found = new LinkedHashMap<>();
        for (String line : histogram().split("\n")) {
            Matcher entry = OF_A_RUN.matcher(line);
            if (entry.matches()) found.put(entry.group(2), Long.valueOf(entry.group(1)));
        }
        return found;
    }
}
