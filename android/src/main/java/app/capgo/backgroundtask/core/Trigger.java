package app.capgo.backgroundtask.core;

/** What gave the app the chance to run. */
public enum Trigger implements Wire {
    WORK_MANAGER("work-manager"),
    APP_REFRESH("app-refresh"),
    PROCESSING("processing"),
    PERIODIC_SYNC("periodic-sync"),
    SYNC("sync"),
    TIMER("timer"),
    FOREGROUND("foreground"),
    ONLINE("online"),
    ENQUEUE("enqueue"),
    TEST("test");

    private final String word;

    Trigger(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
