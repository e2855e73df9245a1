package app.capgo.backgroundtask.core;

/** How a run ended. */
public enum Outcome implements Wire {
    SUCCESS("success"),
    FAILED("failed"),
    EXPIRED("expired"),
    LOST("lost"),
    NOT_STARTED("not-started"),
    UNDEFINED("undefined"),
    CANCELLED("cancelled");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
