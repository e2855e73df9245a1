package app.capgo.backgroundtask.work;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import androidx.work.WorkInfo;
import app.capgo.backgroundtask.core.Blocker;
import app.capgo.backgroundtask.core.DailyWindow;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.core.TaskOptions;
import app.capgo.backgroundtask.rig.WorkRig;
import app.capgo.backgroundtask.status.TaskViews;
import java.util.Collections;
import java.util.List;
import java.util.TimeZone;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** A first delay and a daily window, read back from WorkManager. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 36 })
public class WindowTest {

    private static final long HOUR = 60 * Samples.MINUTE;
    /** 08:00 UTC of a day. */
    private static final long MORNING = 1_800_000_000_000L;

    private final WorkRig rig = new WorkRig();
    private final TimeZone before = TimeZone.getDefault();

    @Before
    public void beHere() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        assertEquals(8 * HOUR, MORNING % (24 * HOUR));
        rig.now.set(MORNING);
    }

    @After
    public void close() {
        TimeZone.setDefault(before);
        rig.close();
    }

    private static TaskOptions options(Long initialDelayMs, DailyWindow window) {
        return new TaskOptions(24 * HOUR, true, false, false, false, false, false, 0, null, null, initialDelayMs, window);
    }

    @Test
    public void theFirstRunComesAfterTheInitialDelay() {
        rig.register("sync", options(5 * Samples.MINUTE, null));
        assertEquals(MORNING + 5 * Samples.MINUTE, rig.work("sync").getNextScheduleTimeMillis());
    }

    @Test
    public void aTaskWithAWindowFirstRunsInside() {
        rig.register("sync", options(null, new DailyWindow(22 * 60, 23 * 60)));
        assertEquals(MORNING + 38 * HOUR, rig.work("sync").getNextScheduleTimeMillis());
    }

    @Test
    public void aRunInsideIsFollowedByTheNextOneInside_andAStartOutsideRunsNothing() {
        rig.register("sync", options(null, new DailyWindow(8 * 60, 9 * 60 + 30)));
        rig.wake("sync");
        rig.finish(rig.claim("sync"), Outcome.SUCCESS);
        long tomorrow = MORNING + 48 * HOUR;
        rig.pumpUntil("it waits for tomorrow", () -> rig.work("sync").getNextScheduleTimeMillis() == tomorrow);
        rig.now.set(MORNING + 29 * HOUR);
        int starts = rig.starts;
        rig.wakeNow("sync");
        rig.pumpUntil(
            "it waits again",
            () -> rig.stateOf("sync") == WorkInfo.State.ENQUEUED && rig.work("sync").getNextScheduleTimeMillis() == tomorrow
        );
        assertEquals("no web view is started for nothing", starts, rig.starts);
        assertEquals(1, (int) rig.ask(core -> core.ledger().log().size()));
        Object view = TaskViews.task(rig.task("sync"), Collections.emptyList(), Collections.emptyMap(), rig.now.get()).get("blockedBy");
        assertTrue(((List<?>) view).contains(Blocker.WINDOW.word()));
    }

    @Test
    public void aFailedRunInAWindowIsTriedAgainByTheNextStart() {
        TaskOptions retried = new TaskOptions(
            HOUR,
            true,
            false,
            false,
            false,
            false,
            false,
            2,
            null,
            null,
            null,
            new DailyWindow(8 * 60, 12 * 60)
        );
        rig.register("sync", retried);
        rig.wake("sync");
        long failedAt = rig.now.get();
        rig.finish(rig.claim("sync"), Outcome.FAILED);
        // WorkManager starts no periodic work twice within 15 minutes, whatever it is told.
        rig.pumpUntil("it is tried again", () -> rig.work("sync").getNextScheduleTimeMillis() == failedAt + 15 * Samples.MINUTE);
        assertEquals(WorkInfo.State.ENQUEUED, rig.stateOf("sync"));
    }
}
