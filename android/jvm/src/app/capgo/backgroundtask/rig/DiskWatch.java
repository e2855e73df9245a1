package app.capgo.backgroundtask.rig;

import android.os.StrictMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingStream;
import org.robolectric.shadows.ShadowLooper;

/**
 * What this package's code reads and writes on one thread. Android's strict mode learns of files from the system's own file functions,
 * which are the JVM's here: the flight recorder stands in for it. What goes through the framework (preferences, databases) is told by
 * real strict mode. Neither sees a file that is only looked for.
 */
public final class DiskWatch implements AutoCloseable {

    private static final String OURS = "app.capgo.backgroundtask.";
    private static final long PATIENCE_NS = 60_000_000_000L;

    private final long thread = Thread.currentThread().threadId();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean flushed = new AtomicBoolean();
    private final RecordingStream stream = new RecordingStream();
    private final StrictMode.ThreadPolicy before = StrictMode.getThreadPolicy();

    /** Watches the calling thread from now on. */
    public DiskWatch() {
        for (String event : new String[] { "jdk.FileRead", "jdk.FileWrite" }) {
            stream.enable(event).withThreshold(Duration.ZERO).withStackTrace();
            stream.onEvent(event, this::onFile);
        }
        stream.onFlush(() -> flushed.set(true));
        stream.startAsync();
        StrictMode.setThreadPolicy(
            new StrictMode.ThreadPolicy.Builder()
                .detectDiskReads()
                .detectDiskWrites()
                .penaltyListener(Runnable::run, violation -> {
                    for (StackTraceElement frame : violation.getStackTrace()) {
                        if (isAnothers(frame.getClassName())) return;
                        if (isOurs(frame.getClassName())) seen.add(violation.getClass().getSimpleName() + " in " + frame);
                    }
                })
                .build()
        );
    }

    private void onFile(RecordedEvent event) {
        if (event.getThread() == null || event.getThread().getJavaThreadId() != thread) return;
        String path = event.getString("path");
        // Classes and assets, which a device maps into memory.
        if (path == null || path.endsWith(".jar") || path.endsWith(".class") || path.endsWith(".apk")) return;
        String first = null;
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            String type = frame.getMethod().getType().getName();
            // Allowed to, in so many words: StrictMode.allowThreadDiskWrites.
            if (type.endsWith(".HeadlessPlugins") && frame.getMethod().getName().equals("onDisk")) return;
            if (first == null && isAnothers(type)) return;
            if (first == null && isOurs(type)) first = type + "." + frame.getMethod().getName() + ":" + frame.getLineNumber();
        }
        if (first != null) seen.add(event.getEventType().getName() + " of " + path + " in " + first);
    }

    /** Capacitor, and plugins that read as they are loaded. */
    private static boolean isAnothers(String type) {
        return type.startsWith("com.getcapacitor.") || type.startsWith("com.capacitorjs.");
    }

    private static boolean isOurs(String type) {
        return (
            type.startsWith(OURS) &&
            !type.startsWith(OURS + "rig.") &&
            !type.startsWith(OURS + "browser.") &&
            !type.endsWith("Rig") &&
            !type.endsWith("Test")
        );
    }

    /** Everything seen so far. The recorder tells in batches: what lies before this call is in it. */
    public List<String> seen() {
        // Strict mode posts what it saw.
        ShadowLooper.idleMainLooper();
        // One batch may be under way that misses the last of it.
        for (int batch = 0; batch < 2; batch++) {
            flushed.set(false);
            long end = System.nanoTime() + PATIENCE_NS;
            while (!flushed.get()) {
                if (System.nanoTime() > end) throw new AssertionError("the flight recorder is silent");
                LockSupport.parkNanos(10_000_000);
            }
        }
        return new ArrayList<>(seen);
    }

    @Override
    public void close() {
        StrictMode.setThreadPolicy(before);
        stream.close();
    }
}
