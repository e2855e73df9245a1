package app.capgo.backgroundtask.rig;

import java.util.ArrayList;
import java.util.List;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.Result;
import org.junit.runner.manipulation.Filter;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/** Runs the named test classes and prints one line per class; a skipped test counts as failed. */
public final class RunTests {

    private static final Filter ONE_TEST = new Filter() {
        @Override
        public boolean shouldRun(Description description) {
            return !description.isTest() || description.getMethodName().contains(System.getProperty("rig.test", ""));
        }

        @Override
        public String describe() {
            return "the tests asked for";
        }
    };

    private RunTests() {}

    /** Marked, because the framework prints too. */
    private static void say(String format, Object... values) {
        for (String line : String.format(format, values).split("\n")) System.out.println("rig| " + line);
    }

    public static void main(String[] names) throws ClassNotFoundException {
        int passed = 0;
        int failed = 0;
        for (String name : names) {
            List<String> skipped = new ArrayList<>();
            JUnitCore junit = new JUnitCore();
            junit.addListener(
                new RunListener() {
                    private long startedAt;

                    @Override
                    public void testStarted(Description description) {
                        startedAt = System.nanoTime();
                    }

                    @Override
                    public void testFinished(Description description) {
                        long ms = (System.nanoTime() - startedAt) / 1_000_000;
                        // Those that one waits for.
                        if (ms > 2000) say("     %s (%d ms)%n", description.getMethodName(), ms);
                    }

                    @Override
                    public void testFailure(Failure failure) {
                        say("%s%n", "FAIL " + failure.getTestHeader() + "\n" + failure.getTrimmedTrace());
                    }

                    @Override
                    public void testIgnored(Description description) {
                        skipped.add(description.getDisplayName() + " was skipped");
                    }

                    @Override
                    public void testAssumptionFailure(Failure failure) {
                        skipped.add(failure.getTestHeader() + " was skipped: " + failure.getMessage());
                    }
                }
            );
            Result result = junit.run(Request.aClass(Class.forName(name)).filterWith(ONE_TEST));
            int bad = result.getFailureCount() + skipped.size();
            int good = result.getRunCount() - result.getFailureCount();
            say("%s %s (%d tests, %d ms)%n", bad == 0 ? "ok  " : "FAIL", name, good + bad, result.getRunTime());
            skipped.forEach(line -> say("  %s%n", line));
            passed += good;
            failed += bad;
        }
        say("%d passed, %d failed%n", passed, failed);
        // Threads of the framework would keep the JVM alive.
        System.exit(failed == 0 ? 0 : 1);
    }
}
