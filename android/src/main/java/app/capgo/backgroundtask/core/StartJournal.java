package app.capgo.backgroundtask.core;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Notes how far each headless start came, so that a start which ends the process is not repeated for ever. The start after such a crash is in safe
 * mode: it loads this plugin alone. If a plugin was being loaded at the crash, that one stays out until the app's version changes, and all others
 * return with the next start. If none was, they return one per start, and the next crash tells which of them it was.
 */
public final class StartJournal {

    private final LedgerStore store;
    private long appVersion = 0;
    private long unfinished = 0;
    private String loading = null;
    private Set<String> leftOut = new LinkedHashSet<>();
    /** The plugins that have returned in safe mode; null outside of it. */
    private Set<String> readmitted = null;
    /** The plugin that is blamed for the crash before the safe mode; null when it is not known. */
    private String suspect = null;

    public StartJournal(LedgerStore store) {
        this.store = store;
    }

    /**
     * Notes that a start begins, and decides what it loads. `crashed` says whether the process before this one ended in a crash. Where the system does
     * not tell (null), two starts in a row that did not finish count as one. `plugins` are all that would be loaded.
     */
    public void begin(long version, Boolean crashed, List<String> plugins) {
        look(version);
        boolean brokeDown = unfinished > 0 && (crashed == null ? unfinished > 1 : crashed);
        if (brokeDown) {
            suspect = loading == null ? newest(readmitted) : loading;
            if (suspect != null) leftOut.add(suspect);
            readmitted = new LinkedHashSet<>();
            unfinished = 0;
        } else if (readmitted != null && unfinished == 0) {
            if (suspect == null) readmitNext(plugins);
            else readmitted = null;
        }
        unfinished++;
        loading = null;
        write();
    }

    /** Reads what earlier starts have left behind, without beginning one. What an earlier version of the app did does not count. */
    public void look(long version) {
        read();
        if (appVersion == version) return;
        appVersion = version;
        unfinished = 0;
        leftOut = new LinkedHashSet<>();
        readmitted = null;
        suspect = null;
    }

    private static String newest(Set<String> plugins) {
        String newest = null;
        if (plugins != null) for (String plugin : plugins) newest = plugin;
        return newest;
    }

    private void readmitNext(List<String> plugins) {
        for (String plugin : plugins) {
            if (!leftOut.contains(plugin) && readmitted.add(plugin)) return;
        }
        readmitted = null;
    }

    public boolean mayLoad(String plugin) {
        return !leftOut.contains(plugin) && (readmitted == null || readmitted.contains(plugin));
    }

    public void loading(String plugin) {
        loading = plugin;
        write();
    }

    public void loaded() {
        loading = null;
        write();
    }

    /** Notes that the start is over: the page is up, or the start has failed without a crash. */
    public void finished() {
        if (unfinished == 0) return;
        unfinished = 0;
        loading = null;
        write();
    }

    public boolean isSafeMode() {
        return readmitted != null;
    }

    /** Returns the plugin that the crash before the safe mode is blamed on, or null. */
    public String suspect() {
        return suspect;
    }

    /** Returns the plugins that took the process down. */
    public List<String> leftOut() {
        return new ArrayList<>(leftOut);
    }

    private void read() {
        try {
            String text = store.read();
            if (text == null || !(Json.parse(text) instanceof Map<?, ?> fields)) return;
            appVersion = fields.get("appVersion") instanceof Long value ? value : 0;
            unfinished = fields.get("unfinished") instanceof Long value ? value : 0;
            loading = fields.get("loading") instanceof String value ? value : null;
            leftOut = words(fields.get("leftOut"));
            suspect = fields.get("suspect") instanceof String value ? value : null;
            readmitted = fields.get("readmitted") == null ? null : words(fields.get("readmitted"));
        } catch (IOException | IllegalArgumentException unreadable) {
            // The journal begins anew: at worst one more start breaks down.
        }
    }

    private static Set<String> words(Object raw) {
        Set<String> words = new LinkedHashSet<>();
        if (raw instanceof List<?> items) items.forEach(item -> words.add(String.valueOf(item)));
        return words;
    }

    private void write() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("appVersion", appVersion);
        fields.put("unfinished", unfinished);
        fields.put("loading", loading);
        fields.put("leftOut", new ArrayList<>(leftOut));
        fields.put("suspect", suspect);
        fields.put("readmitted", readmitted == null ? null : new ArrayList<>(readmitted));
        try {
            store.replace(Json.write(fields));
        } catch (IOException full) {
            // A start without a journal is better than none.
        }
    }
}
