/// The names that `blockedBy` uses on this platform.
enum Blocker: String, Sendable, CaseIterable {
    case network
    case unmeteredNetwork = "unmetered-network"
    case charging
    case batteryNotLow = "battery-not-low"
    case storageNotLow = "storage-not-low"
    case deviceIdle = "device-idle"
    case backgroundRefresh = "background-refresh"
    case lowPowerMode = "low-power-mode"
    case launchHandler = "launch-handler"
    case identifier
    case protectedData = "protected-data"
    case simulator
    case webView = "web-view"
    case undefined
}

/// Says which constraints the device meets now. Nil means that it cannot be known here; such a constraint does not block.
struct Conditions: Sendable, Equatable {
    var network: Bool?
    var unmeteredNetwork: Bool?
    var charging: Bool?
    var batteryNotLow: Bool?
    var storageNotLow: Bool?
    var deviceIdle: Bool?
}

enum WakeSelection {
    static func unmet(_ options: TaskOptions, _ conditions: Conditions) -> [Blocker] {
        var unmet: [Blocker] = []
        if options.requiresNetwork || options.requiresUnmeteredNetwork, conditions.network == false { unmet.append(.network) }
        if options.requiresUnmeteredNetwork, conditions.unmeteredNetwork == false { unmet.append(.unmeteredNetwork) }
        if options.requiresCharging, conditions.charging == false { unmet.append(.charging) }
        if options.requiresBatteryNotLow, conditions.batteryNotLow == false { unmet.append(.batteryNotLow) }
        if options.requiresStorageNotLow, conditions.storageNotLow == false { unmet.append(.storageNotLow) }
        if options.requiresDeviceIdle, conditions.deviceIdle == false { unmet.append(.deviceIdle) }
        return unmet
    }

    /// Puts the longest overdue first, and equal times by name, so that every platform has one order.
    static func precedes(_ one: TaskRecord, _ other: TaskRecord) -> Bool {
        let times = (one.nextEligibleAt, other.nextEligibleAt)
        return times.0 == times.1 ? one.name.precedesText(other.name) : times.0 < times.1
    }

    /// Returns when the next of these is due, or nil. A task with an open run waits for that run.
    static func nextOpenableAt(_ tasks: [TaskRecord], open: [OpenRun]) -> Milliseconds? {
        tasks.filter { task in !open.contains { $0.taskName.isSameText(as: task.name) } }.map(\.openableAt).min()
    }

    /// Returns the tasks for which a wake opens a run. A test takes all that have no open run.
    static func tasksToOpen(
        _ tasks: [TaskRecord],
        open: [OpenRun],
        conditions: Conditions,
        now: Milliseconds,
        test: Bool
    ) -> [TaskRecord] {
        tasks
            .filter { task in !open.contains { $0.taskName.isSameText(as: task.name) } }
            .filter { task in test || (task.openableAt <= now && unmet(task.options, conditions).isEmpty) }
            .sorted(by: precedes)
    }
}
