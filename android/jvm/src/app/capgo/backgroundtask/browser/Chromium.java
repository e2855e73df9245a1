package app.capgo.backgroundtask.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real browser with a profile of its own: the data directory of one app's web views. */
public final class Chromium {

    private static final long PATIENCE_NS = 90_000_000_000L;

    private final Process process;
    final Cdp cdp;

    private Chromium(Process process, Cdp cdp) {
        this.process = process;
        this.cdp = cdp;
    }

    /** `upload`: the port that http://upload.localhost stands for in the pages, and http://localhost:4180, the example app's server. */
    public static Chromium start(Path profile, int upload) throws IOException {
        List<String> command = new ArrayList<>(
            Arrays.asList(
                executable(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-extensions",
                // Whether a page may open windows is for the web view's clients to say.
                "--disable-popup-blocking",
                // As a web view that nobody hides: neither throttled nor frozen.
                "--disable-background-timer-throttling",
                "--disable-renderer-backgrounding",
                "--disable-backgrounding-occluded-windows",
                "--disable-features=LocalNetworkAccessChecks",
                "--host-resolver-rules=MAP upload.localhost 127.0.0.1:" + upload + ",MAP localhost:4180 127.0.0.1:" + upload,
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank"
            )
        );
        Files.createDirectories(profile);
        Path portFile = profile.resolve("DevToolsActivePort");
        Files.deleteIfExists(portFile);
        Process process = new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("chromium.log").toFile())
            .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        long end = System.nanoTime() + PATIENCE_NS;
        while (!Files.exists(portFile) || Files.readAllLines(portFile).size() < 2) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("Chromium did not start: " + Files.readString(profile.resolve("chromium.log")));
            }
            LockSupport.parkNanos(20_000_000);
        }
        List<String> lines = Files.readAllLines(portFile);
        Cdp cdp = new Cdp("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
        // Begun, so that one sees it, and put nowhere.
        cdp.ask(null, "Browser.setDownloadBehavior", Cdp.map("behavior", "deny"));
        return new Chromium(process, cdp);
    }

    private static String executable() throws IOException {
        String named = System.getenv("CHROME_PATH");
        if (named != null) return named;
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            for (String name : Arrays.asList("chromium", "chromium-browser", "google-chrome")) {
                if (Files.isExecutable(Path.of(folder, name))) return Path.of(folder, name).toString();
            }
        }
        throw new IOException("No Chromium on the PATH. Install one, or set CHROME_PATH.");
    }

    /** What it shows in tabs and windows. */
    List<Map<?, ?>> pages() {
        List<Map<?, ?>> pages = new ArrayList<>();
        for (Object raw : (List<?>) cdp.ask(null, "Target.getTargets", Cdp.map()).get("targetInfos")) {
            if (raw instanceof Map<?, ?> target && "page".equals(target.get("type"))) pages.add(target);
        }
        return pages;
    }

    public void close() {
        cdp.close();
        // What it started ends with it: renderers hold files of the profile.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
        }
    }
}
