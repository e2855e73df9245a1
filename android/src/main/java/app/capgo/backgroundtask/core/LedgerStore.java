package app.capgo.backgroundtask.core;

import java.io.IOException;

/** Keeps the ledger's text. */
public interface LedgerStore {
    /** Returns the stored text, or null when nothing was ever stored. */
    String read() throws IOException;

    /** Replaces the text in one step. After a crash either the old one or the new one is there, whole. */
    void replace(String text) throws IOException;

    /** Returns the store of the queue's items, which lies beside. */
    ItemStore items();

    /** Keeps a copy of the stored text where nothing overwrites it. */
    void setAside() throws IOException;

    /** Deletes the copies that were kept. */
    void deleteAside();
}
