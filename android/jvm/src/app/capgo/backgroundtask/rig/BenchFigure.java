package app.capgo.backgroundtask.rig;

import app.capgo.backgroundtask.core.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints a measured value in the form that bench/android.mjs reads. */
public final class BenchFigure {

    private BenchFigure() {}

    /** `base` is what the value stands beside, or null. */
    public static void say(String name, double value, String unit, Double base, String note) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("value", String.valueOf(value));
        fields.put("unit", unit);
        fields.put("base", base == null ? null : String.valueOf(base));
        fields.put("note", note);
        System.out.println("rig| figure " + Json.write(fields));
    }
}
