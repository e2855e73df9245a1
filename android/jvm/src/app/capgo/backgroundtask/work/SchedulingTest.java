package app.capgo.backgroundtask.work;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import androidx.work.Constraints;
import androidx.work.NetworkType;
import androidx.work.WorkInfo;
import androidx.work.WorkManager;
import app.capgo.backgroundtask.core.Ledger;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.core.TaskOptions;
import app.capgo.backgroundtask.rig.WorkRig;
import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowLog;

/** What WorkManager holds for a registration, read back from WorkManager. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 36 })
public class SchedulingTest {

    private final WorkRig rig = new WorkRig();

    @After
    public void close() {
        rig.close();
    }

    @Test
    public void a27_theFirstRunComesOneIntervalAfterRegistration() {
        rig.register("sync", Samples.every(30));
        assertEquals(WorkInfo.State.ENQUEUED, rig.stateOf("sync"));
        assertEquals(rig.now.get() + 30 * Samples.MINUTE, rig.work("sync").getNextScheduleTimeMillis());
        assertEquals(30 * Samples.MINUTE, rig.work("sync").getPeriodicityInfo().getRepeatIntervalMillis());
    }

    @Test
    public void a03_theSameOptionsAgainTouchNothing() {
        rig.register("sync", Samples.every(30));
        WorkInfo before = rig.work("sync");
        rig.now.addAndGet(14 * Samples.MINUTE);
        rig.restart();
        assertEquals(Ledger.Change.UNCHANGED, rig.register("sync", Samples.every(30)));
        assertEquals(before.getId(), rig.work("sync").getId());
        assertEquals(before.getGeneration(), rig.work("sync").getGeneration());
        assertEquals(before.getNextScheduleTimeMillis(), rig.work("sync").getNextScheduleTimeMillis());
    }

    @Test
    public void a05_otherOptionsUpdateTheOneWorkInPlaceAndKeepTheAnchor() {
        long registered = rig.now.get();
        rig.register("sync", Samples.every(15));
        UUID id = rig.work("sync").getId();
        rig.now.addAndGet(10 * Samples.MINUTE);
        assertEquals(Ledger.Change.UPDATED, rig.register("sync", Samples.every(120)));
        assertEquals(id, rig.work("sync").getId());
        assertEquals(120 * Samples.MINUTE, rig.work("sync").getPeriodicityInfo().getRepeatIntervalMillis());
        assertEquals(registered + 120 * Samples.MINUTE, rig.work("sync").getNextScheduleTimeMillis());
    }

    @Test
    public void a28_onlyTheConstraintsThatWereAskedFor() {
        rig.register("plain", Samples.unconstrained(15));
        assertEquals(Constraints.NONE, rig.work("plain").getConstraints());
        rig.register("network", Samples.every(15));
        assertEquals(new Constraints.Builder().setRequiredNetworkType(NetworkType.CONNECTED).build(), rig.work("network").getConstraints());
    }

    @Test
    public void a29_everyCombinationOfConstraintsIsTaken() {
        for (int bits = 0; bits < 64; bits++) {
            TaskOptions options = new TaskOptions(
                15 * Samples.MINUTE,
                (bits & 1) != 0,
                (bits & 2) != 0,
                (bits & 4) != 0,
                (bits & 8) != 0,
                (bits & 16) != 0,
                (bits & 32) != 0,
                3,
                null,
                null
            );
            rig.register("matrix", options);
            Constraints constraints = rig.work("matrix").getConstraints();
            NetworkType network =
                (bits & 2) != 0 ? NetworkType.UNMETERED : (bits & 1) != 0 ? NetworkType.CONNECTED : NetworkType.NOT_REQUIRED;
            assertEquals(network, constraints.getRequiredNetworkType());
            assertEquals((bits & 4) != 0, constraints.requiresCharging());
            assertEquals((bits & 8) != 0, constraints.requiresBatteryNotLow());
            assertEquals((bits & 16) != 0, constraints.requiresStorageNotLow());
            assertEquals((bits & 32) != 0, constraints.requiresDeviceIdle());
        }
    }

    @Test
    public void j04_namesAreIndependentAndSafeWhateverTheyAre() {
        String[] names = { "sync", "SYNC", "a/b", "a~002fb", "Kühlschrank 😀", "\ud800", "__proto__", "%", "x".repeat(128) };
        for (String name : names) rig.register(name, Samples.every(15));
        for (String name : names) assertEquals(name, WorkInfo.State.ENQUEUED, rig.stateOf(name));
        rig.unregister("sync");
        rig.pumpUntil("the work is cancelled", () -> rig.stateOf("sync") == WorkInfo.State.CANCELLED);
        for (String name : names) assertEquals(name.equals("sync") ? WorkInfo.State.CANCELLED : WorkInfo.State.ENQUEUED, rig.stateOf(name));
    }

    @Test
    public void a20_registeringAgainAndAgainLeavesOneWork() {
        for (int i = 0; i < 50; i++) rig.register("sync", Samples.every(15 + (i % 2)));
        assertEquals(1, rig.works("sync").size());
    }

    @Test
    public void a17_aWorkThatWasCancelledByOthersIsThereAgainAtTheNextStart() throws Exception {
        rig.register("sync", Samples.every(30));
        rig.now.addAndGet(20 * Samples.MINUTE);
        WorkManager.getInstance(rig.app).cancelAllWork().getResult().get();
        assertEquals(WorkInfo.State.CANCELLED, rig.stateOf("sync"));
        rig.restart();
        rig.ask(core -> true);
        rig.pumpUntil("the work is repaired", () -> rig.stateOf("sync") == WorkInfo.State.ENQUEUED);
        assertEquals("due as before", rig.now.get() + 10 * Samples.MINUTE, rig.work("sync").getNextScheduleTimeMillis());
    }

    @Test
    public void theRepairAtTheStartAndARegistrationAtThatMomentPutInOneWorkAndTakeNoneOut() throws Exception {
        rig.restart();
        // The first step of a process opens the ledger, and asks WorkManager what it holds: the answer knows nothing of this registration.
        rig.register("sync", Samples.every(30));
        rig.restart();
        rig.register("sync", Samples.every(30));
        assertEquals(WorkInfo.State.ENQUEUED, rig.stateOf("sync"));
        List<String> cancelled = new ArrayList<>();
        for (ShadowLog.LogItem line : ShadowLog.getLogsForTag("WM-Processor")) {
            if (line.msg.contains("cancelling")) cancelled.add(line.msg);
        }
        assertEquals(Collections.emptyList(), cancelled);
        WorkManager.getInstance(rig.app).cancelAllWork().getResult().get();
        assertTrue(
            "WorkManager tells of what it cancels",
            ShadowLog.getLogsForTag("WM-Processor")
                .stream()
                .anyMatch(line -> line.msg.contains("cancelling"))
        );
    }

    @Test
    public void aWorkOfOursThatNobodyRegisteredIsCancelledAtTheNextStart() throws Exception {
        rig.register("kept", Samples.every(30));
        rig.register("orphan", Samples.every(30));
        rig.ask(core -> core.ledger().unregister("orphan", 1));
        rig.restart();
        rig.ask(core -> true);
        rig.pumpUntil("the orphan is cancelled", () -> rig.stateOf("orphan") == WorkInfo.State.CANCELLED);
        assertEquals(WorkInfo.State.ENQUEUED, rig.stateOf("kept"));
    }

    @Test
    public void registrationsAreRebuiltFromWorkManagerWhenTheFileIsDamaged() throws Exception {
        rig.register("sync", Samples.every(45));
        long registered = rig.task("sync").registeredAt();
        File file = new File(rig.app.getNoBackupFilesDir(), "capgo-background-task.json");
        Files.writeString(file.toPath(), Files.readString(file.toPath()).substring(0, 100));
        rig.restart();
        rig.pumpUntil("the task is back", () -> rig.task("sync") != null);
        assertEquals(Samples.every(45), rig.task("sync").options());
        assertEquals(registered, rig.task("sync").registeredAt());
        assertEquals(WorkInfo.State.ENQUEUED, rig.stateOf("sync"));
        assertTrue(new File(file.getPath() + ".aside.000000").exists());
    }

    @Test
    public void unregisteredWhileWorkManagerIsAskedLeavesNoWorkBehind() {
        rig.ask(core -> {
            core.ledger().register("brief", Samples.every(15), rig.now.get());
            core.scheduler().schedule("brief", error -> assertNull(error));
            core.engine().unregister("brief");
            core.scheduler().cancel("brief");
            return true;
        });
        rig.register("later", Samples.every(15));
        assertTrue(rig.works("brief").isEmpty() || rig.stateOf("brief") == WorkInfo.State.CANCELLED);
    }

    @Test
    public void differentTasksHaveDifferentUniqueNames() {
        assertNotEquals(TaskWork.uniqueName("a/b"), TaskWork.uniqueName("a~002fb"));
        assertFalse(TaskWork.uniqueName("ä b\n").matches(".*[^a-zA-Z0-9_~./-].*"));
    }
}
