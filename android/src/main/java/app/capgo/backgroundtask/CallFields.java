package app.capgo.backgroundtask;

import app.capgo.backgroundtask.core.BackgroundTaskException;
import app.capgo.backgroundtask.core.ErrorCode;
import app.capgo.backgroundtask.core.Wire;
import com.getcapacitor.JSObject;
import com.getcapacitor.PluginCall;
import java.util.LinkedHashMap;
import java.util.Map;
import org.json.JSONException;

/** Reads what a call brings, once, and checks its shape. Puts answers together. */
final class CallFields {

    private CallFields() {}

    /** Returns a text that is not empty. */
    static String text(PluginCall call, String key) throws BackgroundTaskException {
        String value = call.getString(key);
        if (value == null || value.isEmpty()) throw wrong(key, "nothing");
        return value;
    }

    /** Returns the value of one of the words that the contract knows. */
    static <T extends Wire> T word(PluginCall call, String key, T[] values) throws BackgroundTaskException {
        T value = Wire.of(values, text(call, key));
        if (value == null) throw wrong(key, call.getString(key));
        return value;
    }

    /** Returns any JSON as plain maps, lists and values, or `otherwise` when it is absent or null. */
    static Object plain(PluginCall call, String key, Object otherwise) throws BackgroundTaskException {
        JSObject data = call.getData();
        try {
            return data.isNull(key) ? otherwise : JsValues.toPlain(data.get(key));
        } catch (JSONException error) {
            throw wrong(key, "no JSON");
        }
    }

    static BackgroundTaskException wrong(String key, String given) {
        return new BackgroundTaskException(
            ErrorCode.INVALID_OPTIONS,
            "The native call has a wrong \"" +
                key +
                "\" (" +
                given +
                "). Do the package's JavaScript and native parts have the same version? Run npx cap sync."
        );
    }

    /** Makes an answer of names and values in turn. */
    static Map<String, Object> fields(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return map;
    }
}
