package app.capgo.backgroundtask.rig;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Vite's development server, with a copy of the rig's web app that a test may change. */
public final class DevServer implements AutoCloseable {

    private static final long PATIENCE_NS = 60_000_000_000L;

    public final Path folder;
    public final String url;
    private final Process process;

    private DevServer(Path folder, String url, Process process) {
        this.folder = folder;
        this.url = url;
        this.process = process;
    }

    /** A copy of the app in `folder`, served from then on. */
    public static DevServer start(Path folder) throws IOException {
        Path app = Repository.path("android/jvm/app/web");
        try (Stream<Path> files = Files.walk(app)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = folder.resolve(app.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(copy);
                else Files.copy(file, copy);
            }
        }
        Path packages = Files.createDirectories(folder.resolve("node_modules/@capgo"));
        Files.createSymbolicLink(packages.resolve("capacitor-background-task"), Repository.path("."));
        int port = freePort();
        Process process = new ProcessBuilder(
            Repository.path("node_modules/.bin/node").toString(),
            Repository.path("node_modules/vite/bin/vite.js").toString(),
            "--host",
            "127.0.0.1",
            "--port",
            String.valueOf(port),
            "--strictPort"
        )
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("vite.log").toFile())
            .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        long end = System.nanoTime() + PATIENCE_NS;
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() > end) throw new IOException(
                "Vite did not start: " + Files.readString(folder.resolve("vite.log"))
            );
            LockSupport.parkNanos(20_000_000);
        }
        return new DevServer(folder, "http://127.0.0.1:" + port, process);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
