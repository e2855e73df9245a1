/// Holds options as they are stored and sent: checked and complete. Durations are in milliseconds.
struct TaskOptions: Sendable, Equatable {
    var minimumInterval: Milliseconds
    var requiresNetwork: Bool
    var requiresUnmeteredNetwork: Bool
    var requiresCharging: Bool
    var requiresBatteryNotLow: Bool
    var requiresStorageNotLow: Bool
    var requiresDeviceIdle: Bool
    var maximumRetries: Int64
    /// Shortens the run's deadline; nil: the platform's limit.
    var timeLimit: Milliseconds?
    /// The compatibility job's own timeout, which the runtime keeps.
    var timeout: Milliseconds?
}

/// A registration with the state of its schedule.
struct TaskRecord: Sendable, Equatable {
    let name: String
    var options: TaskOptions
    var registeredAt: Milliseconds
    /// When the schedule last moved on; nil before the first time.
    var anchorAt: Milliseconds?
    var failedAttempts: Int64 = 0
    var interruptedAttempts: Int64 = 0
    /// Settlings with backoff since the schedule moved on, and the time of the last of them.
    var backoffCount: Int64 = 0
    var backoffFrom: Milliseconds?
    /// When a run last settled `undefined`; cleared when a runtime that names the task attaches.
    var undefinedAt: Milliseconds?
    var lastRun: SettledRun?

    init(name: String, options: TaskOptions, registeredAt: Milliseconds) {
        self.name = name
        self.options = options
        self.registeredAt = registeredAt
    }
}
