package app.capgo.backgroundtask.core;

import app.capgo.backgroundtask.core.Decode.Decoded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds the items of the queue: in memory without their data, and in a file each. One thread alone uses it. */
public final class ItemRecords {

    private final ItemStore store;
    private final TreeMap<Long, QueuedItem> items = new TreeMap<>();
    /** Items whose files are behind the memory, because they could not be written. The next step tries again. */
    private final TreeSet<Long> unsaved = new TreeSet<>();
    /** The largest sequence of an item that a later version has stored; its file stays as it is. */
    private long newest = 0;

    private ItemRecords(ItemStore store) {
        this.store = store;
    }

    /** Reads the items, and mends what a death between two steps has left. What cannot be read is set aside, and added to `problems`. */
    static ItemRecords load(ItemStore store, Collection<OpenRun> openRuns, List<String> problems) throws IOException {
        ItemRecords records = new ItemRecords(store);
        for (long sequence : store.sequences()) {
            ItemStore.Beginning beginning = store.beginning(sequence, ItemText.LONGEST_HEAD_BYTES);
            if (beginning == null) continue;
            Decoded<QueuedItem> decoded = ItemText.read(beginning);
            boolean isRight = decoded.kind() == Decode.Kind.OK && decoded.value().sequence() == sequence;
            if (isRight) records.items.put(sequence, decoded.value());
            else if (decoded.kind() == Decode.Kind.NEWER) records.newest = Math.max(records.newest, sequence);
            else {
                problems.add("an item's " + (decoded.reason() == null ? "sequence" : decoded.reason()));
                store.setAside(sequence);
            }
        }
        for (long sequence : Queue.mend(records.items.values(), openRuns).remove()) records.drop(sequence);
        return records;
    }

    /** Returns all items, the oldest first, without their data. */
    public Collection<QueuedItem> all() {
        return Collections.unmodifiableCollection(items.values());
    }

    public QueuedItem get(long sequence) {
        return items.get(sequence);
    }

    /** Returns the JSON text that an item was enqueued with; null: none was given, or there is no such item. */
    public String data(long sequence) throws BackgroundTaskException {
        try {
            String text = store.read(sequence);
            return text == null ? null : ItemText.data(text);
        } catch (IOException error) {
            throw failed("The data of an item could not be read: " + error.getMessage() + ".", error);
        }
    }

    /** Returns a sequence that no file has, not even one that could not be removed. Open runs may name later ones. */
    long next() {
        long last = items.isEmpty() ? 0 : items.lastKey();
        return Math.max(Math.max(last, newest), unsaved.isEmpty() ? 0 : unsaved.last()) + 1;
    }

    /** Stores an item with its data, and then removes the waiting ones that it replaces. */
    void add(QueuedItem item, List<Long> replaced) throws BackgroundTaskException {
        try {
            store.write(item.sequence(), ItemText.write(item, item.data()));
        } catch (IOException error) {
            throw failed(
                "The item \"" + item.id() + "\" of \"" + item.taskName() + "\" could not be stored: " + error.getMessage() + ".",
                error
            );
        }
        items.put(item.sequence(), item.withData(null));
        for (long sequence : replaced) drop(sequence);
        save();
    }

    /** Takes over what a step made of an item. It counts even when it cannot be stored now, since it has happened. */
    void put(QueuedItem item) {
        items.put(item.sequence(), item);
        unsaved.add(item.sequence());
        save();
    }

    /** The same for an item that is gone. */
    void drop(long sequence) {
        items.remove(sequence);
        unsaved.add(sequence);
        save();
    }

    /** Removes items for good, before the ledger is told. A run that names one of them is then found without its item. */
    void remove(Collection<Long> sequences) throws BackgroundTaskException {
        for (long sequence : sequences) {
            try {
                store.remove(sequence);
            } catch (IOException error) {
                throw failed("An item could not be removed: " + error.getMessage() + ".", error);
            }
            items.remove(sequence);
            unsaved.remove(sequence);
        }
    }

    void clear() throws BackgroundTaskException {
        try {
            store.removeAll();
        } catch (IOException error) {
            throw failed("The queue could not be removed: " + error.getMessage() + ".", error);
        }
        items.clear();
        unsaved.clear();
        newest = 0;
    }

    private void save() {
        for (long sequence : new ArrayList<>(unsaved)) {
            try {
                bring(sequence, items.get(sequence));
                unsaved.remove(sequence);
            } catch (IOException error) {
                // After a restart the item is found as it was: it may run twice, and is never lost.
            }
        }
    }

    private void bring(long sequence, QueuedItem item) throws IOException {
        if (item == null) {
            store.remove(sequence);
            return;
        }
        String stored = store.read(sequence);
        if (stored == null) throw new IOException("there is no file of it");
        store.write(sequence, ItemText.write(item, ItemText.data(stored)));
    }

    private static BackgroundTaskException failed(String message, IOException cause) {
        return new BackgroundTaskException(ErrorCode.STORAGE_FAILED, message + " Free some storage, and try again.", cause);
    }
}
