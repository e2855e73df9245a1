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
import java.util.Map;
import java.util.UUID;

/**
 * One process that runs the task "sync" once, on a state file that outlives it. It dies at the point it was told, or at none.
 * A point is a step (open, claim, finish) with what of its write had happened (before, torn, after), or `callback`.
 */
public final class DeathVictim {

    private static final String[] STEPS = { "open", "claim", "finish" };

    private DeathVictim() {}

    public static void main(String[] arguments) throws Exception {
        run(new File(arguments[0]), new File(arguments[1]), Long.parseLong(arguments[2]), arguments[3]);
    }

    /** Returns what a worker would answer. `now`: the clock, which stands still. */
    static WorkDecision.Answer run(File state, File server, long now, String point) throws Exception {
        DyingStore store = new DyingStore(state, point);
        Ledger ledger = Ledger.open(store).ledger();
        HeadlessHost none = new HeadlessHost() {
            @Override
            public void start() {}

            @Override
            public void keep() {}

            @Override
            public void release() {}
        };
        Ports.Timers timers = (delay, action) -> () -> {};
        Engine engine = new Engine(ledger, none, new FakeQueueHost(), () -> now, timers, () -> UUID.randomUUID().toString());
        engine.recover();
        store.armed = true;
        WorkDecision.Answer[] answer = { null };
        Page page = new Page(engine, server, point);
        engine.attach(page, new AttachRequest(page.id, RuntimeKind.PAGE, Collections.singleton("sync"), 2));
        engine.work("sync", () -> false, given -> answer[0] = given);
        return answer[0];
    }

    static void dieAt(String here, String point) {
        if (here.equals(point)) Runtime.getRuntime().halt(9);
    }

    /** Claims what it is offered, uploads, finishes. */
    private static final class Page implements RuntimeChannel {

        final String id = UUID.randomUUID().toString();
        private final Engine engine;
        private final File server;
        private final String point;

        Page(Engine engine, File server, String point) {
            this.engine = engine;
            this.server = server;
            this.point = point;
        }

        @Override
        public void send(String event, Map<String, Object> payload) {
            if (!event.equals("run")) return;
            try {
                String taskId = (String) payload.get("taskId");
                ClaimStep claim = engine.claim(taskId, "sync", id);
                if (claim.run() == null) return;
                append(server, claim.run().claim().token());
                dieAt("callback", point);
                engine.finish(taskId, "sync", claim.run().claim().token(), Outcome.SUCCESS, null);
            } catch (BackgroundTaskException | IOException error) {
                throw new IllegalStateException(error);
            }
        }

        @Override
        public boolean isOnScreen() {
            return true;
        }
    }

    private static void append(File file, String line) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file, true)) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class DyingStore implements LedgerStore {

        private final File file;
        private final LedgerFile real;
        private final String point;
        boolean armed = false;
        private int writes = 0;

        DyingStore(File file, String point) {
            this.file = file;
            real = new LedgerFile(file);
            this.point = point;
        }

        @Override
        public String read() throws IOException {
            return real.read();
        }

        @Override
        public void replace(String text) throws IOException {
            if (!armed || writes == STEPS.length) {
                real.replace(text);
                return;
            }
            String step = STEPS[writes++];
            dieAt(step + " before", point);
            if ((step + " torn").equals(point)) {
                try (FileOutputStream out = new FileOutputStream(file.getPath() + ".next")) {
                    out.write(text.substring(0, text.length() / 2).getBytes(StandardCharsets.UTF_8));
                }
            }
            dieAt(step + " torn", point);
            real.replace(text);
            dieAt(step + " after", point);
        }

        @Override
        public ItemStore items() {
            return real.items();
        }

        @Override
        public void setAside() throws IOException {
            real.setAside();
        }

        @Override
        public void deleteAside() {}
    }
}
