package app.capgo.backgroundtask.rig;

import static org.junit.Assert.assertEquals;

import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.codehaus.mojo.animal_sniffer.SignatureChecker;
import org.codehaus.mojo.animal_sniffer.logging.Logger;
import org.junit.Test;

/** The library is compiled against the newest Java and Android, and has to run on Android 7. */
public class ApiLevelTest {

    @Test
    public void whatIsNewerThanAndroid7StandsInMethodsThatSaySo() throws Exception {
        // Ours, what the app brings along, and what the dexer puts in place of what is newer than the oldest runtime.
        Set<String> ignored = new HashSet<>(
            Arrays.asList(
                "app.capgo.backgroundtask.*",
                "com.getcapacitor.*",
                "org.apache.cordova.*",
                "androidx.*",
                "com.google.common.util.concurrent.ListenableFuture",
                "java.lang.Record",
                "java.lang.MatchException",
                "java.lang.invoke.*",
                "java.lang.runtime.ObjectMethods"
            )
        );
        Told told = new Told();
        try (InputStream signature = new FileInputStream(System.getProperty("rig.signature"))) {
            SignatureChecker checker = new SignatureChecker(signature, ignored, told);
            checker.setAnnotationTypes(Collections.singletonList("androidx.annotation.RequiresApi"));
            checker.setSourcePath(Collections.singletonList(Repository.path("android/src/main/java").toFile()));
            checker.process(Path.of(System.getProperty("rig.production")).toFile());
        }
        assertEquals("", String.join("\n", told.errors));
    }

    private static final class Told implements Logger {

        final List<String> errors = new ArrayList<>();

        @Override
        public void info(String message) {}

        @Override
        public void info(String message, Throwable cause) {}

        @Override
        public void debug(String message) {}

        @Override
        public void debug(String message, Throwable cause) {}

        @Override
        public void warn(String message) {}

        @Override
        public void warn(String message, Throwable cause) {}

        @Override
        public void error(String message) {
            errors.add(message.replace(File.separatorChar, '/'));
        }

        @Override
        public void error(String message, Throwable cause) {
            error(message);
        }
    }
}
