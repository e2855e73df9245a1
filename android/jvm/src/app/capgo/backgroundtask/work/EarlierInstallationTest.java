package app.capgo.backgroundtask.work;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import android.content.Context;
import android.content.SharedPreferences;
import androidx.work.Constraints;
import androidx.work.Data;
import androidx.work.ExistingPeriodicWorkPolicy;
import androidx.work.NetworkType;
import androidx.work.PeriodicWorkRequest;
import androidx.work.WorkInfo;
import androidx.work.WorkManager;
import androidx.work.testing.TestDriver;
import androidx.work.testing.WorkManagerTestInitHelper;
import app.capgo.backgroundtask.BackgroundTaskWorker;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.core.TaskRecord;
import app.capgo.backgroundtask.rig.WorkRig;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowLog;

/** An app that had version 8.1 is updated: what that version has stored and scheduled, in the form that it writes, is taken over once. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 36 })
public class EarlierInstallationTest {

    private final WorkRig rig = new WorkRig();
    private final SharedPreferences preferences = rig.app.getSharedPreferences("CapgoBackgroundTask", Context.MODE_PRIVATE);

    @After
    public void close() {
        preferences.edit().clear().commit();
        rig.close();
    }

    private void storeNames(String... names) {
        preferences
            .edit()
            .putStringSet("taskNames", new HashSet<>(Arrays.asList(names)))
            .commit();
    }

    private void storeTask(String name, int minutes, boolean network) {
        String text = "{\"taskName\":\"" + name + "\",\"minimumInterval\":" + minutes + ",\"requiresNetwork\":" + network + "}";
        preferences
            .edit()
            .putString("task." + name, text)
            .commit();
    }

    private String pendingRun(String name, long at, boolean test) {
        return "{\"taskName\":\"" + name + "\",\"taskId\":\"id-" + at + "\",\"timestamp\":" + at + ",\"test\":" + test + "}";
    }

    /** As version 8.1 schedules: the same worker's class name, its own tags and names, no initial delay. */
    private void scheduleThere(String name, int minutes) {
        PeriodicWorkRequest request = new PeriodicWorkRequest.Builder(BackgroundTaskWorker.class, minutes, TimeUnit.MINUTES)
            .setInputData(new Data.Builder().putString("taskName", name).build())
            .setConstraints(new Constraints.Builder().setRequiredNetworkType(NetworkType.CONNECTED).build())
            .addTag("capgo_background_task")
            .addTag("capgo_background_task." + name)
            .build();
        WorkManager.getInstance(rig.app).enqueueUniquePeriodicWork(
            "capgo_background_task." + name,
            ExistingPeriodicWorkPolicy.UPDATE,
            request
        );
        rig.pumpUntil("it is enqueued", () -> earlierWork(name) != null);
    }

    private WorkInfo earlierWork(String name) {
        try {
            List<WorkInfo> works = WorkManager.getInstance(rig.app)
                .getWorkInfosForUniqueWork("capgo_background_task." + name)
                .get(10, TimeUnit.SECONDS);
            return works.isEmpty() ? null : works.get(0);
        } catch (Exception error) {
            throw new AssertionError(error);
        }
    }

    private boolean isGone(String name) {
        WorkInfo work = earlierWork(name);
        return work == null || work.getState().isFinished();
    }

    private void awaitRepair(String name) {
        rig.pumpUntil("it is scheduled here", () -> rig.works(name).size() == 1);
    }

    @Test
    public void itsRegistrationsGoOnUnderWorksOfOurs_andNothingOfItIsLeft() {
        storeNames("sync", "offline", "CapgoBackgroundTask");
        storeTask("sync", 60, true);
        storeTask("offline", 15, false);
        storeTask("CapgoBackgroundTask", 30, true);
        scheduleThere("sync", 60);
        TaskRecord sync = rig.task("sync");
        assertEquals(60 * Samples.MINUTE, sync.options().minimumIntervalMs());
        assertTrue(sync.options().requiresNetwork());
        assertEquals(false, rig.task("offline").options().requiresNetwork());
        assertEquals(Long.valueOf(30_000), rig.task("react-native-background-task").options().timeoutMs());
        assertNull(rig.task("CapgoBackgroundTask"));
        awaitRepair("sync");
        awaitRepair("react-native-background-task");
        rig.pumpUntil("its work is gone", () -> isGone("sync"));
        rig.pumpUntil("its preferences are gone", () -> preferences.getAll().isEmpty());
    }

    @Test
    public void theTimeOfItsWorkIsTheTimeOfOurs() {
        storeNames("sync");
        storeTask("sync", 60, true);
        scheduleThere("sync", 60);
        TestDriver driver = WorkManagerTestInitHelper.getTestDriver(rig.app);
        driver.setAllConstraintsMet(earlierWork("sync").getId());
        // A look at the ledger starts the process as well, and would end a work that does not run yet.
        rig.pumpUntil("its work runs", () -> earlierWork("sync").getState() == WorkInfo.State.RUNNING);
        // The first period's run starts the process, takes the task over, and is answered.
        rig.finish(rig.claim("sync"), Outcome.SUCCESS);
        rig.pumpUntil("its work is cancelled after its answer", () -> isGone("sync"));
        assertEquals(Long.valueOf(rig.now.get()), rig.task("sync").anchorAt());
        awaitRepair("sync");
        assertEquals(rig.now.get() + 60 * Samples.MINUTE, rig.work("sync").getNextScheduleTimeMillis());
    }

    @Test
    public void manyKeptRunsAreOneThatIsDue_andTestRunsAreNone() {
        long now = rig.now.get();
        storeNames("sync", "tested");
        storeTask("sync", 60, true);
        storeTask("tested", 60, true);
        String runs = String.join(
            ",",
            pendingRun("sync", now - 5 * 60 * Samples.MINUTE, false),
            pendingRun("sync", now - 2 * 60 * Samples.MINUTE, false),
            pendingRun("tested", now - 60 * Samples.MINUTE, true)
        );
        preferences
            .edit()
            .putString("pendingRuns", "[" + runs + "]")
            .commit();
        assertEquals(Long.valueOf(now - 6 * 60 * Samples.MINUTE), rig.task("sync").anchorAt());
        assertNull(rig.task("tested").anchorAt());
        awaitRepair("sync");
        rig.wake("sync");
        rig.finish(rig.claim("sync"), Outcome.SUCCESS);
        rig.pumpUntil("it has settled", () -> rig.ask(core -> core.ledger().openRun("sync") == null));
        assertEquals(1, (int) rig.ask(core -> core.ledger().log().size()));
        assertEquals(Long.valueOf(now), rig.task("sync").anchorAt());
    }

    @Test
    public void whatIsRegisteredHereAlreadyStaysAsItIs() {
        rig.register("sync", Samples.every(30));
        rig.restart();
        storeNames("sync");
        storeTask("sync", 600, false);
        assertEquals(30 * Samples.MINUTE, rig.task("sync").options().minimumIntervalMs());
        rig.pumpUntil("its preferences are gone", () -> preferences.getAll().isEmpty());
    }

    @Test
    public void aDeathBeforeItIsRemovedTakesNothingOverTwice() {
        storeNames("sync");
        storeTask("sync", 60, true);
        awaitRepairOf("sync");
        rig.unregister("sync");
        // The preferences were not removed before the process died.
        storeNames("sync");
        storeTask("sync", 60, true);
        rig.restart();
        assertNull("the user has unregistered it", rig.task("sync"));
        rig.pumpUntil("they are removed now", () -> preferences.getAll().isEmpty());
    }

    private void awaitRepairOf(String name) {
        assertNotNull(rig.task(name));
        awaitRepair(name);
    }

    @Test
    public void damagedEntriesBecomeDefaults_andImpossibleNamesAreNamed() {
        String tooLong = "x".repeat(129);
        storeNames("sync", tooLong);
        preferences.edit().putString("task.sync", "{ no json").putString("pendingRuns", "{}").commit();
        assertEquals(720 * Samples.MINUTE, rig.task("sync").options().minimumIntervalMs());
        assertNull(rig.task(tooLong));
        assertTrue(
            ShadowLog.getLogs()
                .stream()
                .anyMatch(line -> line.msg.contains("version 8.1 was not taken over"))
        );
    }
}
