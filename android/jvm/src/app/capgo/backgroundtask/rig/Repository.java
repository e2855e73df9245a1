package app.capgo.backgroundtask.rig;

import app.capgo.backgroundtask.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the repository that the tests read. */
public final class Repository {

    private Repository() {}

    public static Path path(String relative) {
        return Path.of(System.getProperty("rig.root")).resolve(relative);
    }

    public static String text(String relative) {
        try {
            return Files.readString(path(relative));
        } catch (IOException error) {
            throw new IllegalStateException(relative + " cannot be read", error);
        }
    }

    public static Object json(String relative) {
        return Json.parse(text(relative));
    }
}
