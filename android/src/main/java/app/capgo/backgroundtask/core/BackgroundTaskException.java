package app.capgo.backgroundtask.core;

/** Rejects a call. Has a stable code, and a message that says what failed, what was given and what to do. */
public final class BackgroundTaskException extends Exception {

    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    public BackgroundTaskException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public BackgroundTaskException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
