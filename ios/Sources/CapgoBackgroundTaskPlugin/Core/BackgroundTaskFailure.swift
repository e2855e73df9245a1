/// A rejection with a stable code of src/errors.ts; the message says what failed, what was given, and what to do.
struct BackgroundTaskFailure: Error, Sendable, Equatable {
    enum Code: String, Sendable, CaseIterable {
        case invalidOptions = "INVALID_OPTIONS"
        case invalidTaskName = "INVALID_TASK_NAME"
        case tooManyTasks = "TOO_MANY_TASKS"
        case dataTooLarge = "DATA_TOO_LARGE"
        case queueFull = "QUEUE_FULL"
        case unavailable = "UNAVAILABLE"
        case storageFailed = "STORAGE_FAILED"
        case storageNewer = "STORAGE_NEWER"
        case identifierNotPermitted = "IDENTIFIER_NOT_PERMITTED"
        case launchHandlerMissing = "LAUNCH_HANDLER_MISSING"
        case quotaExceeded = "QUOTA_EXCEEDED"
        case notClaimed = "NOT_CLAIMED"
        case taskNotDefined = "TASK_NOT_DEFINED"
        case webViewMissing = "WEB_VIEW_MISSING"
        case loadFailed = "LOAD_FAILED"
        case startTimeout = "START_TIMEOUT"
        case rendererGone = "RENDERER_GONE"
        case scriptSilent = "SCRIPT_SILENT"
        case runtimeDied = "RUNTIME_DIED"
        case systemStop = "SYSTEM_STOP"
        case unregistered = "UNREGISTERED"
        case cancelled = "CANCELLED"
    }

    let code: Code
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
