package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import android.webkit.ServiceWorkerClient;
import androidx.work.WorkInfo;
import androidx.work.WorkManager;
import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.browser.ShadowServiceWorkerController;
import app.capgo.backgroundtask.core.ConstraintSet;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Run;
import app.capgo.backgroundtask.core.RuntimeKind;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.rig.BrowserTestBase;
import app.capgo.backgroundtask.rig.ExampleAppRunner;
import app.capgo.backgroundtask.rig.LivePage;
import app.capgo.backgroundtask.rig.NotesServer;
import app.capgo.backgroundtask.work.TaskWork;
import com.getcapacitor.BridgeActivity;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.robolectric.annotation.Config;

/** The example app as it is built and served: written notes reach its server after it was closed. Nothing of it knows of the test. */
@RunWith(ExampleAppRunner.class)
@Config(shadows = ShadowServiceWorkerController.class)
public class ExampleAppTest extends BrowserTestBase {

    private static final String SYNC = "sync-notes";
    private static final String SEND = "send-note";
    private static final String FEED = "refresh-feed";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private NotesServer server;

    @Before
    public void open() throws Exception {
        server = new NotesServer(rig.server(), folder.getRoot());
    }

    @After
    public void close() {
        server.close();
    }

    private LivePage openApp() {
        return LivePage.open(rig, BridgeActivity.class, null, "document.querySelector('form.composer') !== null");
    }

    private boolean isScheduled(String task) {
        try {
            List<WorkInfo> works = WorkManager.getInstance(rig.app)
                .getWorkInfosForUniqueWork(TaskWork.uniqueName(task))
                .get(10, TimeUnit.SECONDS);
            return works.size() == 1 && works.get(0).getState() == WorkInfo.State.ENQUEUED;
        } catch (Exception error) {
            throw new AssertionError(error);
        }
    }

    /** As its user writes it: into the form. */
    private void write(LivePage page, String text) {
        page.script("document.querySelector('#note').value = '" + text + "'; document.querySelector('form.composer').requestSubmit(); 0");
        awaitNote(page, "on this device");
    }

    /** The newest note's state, as the page shows it. */
    private void awaitNote(LivePage page, String state) {
        rig.pumpUntil("the page shows: " + state, () ->
            page.script("document.querySelector('.note .sync')?.textContent ?? ''").equals("\"" + state + "\"")
        );
    }

    /** The app on screen registers its tasks by itself, and a note is written. Then the process ends. */
    private void writeAndClose(String text) {
        LivePage page = openApp();
        rig.pumpUntil("the app has registered its tasks", () -> isScheduled(SYNC) && isScheduled(FEED));
        write(page, text);
        page.activity.pause().stop().destroy();
        rig.pumpUntil("the page is gone", ShadowChromiumWebView.ALIVE::isEmpty);
        rig.restart();
    }

    @Test
    public void aNoteWrittenOfflineReachesTheServerAfterTheAppWasClosedAndTheWorkWaitsForIt() throws Exception {
        writeAndClose("Milk and bread");
        ServiceWorkerClient client = ShadowServiceWorkerController.client;
        assertNotNull(client);
        server.hold();
        rig.wake(SYNC);
        rig.pumpUntil("the upload is under way", () -> server.held() == 1);
        long held = System.nanoTime();
        rig.pumpUntil("a second has passed", () -> {
            assertEquals(WorkInfo.State.RUNNING, rig.work(SYNC).getState());
            return System.nanoTime() - held > 1_000_000_000L;
        });
        assertEquals(Collections.emptyList(), server.notes());
        server.letPass();
        Run run = rig.settled(SYNC);
        assertEquals(Outcome.SUCCESS, run.outcome());
        assertEquals(RuntimeKind.HEADLESS, run.runtime());
        assertEquals(Collections.singletonList("Milk and bread"), server.notes());
        assertEquals(Arrays.asList("start sync-notes work-manager headless 1", "end sync-notes work-manager headless 1"), server.marks());
        rig.awaitEnqueued(SYNC);
        assertEquals(0, rig.work(SYNC).getRunAttemptCount());
        long untilNext = rig.work(SYNC).getNextScheduleTimeMillis() - run.settledAt();
        assertTrue("the next period: " + untilNext, untilNext > 14 * Samples.MINUTE && untilNext <= 16 * Samples.MINUTE);
        rig.pumpUntil("the web view is destroyed", ShadowChromiumWebView.ALIVE::isEmpty);
        assertSame("the one client of the process stays the live app's", client, ShadowServiceWorkerController.client);
        LivePage again = openApp();
        awaitNote(again, "on the server");
        again.activity.close();
    }

    @Test
    public void whileTheServerIsAwayTheNoteWaitsAndThenArrivesOnce() throws Exception {
        server.stop();
        writeAndClose("Call Ada");
        rig.wake(SYNC);
        Run failed = rig.settled(SYNC);
        assertEquals(Outcome.FAILED, failed.outcome());
        assertEquals("TypeError", failed.error().code());
        rig.awaitEnqueued(SYNC);
        assertEquals(1, rig.work(SYNC).getRunAttemptCount());
        server.start();
        rig.wake(SYNC);
        rig.pumpUntil("the second attempt is settled", () -> rig.settled(SYNC).attempt() == 2);
        assertEquals(Outcome.SUCCESS, rig.settled(SYNC).outcome());
        assertEquals(Collections.singletonList("Call Ada"), server.notes());
        rig.awaitEnqueued(SYNC);
        assertEquals(0, rig.work(SYNC).getRunAttemptCount());
    }

    @Test
    public void aNoteIsSentByItsOwnItemAfterTheAppWasClosedAndTheSafetyNetFindsNothing() throws Exception {
        rig.offline();
        writeAndClose("Feed the cat");
        rig.wakeItems(SEND, new ConstraintSet(true, false, false, false, false, false));
        rig.pumpUntil("the note has been sent", () -> rig.lastRun() != null);
        assertEquals(Outcome.SUCCESS, rig.lastRun().outcome());
        assertEquals(RuntimeKind.HEADLESS, rig.lastRun().runtime());
        assertTrue(rig.lastRun().isFinal());
        assertEquals(Collections.singletonList("Feed the cat"), server.notes());
        rig.wake(SYNC);
        assertEquals(Outcome.SUCCESS, rig.settled(SYNC).outcome());
        assertEquals("once", Collections.singletonList("Feed the cat"), server.notes());
        LivePage again = openApp();
        awaitNote(again, "on the server");
        again.activity.close();
    }

    @Test
    public void bothTasksDueAtOnceShareOneWebView() throws Exception {
        writeAndClose("Water the plants");
        server.hold();
        rig.wake(SYNC, FEED);
        assertEquals(Outcome.SUCCESS, rig.settled(FEED).outcome());
        rig.pumpUntil("the upload is under way", () -> server.held() == 1);
        assertEquals(1, ShadowChromiumWebView.ALIVE.size());
        server.letPass();
        assertEquals(Outcome.SUCCESS, rig.settled(SYNC).outcome());
        LivePage again = openApp();
        rig.pumpUntil("the page shows the feed", () ->
            "true".equals(again.script("document.querySelector('[data-slot=feed] li') !== null"))
        );
        again.activity.close();
    }
}
