package app.capgo.backgroundtask.core;

/** What went wrong in a run. The code is one of ours, or the name of the error that the callback threw. */
public record RunError(String code, String message) {
    public static final RunError EXPIRED = of(ErrorCode.EXPIRED, "The run was cut before its callback ended.");
    public static final RunError NOT_CLAIMED = of(ErrorCode.NOT_CLAIMED, "No runtime claimed the run before its wake ended.");
    public static final RunError RUNTIME_DIED = of(
        ErrorCode.RUNTIME_DIED,
        "The runtime that held the run died (crash, kill, reload or closed page)."
    );

    public static RunError of(ErrorCode code, String message) {
        return new RunError(code.name(), message);
    }

    /** Returns the error in a form that can be stored: it has a code, without which its record would count as corrupt, and a message of bounded length. */
    RunError bounded() {
        if (code.isEmpty()) return new RunError("Error", message).bounded();
        if (message.length() <= Constants.MAXIMUM_ERROR_LENGTH) return this;
        int end = Constants.MAXIMUM_ERROR_LENGTH - 1;
        if (Character.isHighSurrogate(message.charAt(end - 1))) end--;
        return new RunError(code, message.substring(0, end) + "…");
    }
}
