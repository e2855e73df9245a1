package app.capgo.backgroundtask.work;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import androidx.work.WorkInfo;
import androidx.work.WorkManager;
import app.capgo.backgroundtask.core.Ledger;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.rig.WorkRig;
import java.io.File;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowLooper;

/** What broke where users are, as real WorkManager sees it. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 36 })
public class WorkFaultsTest {

    private static final long DAY = 24 * 60 * Samples.MINUTE;

    private final WorkRig rig = new WorkRig();

    @After
    public void close() {
        rig.close();
    }

    @Test
    public void fP04_aClockThatIsSetBackAfterARegistrationIsMendedAtTheNextStart() {
        rig.register("sync", Samples.unconstrained(60));
        rig.now.addAndGet(-30 * DAY);
        rig.restart();
        rig.ask(core -> true);
        long due = rig.now.get() + 60 * Samples.MINUTE;
        rig.pumpUntil("the work is one interval away", () ->
            rig
                .works("sync")
                .stream()
                .anyMatch(work -> work.getState() == WorkInfo.State.ENQUEUED && work.getNextScheduleTimeMillis() <= due)
        );
        rig.wake("sync");
        rig.pumpUntil("it runs", () -> rig.ask(core -> core.ledger().openRun("sync") != null));
    }

    @Test
    public void fP04_anUnchangedRegistrationMendsItToo() {
        rig.register("sync", Samples.unconstrained(60));
        rig.now.addAndGet(-3 * DAY);
        assertEquals(Ledger.Change.UNCHANGED, rig.register("sync", Samples.unconstrained(60)));
        assertEquals(rig.now.get() + 60 * Samples.MINUTE, rig.work("sync").getNextScheduleTimeMillis());
    }

    @Test
    public void fP04_aRunThatGoesOnIsNotTouched() {
        rig.register("sync", Samples.unconstrained(60));
        rig.wake("sync");
        var step = rig.claim("sync");
        rig.now.addAndGet(-3 * DAY);
        rig.register("sync", Samples.unconstrained(60));
        assertEquals(WorkInfo.State.RUNNING, rig.stateOf("sync"));
        rig.finish(step, Outcome.SUCCESS);
        rig.pumpUntil("it is enqueued again", () -> rig.stateOf("sync") == WorkInfo.State.ENQUEUED);
        assertTrue(
            "not as far away as the jump was long",
            rig.work("sync").getNextScheduleTimeMillis() <= rig.now.get() + 60 * Samples.MINUTE
        );
    }

    @Test
    public void fP28_aWorkThatSomebodyElseCancelsInMidRunIsThereAgainWhenTheRunHasEnded() throws Exception {
        rig.register("sync", Samples.unconstrained(60));
        rig.wake("sync");
        rig.claim("sync");
        WorkManager.getInstance(rig.app).cancelAllWork().getResult().get(10, TimeUnit.SECONDS);
        rig.pumpUntil("the run is cut", () -> rig.ask(core -> core.ledger().openRun("sync").cut() != null));
        rig.now.addAndGet(3000);
        ShadowLooper.idleMainLooper(3000, TimeUnit.MILLISECONDS);
        rig.pumpUntil("there is a work again", () ->
            rig
                .works("sync")
                .stream()
                .anyMatch(work -> work.getState() == WorkInfo.State.ENQUEUED)
        );
    }

    @Test
    public void fP16_theWorkOfARegistrationOfALaterVersionIsLeftAlone() throws Exception {
        rig.register("kept", Samples.unconstrained(60));
        rig.register("later", Samples.unconstrained(60));
        File file = new File(rig.app.getNoBackupFilesDir(), "capgo-background-task.json");
        String text = Files.readString(file.toPath());
        int later = text.indexOf("\"name\":\"later\"");
        int version = text.lastIndexOf("\"version\":1", later);
        Files.writeString(file.toPath(), text.substring(0, version) + "\"version\":9" + text.substring(version + "\"version\":1".length()));
        rig.restart();
        assertNull("this version does not read it", rig.task("later"));
        assertNotNull(rig.task("kept"));
        rig.register("kept", Samples.unconstrained(30));
        assertEquals(WorkInfo.State.ENQUEUED, rig.stateOf("later"));
        rig.wake("later");
        rig.pumpUntil("its wake has been answered", () -> rig.stateOf("later") == WorkInfo.State.ENQUEUED);
        assertEquals("no view is started for it", 0, rig.starts);
    }

    @Test
    public void fA03_aJobThatTheAppLetGoOfIsNamedAsAndroid16NamesIt() {
        assertEquals("timeout-abandoned", StopReasons.word(16));
        assertEquals("a reason of a later Android", "system", StopReasons.word(99));
    }
}
