package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;

import app.capgo.backgroundtask.rig.Repository;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Every case of contract/*.json. */
@RunWith(Parameterized.class)
public class ContractTest {

    @Parameters(name = "{0}: {1}")
    public static Collection<Object[]> cases() {
        List<Object[]> all = new ArrayList<>();
        for (String file : Arrays.asList("schedule", "wake", "runs", "decode", "queue", "window")) {
            Map<?, ?> content = (Map<?, ?>) Repository.json("contract/" + file + ".json");
            for (Object raw : (List<?>) content.get("cases")) {
                Map<?, ?> one = (Map<?, ?>) raw;
                all.add(new Object[] { one.get("function"), one.get("name"), one });
            }
        }
        return all;
    }

    private final Map<?, ?> one;

    public ContractTest(String function, String name, Map<?, ?> one) {
        this.one = one;
    }

    @Test
    public void answersAsTypeScriptDoes() {
        Function<Input, Object> function = VectorFunctions.ALL.get(one.get("function"));
        assertNotNull("unknown function " + one.get("function"), function);
        String before = Json.write(one.get("input"));
        Object answer = function.apply(new Input((Map<?, ?>) one.get("input")));
        assertEquals(Json.write(comparable(one.get("expected"))), Json.write(comparable(answer)));
        assertEquals("the input is left as it was", before, Json.write(one.get("input")));
    }

    /** Absent and null are the same, and the order of keys says nothing. */
    private static Object comparable(Object value) {
        if (value instanceof List<?> items) return items.stream().map(ContractTest::comparable).collect(Collectors.toList());
        if (!(value instanceof Map<?, ?> fields)) return value;
        Map<String, Object> sorted = new TreeMap<>();
        fields.forEach((key, field) -> {
            if (field != null) sorted.put((String) key, comparable(field));
        });
        return new LinkedHashMap<>(sorted);
    }
}
