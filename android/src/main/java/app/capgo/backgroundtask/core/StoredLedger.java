package app.capgo.backgroundtask.core;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The ledger's state in memory and in its file. */
final class StoredLedger {

    private final LedgerStore store;
    private LedgerState state;

    private StoredLedger(LedgerStore store, LedgerState state) {
        this.store = store;
        this.state = state;
    }

    /** Reads the file. What cannot be decoded is added to `problems`, and a copy of the file is kept aside. */
    static StoredLedger read(LedgerStore store, List<String> problems) throws IOException, BackgroundTaskException {
        String text = store.read();
        LedgerText.Loaded loaded =
            text == null ? new LedgerText.Loaded(LedgerState.EMPTY, false, new ArrayList<>()) : LedgerText.read(text);
        if (loaded.newer()) {
            throw new BackgroundTaskException(
                ErrorCode.STORAGE_NEWER,
                "The stored tasks are of a later version of this plugin. Install that version again, or clear the app's data."
            );
        }
        if (!loaded.problems().isEmpty()) store.setAside();
        problems.addAll(loaded.problems());
        return new StoredLedger(store, loaded.state());
    }

    LedgerState state() {
        return state;
    }

    OpenRun openRun(String taskName) {
        return state.openRuns().get(taskName);
    }

    /** Writes a state, and takes it when it is on disk. */
    void commit(LedgerState next) throws BackgroundTaskException {
        try {
            store.replace(LedgerText.write(next));
        } catch (IOException error) {
            throw new BackgroundTaskException(
                ErrorCode.STORAGE_FAILED,
                "The tasks could not be stored: " + error.getMessage() + ". Is the device's storage full?",
                error
            );
        }
        state = next;
    }

    /** Takes a state, since it is true already, and writes it if that can be done. */
    void keep(LedgerState next) {
        state = next;
        try {
            store.replace(LedgerText.write(next));
        } catch (IOException error) {
            // The next step stores it; until then a restart finds the run open, and settles it as lost.
        }
    }

    /** Takes a state without writing it: the next step does. */
    void note(LedgerState next) {
        state = next;
    }

    /** Rewrites as now the times that lie in the future since the clock was set back. */
    void clampToNow(long now) throws BackgroundTaskException {
        LedgerState past = state.clampToNow(now);
        if (past != state) commit(past);
    }

    /** Refuses a name that a later version has stored. */
    void refuseNewer(String name) throws BackgroundTaskException {
        if (!state.isNewer(name)) return;
        throw new BackgroundTaskException(
            ErrorCode.STORAGE_NEWER,
            "Task \"" + name + "\" was stored by a later version of this plugin. Install that version again, or clear the app's data."
        );
    }

    /** Deletes the copies of files that could not be read. */
    void deleteAside() {
        store.deleteAside();
    }
}
