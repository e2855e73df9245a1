package app.capgo.backgroundtask.core;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A store in memory that can be told to fail. */
class MemoryStore implements LedgerStore {

    String text;
    final List<String> aside = new ArrayList<>();
    final MemoryItems items = new MemoryItems();
    boolean failing = false;

    MemoryStore(String text) {
        this.text = text;
    }

    @Override
    public String read() throws IOException {
        if (failing) throw new IOException("no reading");
        return text;
    }

    @Override
    public void replace(String next) throws IOException {
        if (failing) throw new IOException("no space");
        text = next;
    }

    @Override
    public ItemStore items() {
        return items;
    }

    @Override
    public void setAside() {
        aside.add(text);
    }

    @Override
    public void deleteAside() {
        aside.clear();
    }
}
