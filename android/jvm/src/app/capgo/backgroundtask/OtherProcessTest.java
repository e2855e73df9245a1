package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import android.app.ActivityManager;
import android.content.Context;
import android.os.Build;
import android.os.Process;
import androidx.work.WorkInfo;
import app.capgo.backgroundtask.core.ErrorCode;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.platform.MainProcess;
import app.capgo.backgroundtask.rig.WorkRig;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowActivityManager;
import org.robolectric.shadows.ShadowApplication;

/** An app may have processes of its own (`android:process`): two of them would overwrite each other's state file. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 28, 36 })
public class OtherProcessTest {

    private final WorkRig rig = new WorkRig();

    @After
    public void close() {
        rig.close();
    }

    /** What runs from now on is in the process of that name. */
    private void inProcess(String name) {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
            ShadowApplication.setProcessName(name);
        } else {
            ActivityManager.RunningAppProcessInfo process = new ActivityManager.RunningAppProcessInfo(name, Process.myPid(), new String[0]);
            ShadowActivityManager manager = Shadow.extract(rig.app.getSystemService(Context.ACTIVITY_SERVICE));
            manager.setProcesses(Collections.singletonList(process));
        }
        rig.restart();
    }

    /** Name to content and time of every file that we keep. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (File file : rig.app.getNoBackupFilesDir().listFiles((folder, name) -> name.startsWith("capgo"))) {
            files.put(file.getName(), file.lastModified() + " " + Files.readString(file.toPath()));
        }
        return files;
    }

    @Test
    @Config(sdk = 24)
    public void whereTheSystemNamesNoProcessItCountsAsTheMainOne() {
        ShadowActivityManager manager = Shadow.extract(rig.app.getSystemService(Context.ACTIVITY_SERVICE));
        manager.setProcesses(Collections.emptyList());
        assertTrue(MainProcess.isThis(rig.app));
    }

    @Test
    public void onlyTheMainProcessTouchesTheStateFile() throws Exception {
        rig.register("sync", Samples.every(30));
        Map<String, String> before = files();
        assertTrue(before.toString(), before.containsKey("capgo-background-task.json"));
        rig.now.addAndGet(31 * Samples.MINUTE);

        inProcess(rig.app.getPackageName() + ":remote");
        AtomicReference<ErrorCode> refused = new AtomicReference<>();
        BackgroundTasks tasks = BackgroundTasks.of(rig.app);
        tasks.run(core -> refused.set(null), error -> refused.set(error.code()));
        rig.pumpUntil("the call is refused", () -> refused.get() == ErrorCode.UNAVAILABLE);
        tasks.startWork("sync", () -> false, answer -> rig.events.add("answer " + answer));
        tasks.stopWork("sync", "quota");
        rig.pumpUntil("the work is answered", () -> rig.events.contains("answer FAILURE"));
        assertEquals(0, rig.starts);
        assertEquals(before, files());

        inProcess(rig.app.getPackageName());
        rig.wake("sync");
        rig.finish(rig.claim("sync"), Outcome.SUCCESS);
        rig.pumpUntil("the work is enqueued again", () -> rig.stateOf("sync") == WorkInfo.State.ENQUEUED);
        assertEquals(Outcome.SUCCESS, rig.task("sync").lastRun().outcome());
    }
}
