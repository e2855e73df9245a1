package app.capgo.backgroundtask.rig;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;

/** No JavaScript engine of our own: the system's web view is the only one. */
public class NativeCodeTest {

    @Test
    public void a24_theLibraryBringsNoNativeCodeAndLoadsNone() throws IOException {
        try (Stream<Path> files = Files.walk(Repository.path("android/src"))) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertTrue(all.size() > 50);
            assertEquals(
                Collections.emptyList(),
                all
                    .stream()
                    .filter(file -> !file.toString().matches(".*\\.(java|xml)"))
                    .toList()
            );
            for (Path file : all)
                assertTrue(file.toString(), !Files.readString(file).matches("(?s).*\\b(loadLibrary\\(|native \\w+ \\w+\\().*"));
        }
        assertTrue(!Repository.text("android/build.gradle").matches("(?s).*(externalNativeBuild|jniLibs).*"));
    }
}
