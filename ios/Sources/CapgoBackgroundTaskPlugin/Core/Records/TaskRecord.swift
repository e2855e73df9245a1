/// Local wall-clock times, in minutes since midnight. The window has ended at `toMinutes`; one that is smaller than `fromMinutes` is a time of the next day.
struct DailyWindow: Sendable, Equatable {
    let fromMinutes: Int64
    let toMinutes: Int64
}

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
    /// Shortens the run's deadline. Nil means the platform's limit.
    var timeLimit: Milliseconds?
    /// The compatibility job's own timeout, which the runtime keeps.
    var timeout: Milliseconds?
    /// The time from the registration to the first run. Nil means one interval.
    var initialDelay: Milliseconds?
    /// When of a day the task may run. Nil means at any time.
    var window: DailyWindow?
}

extension TaskOptions {
    /// Older code would run a task with these options at the wrong time.
    var recordVersion: Int64 { initialDelay == nil && window == nil ? Constants.recordVersion : Constants.newestRecordVersion }
}

/// A registration with the state of its schedule.
struct TaskRecord: Sendable, Equatable {
    let name: String
    var options: TaskOptions {
        didSet { version = options.recordVersion }
    }
    private(set) var version: Int64
    var registeredAt: Milliseconds
    /// When the schedule last moved on; nil before the first time.
    var anchorAt: Milliseconds?
    var failedAttempts: Int64 = 0
    var interruptedAttempts: Int64 = 0
    /// How many settlings led to backoff since the schedule moved on, and the time of the last of them.
    var backoffCount: Int64 = 0
    var backoffFrom: Milliseconds?
    /// When a run last settled `undefined`; cleared when a runtime that names the task attaches.
    var undefinedAt: Milliseconds?
    var lastRun: SettledRun?

    /// `version` is that of the record that is read; nil: what its options need.
    init(name: String, options: TaskOptions, registeredAt: Milliseconds, version: Int64? = nil) {
        self.version = version ?? options.recordVersion
        self.name = name
        self.options = options
        self.registeredAt = registeredAt
    }
}
