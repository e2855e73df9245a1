package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.RunTransitions.ClaimRequest;
import app.capgo.backgroundtask.core.RunTransitions.Ending;
import app.capgo.backgroundtask.core.RunTransitions.Wake;

/** Makes the options that tests register tasks with, and a ledger with something of everything in it. */
public final class Samples {

    public static final long START = 1_700_000_000_000L;
    public static final long MINUTE = 60_000;
    public static final long INTERVAL = 30 * MINUTE;

    private Samples() {}

    /** Every 30 minutes with a network, and so many retries. */
    public static TaskOptions options(long retries) {
        return new TaskOptions(INTERVAL, true, false, false, false, false, false, retries, null, null);
    }

    /** Every so many minutes with a network, without retries. */
    public static TaskOptions every(long minutes) {
        return new TaskOptions(minutes * MINUTE, true, false, false, false, false, false, 0, null, null);
    }

    /** Every so many minutes whatever the state of the device, without retries. */
    public static TaskOptions unconstrained(long minutes) {
        return new TaskOptions(minutes * MINUTE, false, false, false, false, false, false, 0, null, null);
    }

    /** Two tasks: one settled twice, and held by a headless runtime; one open and unclaimed. */
    static MemoryStore busyStore() throws BackgroundTaskException {
        MemoryStore store = new MemoryStore(null);
        Ledger ledger = Ledger.open(store).ledger();
        ledger.register("sync-notes", options(2), START);
        ledger.register("Kühlschrank 😀", options(0), START);
        ledger.open("sync-notes", new Wake(Trigger.WORK_MANAGER, START + 1, START + 540_000), "run-1");
        ledger.settle("sync-notes", new Ending(Outcome.FAILED, new RunError("TypeError", "\"quoted\"\n\ud800")), START + 5);
        ledger.open("sync-notes", new Wake(Trigger.WORK_MANAGER, START + 10, START + 540_000), "run-2");
        ledger.claim("sync-notes", new ClaimRequest("run-2", "runtime-1", RuntimeKind.HEADLESS, START + 11, "token-1", 1));
        ledger.open("Kühlschrank 😀", new Wake(Trigger.TEST, START + 12, null), "run-3");
        ledger.decline("Kühlschrank 😀", new RunDecline("runtime-1", DeclineReason.UNDEFINED));
        return store;
    }
}
