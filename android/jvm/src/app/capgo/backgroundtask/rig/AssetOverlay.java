package app.capgo.backgroundtask.rig;

import android.app.Application;
import android.content.res.AssetManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Another content of one of the app's assets, for one test: a second package in front of the app's own, as a split package would be. */
public final class AssetOverlay {

    private AssetOverlay() {}

    public static void add(Application app, String asset, String content) throws IOException, ReflectiveOperationException {
        Path file = Files.createTempFile("overlay", ".apk");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("assets/" + asset));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        // Not of the SDK, and not in every version's stubs.
        AssetManager.class.getMethod("addAssetPath", String.class).invoke(app.getAssets(), file.toString());
    }
}
