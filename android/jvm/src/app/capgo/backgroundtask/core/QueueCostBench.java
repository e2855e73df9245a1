package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.EngineRig.FakeBridge;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import app.capgo.backgroundtask.rig.BenchFigure;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a queue of 1,000 items of 8 kB costs beside one of 10, on files: a whole run, the start of a process, the disk. */
public class QueueCostBench {

    private static final int FEW = 10;
    private static final int MANY = 1000;
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 60;
    private static final String DATA = '"' + "x".repeat(8000) + '"';

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** A queue with an engine over it, and a page that runs what it is told to. */
    private final class LongQueue {

        final File state;
        final EngineRig rig;
        final FakeBridge page;
        int enqueued = 0;

        LongQueue(int count) throws Exception {
            state = new File(folder.getRoot(), count + ".json");
            rig = new EngineRig(new LedgerFile(state));
            page = rig.page(false);
            page.attach("send");
            // The rest of the queue waits, so that a run is followed by no other.
            rig.queueHost.network = false;
            for (int i = 0; i < count - 1; i++) enqueue(EngineRig.NETWORK);
        }

        void enqueue(ConstraintSet constraints) throws BackgroundTaskException {
            rig.enqueue(EngineRig.request("send", "item " + enqueued++, DATA, constraints));
        }

        /** Opens, claims and finishes one. */
        void run() throws BackgroundTaskException {
            page.onScreen = true;
            rig.itemWork("send", EngineRig.FREE);
            ClaimStep step = page.claim("send");
            if (!DATA.equals(step.data()) || !page.finish(step, Outcome.SUCCESS)) throw new AssertionError("it did not run");
            page.onScreen = false;
            page.events.clear();
            rig.queueHost.requests.clear();
        }

        void start() throws BackgroundTaskException {
            if (Ledger.open(new LedgerFile(state)).ledger().items().all().isEmpty()) throw new AssertionError("nothing was read");
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double ms(Work work) throws Exception {
        long from = System.nanoTime();
        work.run();
        return (System.nanoTime() - from) / 1e6;
    }

    @Test
    public void ofAThousandItemsBesideTen() throws Exception {
        LongQueue few = new LongQueue(FEW);
        LongQueue many = new LongQueue(MANY);
        Map<String, List<Double>> times = new LinkedHashMap<>();
        // By turns, so that a busy machine slows both; as many items and as long a log in each round.
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            few.enqueue(EngineRig.FREE);
            many.enqueue(EngineRig.FREE);
            double[] found = { ms(few::run), ms(many::run), ms(few::start), ms(many::start) };
            if (round < 0) continue;
            String[] names = { "few", "many", "few start", "many start" };
            for (int i = 0; i < names.length; i++) times.computeIfAbsent(names[i], any -> new ArrayList<>()).add(found[i]);
        }
        String note = "medians of " + ROUNDS + ", files of the machine's disk";
        BenchFigure.say(
            "open, claim and finish one of 1,000 items of 8 kB",
            median(times.get("many")),
            "ms",
            median(times.get("few")),
            note
        );
        double more = median(times.get("many start")) - median(times.get("few start"));
        BenchFigure.say("read 1,000 items at the start of a process", more, "ms", null, "more than 10; their data stays in its files");
        long bytes = 0;
        for (File file : new File(folder.getRoot(), MANY + "-items").listFiles()) bytes += file.length();
        BenchFigure.say("1,000 items of 8 kB on disk", bytes / 1e6, "MB", null, "999 of them");
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }
}
