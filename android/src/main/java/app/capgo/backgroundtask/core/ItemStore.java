package app.capgo.backgroundtask.core;

import java.io.IOException;
import java.util.List;

/** Keeps the text of each item of the queue under its sequence. */
public interface ItemStore {
    /** What a text begins with, and how many bytes of UTF-8 it has in all. */
    record Beginning(String text, long byteCount) {}

    List<Long> sequences() throws IOException;

    /** Returns at least the first line of the text, as long as that has no more than so many bytes; null when there is no such item. */
    Beginning beginning(long sequence, int maximumBytes) throws IOException;

    /** Returns the text, or null when there is no such item. */
    String read(long sequence) throws IOException;

    /** Replaces the text in one step. After a crash either the old one or the new one is there, whole. */
    void write(long sequence, String text) throws IOException;

    void remove(long sequence) throws IOException;

    /** Keeps a damaged text under another name, for people to look at. */
    void setAside(long sequence) throws IOException;

    /** Removes all items, and what was set aside. */
    void removeAll() throws IOException;
}
