package app.capgo.backgroundtask.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import org.junit.Test;

public class LearntPluginsTest {

    private static final Map<String, String> CAMERA = Collections.singletonMap("Camera", "app.Camera");

    private final MemoryStore store = new MemoryStore(null);
    private final LearntPlugins learnt = new LearntPlugins(store);

    @Test
    public void whatWasLearntIsKnownInTheNextProcess() throws IOException {
        learnt.learn(7, CAMERA);
        assertEquals(CAMERA, new LearntPlugins(store).of(7));
    }

    @Test
    public void anotherVersionOfTheAppKnowsNothingOfIt() throws IOException {
        learnt.learn(7, CAMERA);
        assertEquals(Collections.emptyMap(), learnt.of(8));
    }

    @Test
    public void theSameAgainIsNotWritten() throws IOException {
        learnt.learn(7, CAMERA);
        String written = store.text;
        learnt.learn(7, CAMERA);
        assertEquals(true, written == store.text);
        learnt.learn(7, Collections.singletonMap("Camera", "app.OtherCamera"));
        assertEquals("app.OtherCamera", learnt.of(7).get("Camera"));
    }

    @Test
    public void aDamagedFileIsAsNone() throws IOException {
        for (String text : Arrays.asList(
            "",
            "{",
            "[]",
            "7",
            "{\"appVersion\":7}",
            "{\"appVersion\":7,\"plugins\":[]}",
            "{\"appVersion\":\"7\",\"plugins\":{\"A\":\"b\"}}"
        )) {
            store.text = text;
            assertEquals(text, Collections.emptyMap(), learnt.of(7));
        }
        learnt.learn(7, CAMERA);
        assertEquals(CAMERA, learnt.of(7));
    }

    @Test
    public void aFullDiskIsToldAndAnUnreadableFileIsNot() {
        store.failing = true;
        assertEquals(Collections.emptyMap(), learnt.of(7));
        assertThrows(IOException.class, () -> learnt.learn(7, CAMERA));
    }
}
