package app.capgo.backgroundtask.core;

/** The kind of JavaScript context that runs a callback. */
public enum RuntimeKind implements Wire {
    PAGE("page"),
    HEADLESS("headless"),
    SERVICE_WORKER("service-worker");

    private final String word;

    RuntimeKind(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
