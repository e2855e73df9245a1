package app.capgo.backgroundtask.core;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A store in memory that can be told to fail. */
final class MemoryStore implements LedgerStore {

    String text;
    final List<String> aside = new ArrayList<>();
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
    public void setAside() {
        aside.add(text);
    }

    @Override
    public void deleteAside() {
        aside.clear();
    }
}
