package app.capgo.backgroundtask.core;

/** Why one runtime does not take a run. */
public enum DeclineReason implements Wire {
    UNDEFINED("undefined"),
    RUNTIME("runtime"),
    BUSY("busy");

    private final String word;

    DeclineReason(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
