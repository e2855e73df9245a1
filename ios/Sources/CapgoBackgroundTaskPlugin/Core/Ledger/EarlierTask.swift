/// A registration as the earlier plugin of the same package name (8.1) stored it. Nil: it was not stored, or is damaged.
struct EarlierTask: Sendable, Equatable {
    let name: String
    var minimumIntervalMinutes: Int64?
    var requiresNetwork: Bool?
    var lastRunAt: Milliseconds?
    /// When the oldest run began that nobody has finished. The earlier plugin kept runs until the app was opened.
    var pendingSince: Milliseconds?
}

extension EarlierTask {
    /// The longest interval that registering accepts here, one year.
    private static let longestInterval = 525_600 * Constants.minute
    private static let defaultInterval = 12 * Constants.hour
    /// The earlier plugin named the one job of the react-native-background-task compatibility so.
    private static let compatName = "CapgoBackgroundTask"

    /// Returns the record that goes on with this schedule, or nil when the name cannot be one here.
    func record(now: Milliseconds) -> TaskRecord? {
        guard !name.isEmpty, name.utf16.count <= Constants.maximumNameLength else { return nil }
        let isCompat = name.isSameText(as: Self.compatName)
        let interval = minimumIntervalMinutes.map { min(max($0, 1), Self.longestInterval / Constants.minute) * Constants.minute }
        let options = TaskOptions(
            minimumInterval: interval ?? Self.defaultInterval,
            requiresNetwork: requiresNetwork ?? true,
            requiresUnmeteredNetwork: false,
            requiresCharging: false,
            requiresBatteryNotLow: false,
            requiresStorageNotLow: false,
            requiresDeviceIdle: false,
            maximumRetries: 0,
            timeLimit: nil,
            timeout: isCompat ? Constants.compatTimeout : nil
        )
        var record = TaskRecord(
            name: isCompat ? Constants.compatTaskName : name,
            options: options,
            registeredAt: min(lastRunAt ?? now, now)
        )
        // It set the last run when it offered one. A run that nobody has finished is due since then.
        record.anchorAt = pendingSince.map { max(0, min($0, now) - options.minimumInterval) } ?? lastRunAt
        return record
    }
}

/// What the earlier plugin has left on this device.
protocol EarlierRegistrations: Sendable {
    /// Returns nil when there is nothing of it.
    func read() -> [EarlierTask]?
    func remove()
}

extension LedgerState {
    /// Takes over what the earlier plugin has left, once: it is marked as done in the same step, until what was left is gone. A name that is
    /// registered here already stays as it is. Returns the names that were left out.
    mutating func takeOver(_ earlier: [EarlierTask]?, now: Milliseconds) -> [String] {
        let isDone = hasTakenOver
        hasTakenOver = earlier != nil
        guard let earlier, !isDone else { return [] }
        return earlier.filter { task in
            guard let record = task.record(now: now), tasks.count + newerTasks.count < Constants.maximumTasks else { return true }
            if self.task(record.name) == nil, !isNewer(task: record.name) { put(record) }
            return false
        }.map(\.name)
    }
}
