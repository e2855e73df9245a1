package app.capgo.backgroundtask.core;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Items in memory, in a store that can be told to fail. */
final class MemoryItems implements ItemStore {

    final Map<Long, String> texts = new TreeMap<>();
    final List<String> aside = new ArrayList<>();
    boolean failing = false;

    @Override
    public List<Long> sequences() {
        return new ArrayList<>(texts.keySet());
    }

    @Override
    public Beginning beginning(long sequence, int maximumBytes) {
        String text = texts.get(sequence);
        return new Beginning(text.substring(0, Math.min(maximumBytes, text.length())), Queue.utf8Bytes(text));
    }

    @Override
    public String read(long sequence) throws IOException {
        if (failing) throw new IOException("no reading");
        return texts.get(sequence);
    }

    @Override
    public void write(long sequence, String text) throws IOException {
        if (failing) throw new IOException("no space");
        texts.put(sequence, text);
    }

    @Override
    public void remove(long sequence) throws IOException {
        if (failing) throw new IOException("no deleting");
        texts.remove(sequence);
    }

    @Override
    public void setAside(long sequence) {
        aside.add(texts.remove(sequence));
    }

    @Override
    public void removeAll() throws IOException {
        if (failing) throw new IOException("no deleting");
        texts.clear();
        aside.clear();
    }
}
