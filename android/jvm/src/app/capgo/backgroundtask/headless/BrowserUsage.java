package app.capgo.backgroundtask.headless;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** What the browser's processes use from its making to `stop`, as Linux counts it. The test's own process is left out: it pumps clocks. */
final class BrowserUsage {

    /** `USER_HZ`, which is 100 on every architecture that Linux runs Chromium on. */
    private static final long TICK_MS = 10;
    private static final long EVERY_NS = 10_000_000;

    private final long ticksBefore = ticks();
    private volatile boolean running = true;
    private volatile long peakKilobytes = 0;
    private final Thread sampler = new Thread(this::sample, "browser-usage");

    BrowserUsage() {
        sampler.start();
    }

    /** Processor time in milliseconds. */
    long stop() throws InterruptedException {
        running = false;
        sampler.join(TimeUnit.SECONDS.toMillis(10));
        return (ticks() - ticksBefore) * TICK_MS;
    }

    /** Of the largest renderer, its share of what it has in common with others. */
    long peakKilobytes() {
        return peakKilobytes;
    }

    private void sample() {
        while (running) {
            for (ProcessHandle process : processes()) {
                if (read(process, "cmdline").contains("--type=renderer")) {
                    peakKilobytes = Math.max(peakKilobytes, shareOf(read(process, "smaps_rollup")));
                }
            }
            LockSupport.parkNanos(EVERY_NS);
        }
    }

    private static List<ProcessHandle> processes() {
        return ProcessHandle.current().descendants().collect(Collectors.toList());
    }

    private static long ticks() {
        long ticks = 0;
        for (ProcessHandle process : processes()) {
            // The name in the second field may hold blanks: what counts stands behind its bracket.
            String[] fields = read(process, "stat").replaceFirst(".*\\) ", "").split(" ");
            if (fields.length > 12) ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks;
    }

    private static long shareOf(String rollup) {
        return rollup
            .lines()
            .filter(line -> line.startsWith("Pss:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum();
    }

    /** Empty for a process that has ended meanwhile. */
    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), file));
        } catch (IOException gone) {
            return "";
        }
    }
}
