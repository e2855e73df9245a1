/// What enqueueing is asked for, checked and complete.
struct EnqueueRequest: Sendable, Equatable {
    enum Existing: String, Sendable, CaseIterable {
        case replace, keep
    }

    let taskName: String
    let id: String
    let existing: Existing
    let data: String?
    let initialDelay: Milliseconds
    let constraints: Constraints
    let maximumRetries: Int64
    let timeLimit: Milliseconds?
}

/// What a step needs of an item of the same task and id.
struct KnownItem: Sendable, Equatable {
    let sequence: Int64
    /// True when an open run names this item.
    let isRunning: Bool
}

enum EnqueueStep: Sendable, Equatable {
    case kept, full
    /// The items of these sequences are waiting ones of the same id, to be deleted once the new one is stored.
    case put(QueuedItem, replacing: Bool, remove: [Int64])
}

extension EnqueueRequest {
    /// Says what enqueueing does. `same` are the items of the same task and id, `count` is the number of all items, and `sequence` is larger than that of
    /// any item and any open run.
    func step(same: [KnownItem], count: Int, sequence: Int64, now: Milliseconds) -> EnqueueStep {
        if !same.isEmpty, existing == .keep { return .kept }
        let remove = same.filter { !$0.isRunning }.map(\.sequence)
        guard count - remove.count < Constants.maximumItems else { return .full }
        return .put(item(sequence, now: now), replacing: !same.isEmpty, remove: remove)
    }

    private func item(_ sequence: Int64, now: Milliseconds) -> QueuedItem {
        QueuedItem(
            sequence: sequence,
            taskName: taskName,
            id: id,
            data: data,
            enqueuedAt: now,
            scheduledAt: now,
            eligibleAt: now + initialDelay,
            constraints: constraints,
            maximumRetries: maximumRetries,
            timeLimit: timeLimit
        )
    }
}

extension QueuedItem {
    /// Returns what becomes of the item when a run of it settles; nil: it is gone. `replaced`: a newer item has its id, and this one is not tried again.
    func after(_ outcome: Outcome, at now: Milliseconds, replaced: Bool) -> QueuedItem? {
        if replaced { return nil }
        switch outcome {
        case .success, .cancelled: return nil
        case .failed:
            guard failures < maximumRetries else { return nil }
            var item = backedOff(at: now)
            item.attempts = counted(attempts)
            item.failures = counted(failures)
            item.interruptions = 0
            return item
        case .expired, .lost:
            guard interruptions < Constants.maximumItemInterruptions - 1 else { return nil }
            var item = backedOff(at: now)
            item.attempts = counted(attempts)
            item.interruptions = counted(interruptions)
            return item
        case .notStarted: return backedOff(at: now)
        case .undefined:
            let since = undefinedSince ?? now
            guard now - since < Constants.undefinedItemLimit else { return nil }
            var item = self
            item.undefinedSince = since
            item.scheduledAt = now
            item.eligibleAt = now + Constants.undefinedItemRetry
            return item
        }
    }

    /// Returns the item after a runtime that names its task has attached: what waited for that is as eligible as it was.
    var afterNamed: QueuedItem {
        guard let undefinedSince else { return self }
        var item = self
        item.undefinedSince = nil
        item.scheduledAt = undefinedSince
        item.eligibleAt = undefinedSince
        return item
    }

    /// Rewrites as now the times that lie in the future since the clock was set back; a delay keeps its length.
    func clampToNow(now: Milliseconds) -> QueuedItem {
        guard isAhead(of: now) else { return self }
        var item = self
        item.enqueuedAt = min(enqueuedAt, now)
        item.scheduledAt = min(scheduledAt, now)
        item.eligibleAt = max(0, eligibleAt - max(0, scheduledAt - now))
        item.undefinedSince = undefinedSince.map { min($0, now) }
        return item
    }

    /// Tells whether one of its times lies in the future, where no time is that was noted.
    func isAhead(of now: Milliseconds) -> Bool {
        enqueuedAt > now || scheduledAt > now || undefinedSince.map { $0 > now } ?? false
    }

    /// Puts the longest eligible first.
    static func precedes(_ one: QueuedItem, _ other: QueuedItem) -> Bool {
        (one.eligibleAt, one.sequence) < (other.eligibleAt, other.sequence)
    }

    private func backedOff(at now: Milliseconds) -> QueuedItem {
        var item = self
        item.backoffCount = counted(backoffCount)
        // A runtime had the callback, so the item does not wait for a definition.
        item.undefinedSince = nil
        item.scheduledAt = now
        item.eligibleAt = now + Schedule.backoff(count: item.backoffCount)
        return item
    }
}

extension OpenRun {
    /// Settles an item's run. `item` is nil when its record is gone. Returns the item as it goes on; nil: it is gone with this run.
    func settled(
        _ ending: Ending,
        of item: QueuedItem?,
        replaced: Bool,
        at now: Milliseconds,
        backoffFrom: Milliseconds
    ) -> (item: QueuedItem?, run: SettledRun) {
        let next = item?.after(ending.outcome, at: backoffFrom, replaced: replaced)
        return (next, settled(ending, at: now, final: next == nil))
    }
}

/// Returns one more. A count that a damaged record states stays one that can be stored.
func counted(_ count: Int64) -> Int64 { min(Constants.largestCount, count + 1) }

/// What a queue that was read anew holds, whenever its process died between two of its steps.
struct MendedQueue: Sendable, Equatable {
    /// The sequences of the items that stay, in their order.
    let stay: [Int64]
    /// The sequences of the records to be deleted: a newer item has their id.
    let remove: [Int64]
    /// The ids of the open runs whose item is gone: they settle `cancelled`.
    let cancel: [String]

    init(_ items: [QueuedItem], _ open: [OpenRun]) {
        let running = Set(open.compactMap { $0.item?.sequence })
        let sorted = items.sorted { $0.sequence < $1.sequence }
        var newest: [ItemKey: Int64] = [:]
        for item in sorted { newest[ItemKey(item)] = item.sequence }
        func stays(_ item: QueuedItem) -> Bool { running.contains(item.sequence) || newest[ItemKey(item)] == item.sequence }
        let known = Set(items.map(\.sequence))
        stay = sorted.filter(stays).map(\.sequence)
        remove = sorted.filter { !stays($0) }.map(\.sequence)
        cancel = open.filter { run in run.item.map { !known.contains($0.sequence) } ?? false }.map(\.id)
    }
}

private struct ItemKey: Hashable {
    private let taskName: TextKey
    private let id: TextKey

    init(_ item: QueuedItem) {
        taskName = TextKey(item.taskName)
        id = TextKey(item.id)
    }
}

extension EnqueueRequest {
    init(reading reader: FieldReader) throws {
        taskName = try reader.name("taskName")
        id = try reader.name("id")
        existing = try reader.one("existing", of: Existing.self)
        data = try reader.nullable("data", reader.text)
        initialDelay = try reader.number("initialDelayMs")
        constraints = try Constraints(reading: reader.object("constraints"))
        maximumRetries = try reader.number("maximumRetries")
        timeLimit = try reader.nullable("timeLimitMs", reader.duration)
    }
}
