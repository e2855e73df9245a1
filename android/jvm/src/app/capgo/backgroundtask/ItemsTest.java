package app.capgo.backgroundtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import androidx.work.WorkInfo;
import app.capgo.backgroundtask.browser.ShadowChromiumWebView;
import app.capgo.backgroundtask.core.Constants;
import app.capgo.backgroundtask.core.ConstraintSet;
import app.capgo.backgroundtask.core.Json;
import app.capgo.backgroundtask.core.Outcome;
import app.capgo.backgroundtask.core.Run;
import app.capgo.backgroundtask.core.RuntimeKind;
import app.capgo.backgroundtask.core.Samples;
import app.capgo.backgroundtask.rig.BrowserTestBase;
import app.capgo.backgroundtask.rig.LivePage;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Items from the public API to the callback, in the app's page and with the app closed. */
public class ItemsTest extends BrowserTestBase {

    private static final ConstraintSet NETWORK = new ConstraintSet(true, false, false, false, false, false);
    private static final String DATA = "{ text: 'Grüße 😀', list: [1, null, 'zwei'] }";

    private LivePage live;

    @Before
    public void open() {
        live = LivePage.open(rig);
    }

    @After
    public void close() {
        if (live != null) live.activity.close();
    }

    private String call(String expression) {
        return live.call(expression);
    }

    private void assertDataArrived(String runtime, String trigger) {
        Map<?, ?> body = rig.body("item");
        assertEquals("note-1", body.get("enqueuedId"));
        assertEquals(runtime, body.get("runtime"));
        assertEquals(trigger, body.get("trigger"));
        assertEquals(Json.parse("{\"text\":\"Grüße 😀\",\"list\":[1,null,\"zwei\"]}"), body.get("data"));
    }

    @Test
    public void aPageOnScreenRunsAnItemAtOnceWithItsData() {
        assertEquals(
            "{\"id\":\"note-1\",\"change\":\"created\"}",
            call("BackgroundTask.enqueueTaskAsync('item', { id: 'note-1', requiresNetwork: false, data: " + DATA + " })")
        );
        rig.pumpUntil("the item has run", () -> rig.lastRun() != null);
        assertDataArrived("page", "enqueue");
        assertEquals("[]", call("BackgroundTask.getEnqueuedAsync()"));
        String shown = "({ enqueuedId, final, outcome }) => ({ enqueuedId, final, outcome })";
        assertEquals(
            "[{\"enqueuedId\":\"note-1\",\"final\":true,\"outcome\":\"success\"}]",
            call("BackgroundTask.getTaskRunsAsync().then((runs) => runs.map(" + shown + "))")
        );
        assertEquals("no second web view is made", 1, ShadowChromiumWebView.ALIVE.size());
    }

    @Test
    public void withoutNetworkAnItemWaitsForItsWorkAndSaysWhy() {
        rig.offline();
        call("BackgroundTask.enqueueTaskAsync('item', { id: 'note-1', data: " + DATA + " })");
        assertEquals(
            "[{\"id\":\"note-1\",\"blockedBy\":[\"network\"],\"attempts\":0,\"running\":false,\"data\":\"Grüße \\ud83d\\ude00\"}]",
            call(
                "BackgroundTask.getEnqueuedAsync({ includeData: true }).then((all) => all.map(({ id, blockedBy, attempts, running, data }) =>" +
                    " ({ id, blockedBy: [...blockedBy], attempts, running, data: data.text })))"
            )
        );
        assertEquals(WorkInfo.State.ENQUEUED, rig.itemWork("item", NETWORK).getState());
        assertEquals("null", call("BackgroundTask.cancelEnqueuedAsync('item', 'note-1')"));
        assertEquals("[]", call("BackgroundTask.getEnqueuedAsync()"));
    }

    @Test
    public void enqueuedOnScreenAndRunAfterTheActivityIsGone() {
        rig.offline();
        call("BackgroundTask.enqueueTaskAsync('item', { id: 'note-1', initialDelay: 5, data: " + DATA + " })");
        live.activity.pause().stop().destroy();
        rig.pumpUntil("the page is gone", ShadowChromiumWebView.ALIVE::isEmpty);
        live = null;
        rig.skip(5 * Samples.MINUTE);
        rig.wakeItems("item", NETWORK);
        rig.pumpUntil("the item has run", () -> rig.lastRun() != null);
        Run run = rig.lastRun();
        assertEquals(Outcome.SUCCESS, run.outcome());
        assertEquals(RuntimeKind.HEADLESS, run.runtime());
        assertTrue(run.isFinal());
        assertDataArrived("headless", "work-manager");
        assertEquals(true, rig.ask(core -> core.ledger().items().all().isEmpty()));
    }

    @Test
    public void whatCannotBeEnqueuedIsRefusedWithItsCode() {
        String enqueue = "BackgroundTask.enqueueTaskAsync('item', ";
        assertEquals("INVALID_DATA", code(enqueue + "{ data: { at: new Date() } })"));
        assertEquals("DATA_TOO_LARGE", code(enqueue + "{ data: 'x'.repeat(" + Constants.MAXIMUM_DATA_BYTES + ") })"));
        assertEquals("TASK_NOT_DEFINED", code("BackgroundTask.enqueueTaskAsync('unknown')"));
        String native_ =
            "Capacitor.Plugins.CapgoBackgroundTask.enqueueTask({ taskName: 'item', id: 'x', existing: 'often', data: null, initialDelayMs: 0 })";
        assertEquals("INVALID_OPTIONS", code(native_));
        assertEquals("[]", call("BackgroundTask.getEnqueuedAsync()"));
    }

    private String code(String expression) {
        return ((String) Json.parse(call(expression))).replaceAll(":.*", "");
    }

    @Test
    public void theTestTriggerRunsOneItem() {
        rig.offline();
        call("BackgroundTask.enqueueTaskAsync('item', { id: 'note-1', initialDelay: 600, data: " + DATA + " })");
        assertEquals(
            "true",
            call("BackgroundTask.triggerTaskWorkerForTestingAsync({ taskName: 'item', enqueuedId: 'note-1', runtime: 'headless' })")
        );
        assertDataArrived("headless", "test");
        assertEquals("false", call("BackgroundTask.triggerTaskWorkerForTestingAsync({ taskName: 'item', enqueuedId: 'note-1' })"));
    }

    @Test
    public void loggingOutTakesTheItemsAndTheirWorks() {
        rig.offline();
        call("BackgroundTask.enqueueTaskAsync('item', { id: 'note-1', data: " + DATA + " })");
        assertEquals("null", call("BackgroundTask.unregisterAllTasksAsync()"));
        assertEquals("[]", call("BackgroundTask.getEnqueuedAsync()"));
        rig.pumpUntil("its work is cancelled", () -> {
            WorkInfo work = rig.itemWork("item", NETWORK);
            return work == null || work.getState() == WorkInfo.State.CANCELLED;
        });
    }
}
