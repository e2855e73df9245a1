package app.capgo.backgroundtask;

import app.capgo.backgroundtask.core.Json;
import app.capgo.backgroundtask.rig.RunTests;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An app whose processes die and start again on the same files, and the server that outlives them all. */
final class AppLives implements AutoCloseable {

    private static final long PATIENCE_S = 120;

    /** Begins a line that has a whole state of the ledger. */
    static final String STATE = "ledger ";

    /** What the server got. */
    final List<Map<?, ?>> uploads = Collections.synchronizedList(new ArrayList<>());
    /** What the lives told, all of them. */
    final List<String> told = new ArrayList<>();
    /** How a plugin of the app crashes the process when it is loaded: `native`, `main`, or null. */
    String crash = null;
    /** Whether the first life also enqueues two items, `a` and `b`. */
    boolean withItems = false;
    private final File home;
    private final HttpServer server;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile boolean holds = false;
    private Process process = null;
    private int lives = 0;

    AppLives(File home) throws IOException {
        this.home = home;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("POST")) uploads.add((Map<?, ?>) Json.parse(body));
        if (holds) {
            lines.add("at callback");
            return;
        }
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    /** The first life: registers the task, runs it when it is due, and is killed at the point. Returns its exit status. */
    int dieAt(String point) throws Exception {
        holds = point.equals("callback");
        start(point, 1, 0);
        await("at " + point);
        kill();
        holds = false;
        return process.exitValue();
    }

    /** A life that dies of itself, with this exit status, on the way to so many successes, after one that ended so. */
    void dieOf(int status, int runs, int exitReason) throws Exception {
        start("none", runs, exitReason);
        // All that were ever seen: a look at the moment of its death finds none, for orphans are nobody's descendants.
        Set<ProcessHandle> started = new LinkedHashSet<>();
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) process.descendants().forEach(started::add);
        end(started);
        await(ended());
        if (process.exitValue() != status) throw new AssertionError("it ended by " + process.exitValue() + ":\n" + this);
    }

    /** A life that goes on until the task has succeeded so often and its next run is an interval away. */
    void live(int runs, int exitReason) throws Exception {
        start("none", runs, exitReason);
        await("lived");
        process.waitFor();
    }

    private void start(String point, int runs, int exitReason) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(new File(System.getProperty("java.home"), "bin/java").getPath());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!flag.startsWith("-Drig.test=")) command.add(flag);
        }
        if (withItems) command.add("-Dlife.items=true");
        if (crash != null) command.add("-Dlife.crash=" + crash);
        // A minute after the life before it.
        long laterMs = all("clock ")
            .stream()
            .mapToLong(ms -> Long.parseLong(ms) + 60_000)
            .max()
            .orElse(0);
        command.addAll(
            List.of(
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + new File(home, "crash.log"),
                "-Dlife.home=" + home,
                "-Dlife.first=" + (lives == 0),
                "-Dlife.later=" + laterMs,
                "-Dlife.point=" + point,
                "-Dlife.runs=" + runs,
                "-Dlife.exit=" + exitReason,
                "-Dlife.port=" + server.getAddress().getPort(),
                "-cp",
                System.getProperty("java.class.path"),
                RunTests.class.getName(),
                AppLife.class.getName()
            )
        );
        lives++;
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Process life = process;
        String end = ended();
        Thread reader = new Thread(() -> read(life, end), "life");
        reader.setDaemon(true);
        reader.start();
    }

    /** What the virtual machine wrote when it crashed. */
    String crashLog() throws IOException {
        return Files.readString(new File(home, "crash.log").toPath());
    }

    /** The line that stands for the end of this life's output. */
    private String ended() {
        return "life " + lives + " ended";
    }

    private void read(Process life, String end) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(life.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("life| ")) lines.add(line.substring("life| ".length()));
                else if (line.startsWith("rig| ")) lines.add(line);
            }
        } catch (IOException gone) {
            // Its output ends with it.
        }
        lines.add(end);
    }

    private void await(String wanted) {
        for (String line = next(); ; line = next()) {
            if (line != null) told.add(line);
            if (wanted.equals(line)) return;
            if (line == null || line.equals(ended())) throw new AssertionError("waited in vain for \"" + wanted + "\":\n" + this);
        }
    }

    /** Returns null when none comes. */
    private String next() {
        try {
            return lines.poll(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** The process and all that it started, at one stroke, as the system does it. */
    private void kill() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        end(all);
        process.onExit().join();
        // What it has told before stands before its death.
        for (String line = next(); line != null && !line.equals(ended()); line = next()) told.add(line);
        told.add("killed by " + process.exitValue());
    }

    /** With the app's process its web view's processes are gone, and their hold on the profile. */
    private static void end(Collection<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        for (ProcessHandle each : processes) {
            while (!isGone(each)) {
                if (System.nanoTime() > end) throw new AssertionError("the process " + each.pid() + " does not end");
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    /** Orphans are another's children: one that its new parent has not taken note of holds nothing any more, but never counts as ended. */
    private static boolean isGone(ProcessHandle process) {
        if (!process.isAlive()) return true;
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat")).matches("(?s)\\d+ \\(.*\\) [ZX] .*");
        } catch (IOException notThere) {
            return !process.isAlive();
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) kill();
        server.stop(0);
    }

    @Override
    public String toString() {
        return String.join("\n", told);
    }

    /** What follows this in the lines that begin with it. */
    List<String> all(String beginning) {
        return told
            .stream()
            .filter(line -> line.startsWith(beginning))
            .map(line -> line.substring(beginning.length()))
            .toList();
    }

    /** Returns the token of each claim that stands in such a line, by its task. */
    static Map<Object, Object> claims(String line) {
        Map<Object, Object> claims = new HashMap<>();
        for (Object raw : (List<?>) ((Map<?, ?>) Json.parse(line.substring(STATE.length()))).get("openRuns")) {
            Map<?, ?> run = (Map<?, ?>) raw;
            if (run.get("claim") instanceof Map<?, ?> claim) claims.put(run.get("taskName"), claim.get("token"));
        }
        return claims;
    }

    /** Every state of the ledger that was stored, in order. */
    List<Map<?, ?>> states() {
        List<Map<?, ?>> states = new ArrayList<>();
        for (String text : all(STATE)) states.add((Map<?, ?>) Json.parse(text));
        return states;
    }
}
