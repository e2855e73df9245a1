package app.capgo.backgroundtask.work;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import androidx.work.NetworkType;
import androidx.work.WorkInfo;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.core.TaskOptions;
import app.capgo.backgroundtask.rig.Repository;
import app.capgo.backgroundtask.rig.WorkRig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** The virtual device and the forecast, held against WorkManager: period, conditions and backoff of fifty scripted weeks (contract/android-weeks.json). */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 36)
public class WeeksTest {

    private static final long WEEK = 7 * 24 * 60 * Samples.MINUTE;
    private static final long NEVER = Long.MAX_VALUE;

    private final WorkRig rig = new WorkRig();

    @After
    public void close() {
        rig.close();
    }

    @Test
    public void workManagerRunsTheWeeksAsTheModelDoes() {
        int runs = 0;
        List<String> others = new ArrayList<>();
        for (Object week : (List<?>) Repository.json("contract/android-weeks.json")) runs += play((Map<?, ?>) week, others);
        System.out.printf("rig| agreement with WorkManager: %d of %d runs within a minute%n", runs - others.size(), runs);
        assertTrue(runs > 1000);
        assertEquals(List.of(), others);
    }

    /** One week. WorkManager says when its work may start next and what it waits for; the script says when that holds. Returns how many runs there were. */
    private int play(Map<?, ?> week, List<String> others) {
        String name = "week-" + number(week.get("seed"));
        long start = rig.now.get();
        rig.register(name, optionsOf(week));
        List<?> expected = (List<?>) week.get("runs");
        int count = 0;
        for (;;) {
            WorkInfo work = enqueued(name);
            long at = firstHolding((List<?>) week.get("states"), work, Math.max(rig.now.get(), work.getNextScheduleTimeMillis()) - start);
            if (at > WEEK) break;
            List<?> run = count < expected.size() ? (List<?>) expected.get(count) : null;
            if (run == null || Math.abs(number(run.get(0)) - at) > Samples.MINUTE) others.add(
                name + ", run " + count + ": " + at + ", not " + run
            );
            count++;
            if (run == null) break;
            rig.now.set(start + at);
            rig.wake(name);
            rig.finish(rig.claim(name), (Boolean) run.get(1) ? Outcome.SUCCESS : Outcome.FAILED);
        }
        if (count < expected.size()) others.add(name + ": " + count + " runs, not " + expected.size());
        rig.unregister(name);
        return Math.max(count, expected.size());
    }

    /** With its next time. WorkManager's test driver winds it back for the moments in which it starts a work: then it has passed. */
    private WorkInfo enqueued(String name) {
        WorkInfo[] found = new WorkInfo[1];
        rig.pumpUntil("WorkManager has the answer of " + name, () -> {
            found[0] = rig.work(name);
            return found[0].getState() == WorkInfo.State.ENQUEUED && found[0].getNextScheduleTimeMillis() > rig.now.get();
        });
        return found[0];
    }

    private static TaskOptions optionsOf(Map<?, ?> week) {
        return new TaskOptions(
            number(week.get("intervalMinutes")) * Samples.MINUTE,
            (Boolean) week.get("requiresNetwork"),
            false,
            (Boolean) week.get("requiresCharging"),
            false,
            false,
            false,
            number(week.get("maximumRetries")),
            null,
            null
        );
    }

    /** The first time from `from` on at which what WorkManager holds of the task's conditions is met. */
    private static long firstHolding(List<?> states, WorkInfo work, long from) {
        boolean charging = work.getConstraints().requiresCharging();
        boolean network = work.getConstraints().getRequiredNetworkType() != NetworkType.NOT_REQUIRED;
        for (int index = 0; index < states.size(); index++) {
            List<?> state = (List<?>) states.get(index);
            long ends = index + 1 < states.size() ? number(((List<?>) states.get(index + 1)).get(0)) : NEVER;
            boolean holds = (!charging || (Boolean) state.get(1)) && (!network || (Boolean) state.get(2));
            // What becomes due in the moment of a change still meets the state before it, as in the model.
            if (ends >= from && holds) return Math.max(from, number(state.get(0)));
        }
        return NEVER;
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }
}
