package app.capgo.backgroundtask.browser;

import android.webkit.JsPromptResult;
import android.webkit.JsResult;
import java.util.function.BiConsumer;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowJsResult;

/** A dialog of JavaScript that waits for its answer. */
final class PageDialog implements JsResult.ResultReceiver {

    private final JsPromptResult result = new JsPromptResult(this);
    private final BiConsumer<Boolean, String> answer;

    /** `answer` gets whether it was confirmed, and what was typed. */
    PageDialog(BiConsumer<Boolean, String> answer) {
        this.answer = answer;
    }

    JsPromptResult result() {
        return result;
    }

    /** Robolectric keeps a cancellation to itself. */
    void afterClient() {
        if (Shadow.<ShadowJsResult>extract(result).wasCancelled()) answer.accept(false, null);
    }

    @Override
    public void onJsResultComplete(JsResult ended) {
        answer.accept(result.getResult(), result.getStringResult());
    }
}
