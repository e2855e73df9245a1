package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import android.app.ActivityManager.RunningAppProcessInfo;
import android.app.Application;
import android.content.Context;
import android.os.Process;
import androidx.test.core.app.ApplicationProvider;
import app.capgo.backgroundtask.core.WorkDecision.Answer;
import java.io.File;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowActivityManager;
import org.robolectric.shadows.ShadowApplication;

/** The state file has one writer. An app's other processes run WorkManager too, when the app lets them. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = { 24, 26, 28, 36 })
public class MainProcessTest {

    private final Application app = ApplicationProvider.getApplicationContext();
    private final File state = new File(app.getNoBackupFilesDir(), "capgo-background-task.json");

    @After
    public void close() {
        BackgroundTasks.use(null);
    }

    /** This process is of that name: by the one way from Android 9 on, by the other before. */
    private void named(String name) {
        ShadowApplication.setProcessName(name);
        ShadowActivityManager manager = Shadow.extract(app.getSystemService(Context.ACTIVITY_SERVICE));
        manager.setProcesses(Collections.singletonList(new RunningAppProcessInfo(name, Process.myPid(), new String[] { app.getPackageName() })));
    }

    private Answer work() {
        BackgroundTasks tasks = new BackgroundTasks(app, System::currentTimeMillis, (any) -> null);
        BackgroundTasks.use(tasks);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        tasks.startWork("sync", answer::complete);
        WorkRig.pumpUntil("the work is answered", 30_000, answer::isDone);
        return answer.join();
    }

    @Test
    public void anotherProcessOfTheAppNeverTouchesTheState() {
        named(app.getPackageName() + ":media");
        assertFalse(MainProcess.isThis(app));
        assertEquals(Answer.FAILURE, work());
        assertFalse(state.exists());
    }

    @Test
    public void theMainProcessIsKnownByItsName() {
        named(app.getApplicationInfo().processName);
        assertTrue(MainProcess.isThis(app));
    }

    @Test
    @Config(sdk = { 24, 26 })
    public void whereTheSystemNamesNoProcessItCountsAsTheMainOne() {
        ShadowActivityManager manager = Shadow.extract(app.getSystemService(Context.ACTIVITY_SERVICE));
        manager.setProcesses(Collections.emptyList());
        assertTrue(MainProcess.isThis(app));
    }
}
