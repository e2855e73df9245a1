package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Engine.AttachRequest;
import app.capgo.backgroundtask.core.Ports.HeadlessHost;
import app.capgo.backgroundtask.core.Ports.RuntimeChannel;
import app.capgo.backgroundtask.core.RunTransitions.ClaimStep;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One process with a registered task and items of it, on files that outlive it. It dies at the point that it was told, or at none: a kind of write, what of
 * it had happened, and which of them it is, counted from 1.
 */
public final class ItemDeathVictim {

    private static final String TASK = "sync";

    private ItemDeathVictim() {}

    public static void main(String[] arguments) throws Exception {
        live(new File(arguments[0]), new File(arguments[1]), Long.parseLong(arguments[2]), arguments[3]);
    }

    /** Returns the exit status of a JVM that lived so. */
    static int startAndWait(File state, File server, long now, String point) throws Exception {
        return new ProcessBuilder(
            new File(System.getProperty("java.home"), "bin/java").getPath(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("rig.plain"),
            ItemDeathVictim.class.getName(),
            state.getPath(),
            server.getPath(),
            String.valueOf(now),
            point
        )
            .inheritIO()
            .start()
            .waitFor();
    }

    /** The first life registers and enqueues; each one does what is due. */
    static void live(File state, File server, long now, String point) throws Exception {
        append(server, "life " + now);
        Death death = new Death(point);
        Ledger ledger = Ledger.open(new DyingStore(state, death)).ledger();
        HeadlessHost none = new HeadlessHost() {
            @Override
            public void start() {}

            @Override
            public void keep() {}

            @Override
            public void release() {}
        };
        FakeTime time = new FakeTime(now);
        FakeQueueHost device = new FakeQueueHost();
        Engine engine = new Engine(ledger, none, device, time, time, () -> UUID.randomUUID().toString());
        engine.recover();
        Page page = new Page(engine, server, death);
        engine.attach(page, new AttachRequest(page.id, RuntimeKind.PAGE, Collections.singleton(TASK), 2));
        if (ledger.task(TASK) == null) {
            ledger.register(TASK, Samples.options(0), now - Samples.INTERVAL);
            page.fails = "a";
            for (String id : List.of("a", "b", "c", "a")) {
                engine
                    .queue()
                    .enqueue(EngineRig.request(TASK, id, "\"" + id + "\"", EngineRig.NETWORK), (change, refused) -> tell(server, id));
            }
            page.fails = null;
        }
        engine.work(TASK, () -> false, answer -> {});
        engine.queue().work(TASK, EngineRig.NETWORK, Constants.TIME_LIMIT_MS, () -> false, () -> {});
    }

    private static void tell(File server, String id) {
        append(server, "enqueued " + id);
    }

    /** Where the process dies. */
    private static final class Death {

        private final String what;
        private int left;

        Death(String point) {
            int end = point.lastIndexOf(' ');
            what = end < 0 ? point : point.substring(0, end);
            left = end < 0 ? 0 : Integer.parseInt(point.substring(end + 1));
        }

        void at(String here) {
            if (here.equals(what) && --left == 0) Runtime.getRuntime().halt(9);
        }

        boolean isNextAt(String here) {
            return here.equals(what) && left == 1;
        }
    }

    /** Claims what it is offered, tells the server, and finishes. */
    private static final class Page implements RuntimeChannel {

        final String id = UUID.randomUUID().toString();
        /** The item whose callback fails. */
        String fails = null;
        private final Engine engine;
        private final File server;
        private final Death death;

        Page(Engine engine, File server, Death death) {
            this.engine = engine;
            this.server = server;
            this.death = death;
        }

        @Override
        public void send(String event, Map<String, Object> payload) {
            if (!event.equals("run")) return;
            try {
                String taskId = (String) payload.get("taskId");
                ClaimStep claim = engine.claim(taskId, TASK, id);
                if (claim.run() == null) return;
                String name = claim.run().item() == null ? "task" : claim.run().item().id();
                if (claim.data() != null && !claim.data().equals("\"" + name + "\"")) throw new IllegalStateException("another's data");
                append(server, "start " + name + " " + claim.run().claim().token());
                death.at("callback");
                append(server, "end " + name);
                engine.finish(taskId, TASK, claim.run().claim().token(), name.equals(fails) ? Outcome.FAILED : Outcome.SUCCESS, null);
            } catch (BackgroundTaskException error) {
                throw new IllegalStateException(error);
            }
        }

        @Override
        public boolean isOnScreen() {
            return true;
        }
    }

    private static void append(File file, String line) {
        try (FileOutputStream out = new FileOutputStream(file, true)) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }

    private static void writeHalf(File file, String text) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.getPath() + LedgerFile.NEXT)) {
            out.write(text.substring(0, text.length() / 2).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class DyingStore implements LedgerStore {

        private final File file;
        private final LedgerFile real;
        private final Death death;

        DyingStore(File file, Death death) {
            this.file = file;
            this.death = death;
            real = new LedgerFile(file);
        }

        @Override
        public String read() throws IOException {
            return real.read();
        }

        @Override
        public void replace(String text) throws IOException {
            death.at("ledger before");
            if (death.isNextAt("ledger torn")) writeHalf(file, text);
            death.at("ledger torn");
            real.replace(text);
            death.at("ledger after");
        }

        @Override
        public ItemStore items() {
            return new DyingItems(new File(file.getPath().replace(".json", "-items")), death);
        }

        @Override
        public void setAside() throws IOException {
            real.setAside();
        }

        @Override
        public void deleteAside() {
            real.deleteAside();
        }
    }

    private static final class DyingItems implements ItemStore {

        private final File folder;
        private final ItemFiles real;
        private final Death death;

        DyingItems(File folder, Death death) {
            this.folder = folder;
            this.death = death;
            real = new ItemFiles(folder);
        }

        @Override
        public List<Long> sequences() throws IOException {
            return real.sequences();
        }

        @Override
        public Beginning beginning(long sequence, int maximumBytes) throws IOException {
            return real.beginning(sequence, maximumBytes);
        }

        @Override
        public String read(long sequence) throws IOException {
            return real.read(sequence);
        }

        @Override
        public void write(long sequence, String text) throws IOException {
            death.at("item before");
            if (death.isNextAt("item torn") && folder.isDirectory()) writeHalf(new File(folder, sequence + ".item"), text);
            death.at("item torn");
            real.write(sequence, text);
            death.at("item after");
        }

        @Override
        public void remove(long sequence) throws IOException {
            death.at("removal before");
            real.remove(sequence);
            death.at("removal after");
        }

        @Override
        public void setAside(long sequence) throws IOException {
            real.setAside(sequence);
        }

        @Override
        public void removeAll() throws IOException {
            real.removeAll();
        }
    }
}
