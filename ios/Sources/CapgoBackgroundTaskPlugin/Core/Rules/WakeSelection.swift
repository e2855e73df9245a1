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
    case window
    case undefined
}

extension Blocker {
    /// Returns each name once.
    static func names(_ blockers: [Blocker]) -> [String] {
        var names: [String] = []
        for blocker in blockers where !names.contains(blocker.rawValue) { names.append(blocker.rawValue) }
        return names
    }
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
    static func unmet(_ asked: Constraints, _ conditions: Conditions) -> [Blocker] {
        var unmet: [Blocker] = []
        if asked.requiresNetwork || asked.requiresUnmeteredNetwork, conditions.network == false { unmet.append(.network) }
        if asked.requiresUnmeteredNetwork, conditions.unmeteredNetwork == false { unmet.append(.unmeteredNetwork) }
        if asked.requiresCharging, conditions.charging == false { unmet.append(.charging) }
        if asked.requiresBatteryNotLow, conditions.batteryNotLow == false { unmet.append(.batteryNotLow) }
        if asked.requiresStorageNotLow, conditions.storageNotLow == false { unmet.append(.storageNotLow) }
        if asked.requiresDeviceIdle, conditions.deviceIdle == false { unmet.append(.deviceIdle) }
        return unmet
    }

    /// Returns the registrations and items for which a wake opens a run: due, conditions met, longest due first; one for each task, and none for a task with
    /// an open run. What backs off or waits for its conditions holds up nothing else. At the same time: by name, then the registration, then the older item.
    static func worksToOpen(
        _ tasks: [TaskRecord],
        _ items: [QueuedItem],
        open: [OpenRun],
        conditions: Conditions,
        now: Milliseconds,
        _ zone: Zone
    ) -> [Work] {
        let taken = Set(open.map { TextKey($0.taskName) })
        let dueTasks = tasks.filter { task in
            !taken.contains(TextKey(task.name)) && task.openableAt(now: now, zone) <= now
                && unmet(task.options.constraints, conditions).isEmpty
        }
        // A queue may be long: of each task only the first item is looked at any further.
        var firstItems: [TextKey: Int] = [:]
        for (index, item) in items.enumerated() where item.eligibleAt <= now {
            let name = TextKey(item.taskName)
            if let known = firstItems[name], QueuedItem.precedes(items[known], item) { continue }
            if unmet(item.constraints, conditions).isEmpty { firstItems[name] = index }
        }
        for name in taken { firstItems[name] = nil }
        var due = dueTasks.map { Due(at: $0.nextEligibleAt(zone), work: .task($0)) }
        due += firstItems.values.map { Due(at: items[$0].eligibleAt, work: .item(items[$0])) }
        var seen: Set<TextKey> = []
        return due.sorted(by: Due.precedes).map(\.work).filter { seen.insert(TextKey($0.taskName)).inserted }
    }

    /// Returns the registrations that a test opens: all that have no open run, the longest overdue first.
    static func tasksToTest(_ tasks: [TaskRecord], open: [OpenRun], _ zone: Zone) -> [TaskRecord] {
        tasks
            .filter { task in !open.contains { $0.taskName.isSameText(as: task.name) } }
            .map { Due(at: $0.nextEligibleAt(zone), work: .task($0)) }
            .sorted(by: Due.precedes)
            .compactMap { if case .task(let task) = $0.work { task } else { nil } }
    }

    /// Returns the open runs in the order in which they are offered: the longest due first. Those of records that this version does not know are left out.
    static func inOrder(_ open: [OpenRun], _ tasks: [TaskRecord], _ items: [QueuedItem], _ zone: Zone) -> [OpenRun] {
        let due = open.compactMap { run -> (due: Due, run: OpenRun)? in
            if let runItem = run.item {
                return items.first { $0.sequence == runItem.sequence }.map { (Due(at: $0.eligibleAt, work: .item($0)), run) }
            }
            return tasks.first { $0.name.isSameText(as: run.taskName) }.map { (Due(at: $0.nextEligibleAt(zone), work: .task($0)), run) }
        }
        return due.sorted { Due.precedes($0.due, $1.due) }.map(\.run)
    }

    /// Returns when the next of these is due, or nil. What belongs to a task with an open run waits for that run.
    static func nextOpenableAt(_ tasks: [TaskRecord], _ items: [QueuedItem], open: [OpenRun], now: Milliseconds, _ zone: Zone)
        -> Milliseconds?
    {
        func isFree(_ name: String) -> Bool { !open.contains { $0.taskName.isSameText(as: name) } }
        let times =
            tasks.filter { isFree($0.name) }.map { $0.openableAt(now: now, zone) } + items.filter { isFree($0.taskName) }.map(\.eligibleAt)
        return times.min()
    }
}

/// What a wake opens a run for.
enum Work: Sendable, Equatable {
    case task(TaskRecord)
    case item(QueuedItem)

    var taskName: String {
        switch self {
        case .task(let task): task.name
        case .item(let item): item.taskName
        }
    }

    /// Registrations come before items, and older items before newer ones.
    fileprivate var rank: Int64 {
        switch self {
        case .task: -1
        case .item(let item): item.sequence
        }
    }
}

private struct Due {
    let at: Milliseconds
    let work: Work

    static func precedes(_ one: Due, _ other: Due) -> Bool {
        if one.at != other.at { return one.at < other.at }
        if !one.work.taskName.isSameText(as: other.work.taskName) { return one.work.taskName.precedesText(other.work.taskName) }
        return one.work.rank < other.work.rank
    }
}
