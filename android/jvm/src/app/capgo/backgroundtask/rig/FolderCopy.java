package app.capgo.backgroundtask.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A built web app in a folder, as a live update leaves it. */
public final class FolderCopy {

    private FolderCopy() {}

    /** All of `from` but the named files. */
    public static void copy(Path from, Path to, String... without) throws IOException {
        List<String> left = Arrays.asList(without);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String name = from.relativize(file).toString();
                if (left.contains(name)) continue;
                Files.createDirectories(to.resolve(name).getParent());
                Files.copy(file, to.resolve(name));
            }
        }
    }
}
