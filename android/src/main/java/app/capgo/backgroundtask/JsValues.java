package app.capgo.backgroundtask;

import com.getcapacitor.JSObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/** Converts between the core's plain maps and lists, and the JSON objects of Capacitor's calls. */
final class JsValues {

    private JsValues() {}

    static JSObject toJs(Map<String, ?> fields) {
        JSObject object = new JSObject();
        for (Map.Entry<String, ?> field : fields.entrySet()) object.put(field.getKey(), wrapped(field.getValue()));
        return object;
    }

    private static Object wrapped(Object value) {
        if (value == null) return JSONObject.NULL;
        if (value instanceof Map<?, ?> fields) {
            Map<String, Object> named = new LinkedHashMap<>();
            fields.forEach((key, field) -> named.put((String) key, field));
            return toJs(named);
        }
        if (!(value instanceof List<?> items)) return value;
        JSONArray array = new JSONArray();
        for (Object item : items) array.put(wrapped(item));
        return array;
    }

    /** Turns whole numbers into Long, whatever type the bridge gave them. */
    static Object toPlain(Object value) throws JSONException {
        if (value == JSONObject.NULL) return null;
        if (value instanceof JSONObject object) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (Iterator<String> keys = object.keys(); keys.hasNext(); ) {
                String key = keys.next();
                fields.put(key, toPlain(object.get(key)));
            }
            return fields;
        }
        if (value instanceof JSONArray array) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < array.length(); i++) items.add(toPlain(array.get(i)));
            return items;
        }
        if (value instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue())) return number.longValue();
        return value;
    }
}
