package app.capgo.backgroundtask.core;

import java.io.IOException;

/** Where the ledger's text lies. */
public interface LedgerStore {
    /** The stored text, or null when nothing was ever stored. */
    String read() throws IOException;

    /** Replaces the text in one step: after a crash the old one or the new one is there, whole. */
    void replace(String text) throws IOException;

    /** Keeps a copy of the stored text where nothing overwrites it. */
    void setAside() throws IOException;

    /** Deletes the copies that were kept. */
    void deleteAside();
}
