package app.capgo.backgroundtask;

import static org.junit.Assert.assertNull;

import app.capgo.backgroundtask.rig.BrowserTestBase;
import app.capgo.backgroundtask.rig.LivePage;
import com.getcapacitor.JSObject;
import com.getcapacitor.PluginCall;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Test;

/** A page's listeners come and go on Capacitor's thread, events are sent on another. */
public class ListenerRaceTest extends BrowserTestBase {

    private static final int ROUNDS = 50_000;

    private static final class Sender extends EarlyListenersPlugin {

        void send() {
            notifyListeners("settled", new JSObject());
        }
    }

    private static final class Call extends PluginCall {

        Call(String id, String of) {
            super(null, "Sender", id, "addListener", new JSObject().put("eventName", "settled").put("callbackId", of));
        }

        @Override
        public void resolve(JSObject data) {}
    }

    @Test
    public void anEventIsSentWhileListenersComeAndGo() throws Exception {
        Sender plugin = new Sender();
        LivePage live = LivePage.open(rig);
        plugin.setBridge(live.bridge());
        for (int i = 0; i < 20; i++) plugin.addListener(new Call("kept " + i, null));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread page = new Thread(() -> {
            for (int i = 0; i < ROUNDS && failure.get() == null; i++) {
                Call added = new Call("brief", null);
                plugin.addListener(added);
                plugin.getBridge().saveCall(added);
                plugin.removeListener(new Call("removal", "brief"));
            }
        });
        page.start();
        try {
            while (page.isAlive()) plugin.send();
        } catch (RuntimeException thrown) {
            failure.set(thrown);
        }
        page.join();
        live.activity.close();
        assertNull(failure.get());
    }
}
