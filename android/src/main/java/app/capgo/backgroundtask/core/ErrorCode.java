package app.capgo.backgroundtask.core;

/** The stable codes of src/errors.ts that this platform uses; a test holds the two together. */
public enum ErrorCode {
    INVALID_TASK_NAME,
    INVALID_OPTIONS,
    TOO_MANY_TASKS,
    DATA_TOO_LARGE,
    QUEUE_FULL,
    TASK_NOT_DEFINED,
    PLUGIN_OUTDATED,
    UNAVAILABLE,
    STORAGE_FAILED,
    STORAGE_NEWER,
    WORK_MANAGER_UNAVAILABLE,
    QUOTA_EXCEEDED,
    EXPIRED,
    UNREGISTERED,
    CANCELLED,
    NO_ANSWER,
    NOT_CLAIMED,
    WEB_VIEW_MISSING,
    LOAD_FAILED,
    START_TIMEOUT,
    RENDERER_GONE,
    SCRIPT_SILENT,
    RUNTIME_DIED,
    SYSTEM_STOP,
}
