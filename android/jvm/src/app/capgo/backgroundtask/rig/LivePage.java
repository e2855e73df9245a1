package app.capgo.backgroundtask.rig;

import android.content.Intent;
import app.capgo.backgroundtask.core.Json;
import com.getcapacitor.Bridge;
import com.getcapacitor.BridgeActivity;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.robolectric.Robolectric;
import org.robolectric.android.controller.ActivityController;

/** The app with its activity, as its user has it, and its page, which is asked by scripts. */
public final class LivePage {

    private final BrowserRig rig;
    public final ActivityController<? extends BridgeActivity> activity;

    private LivePage(BrowserRig rig, ActivityController<? extends BridgeActivity> activity) {
        this.rig = rig;
        this.activity = activity;
    }

    public static LivePage open(BrowserRig rig) {
        return open(rig, BridgeActivity.class, null);
    }

    /** `intent` null: the app is opened from the launcher. */
    public static LivePage open(BrowserRig rig, Class<? extends BridgeActivity> type, Intent intent) {
        return open(rig, type, intent, "typeof BackgroundTask === 'object'");
    }

    /** `ready`: what is true in the page when it is up. */
    public static LivePage open(BrowserRig rig, Class<? extends BridgeActivity> type, Intent intent, String ready) {
        LivePage page = new LivePage(rig, Robolectric.buildActivity(type, intent).setup());
        rig.pumpUntil("the page is up", () -> "true".equals(page.script(ready)));
        return page;
    }

    public Bridge bridge() {
        return activity.get().getBridge();
    }

    public String script(String expression) {
        AtomicReference<String> answer = new AtomicReference<>();
        bridge().getWebView().evaluateJavascript(expression, answer::set);
        rig.pumpUntil("the page answers", () -> answer.get() != null);
        return answer.get();
    }

    /** What a call in the page resolves with, as JSON; a rejection as its code. */
    public String call(String expression) {
        script(
            "window.answer = null; " +
                expression +
                ".then((value) => { answer = { value: value ?? null } }, (error) => { answer = { value: `${error.code}: ${error.message}` } }); 0"
        );
        rig.pumpUntil(expression + " settles", () -> !"null".equals(script("window.answer")));
        return Json.write(((Map<?, ?>) Json.parse(script("window.answer"))).get("value"));
    }
}
