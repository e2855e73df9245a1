/// The conditions that a task or an item may ask for.
struct Constraints: Sendable, Equatable {
    var requiresNetwork: Bool
    var requiresUnmeteredNetwork: Bool
    var requiresCharging: Bool
    var requiresBatteryNotLow: Bool
    var requiresStorageNotLow: Bool
    var requiresDeviceIdle: Bool
}

extension TaskOptions {
    var constraints: Constraints {
        Constraints(
            requiresNetwork: requiresNetwork,
            requiresUnmeteredNetwork: requiresUnmeteredNetwork,
            requiresCharging: requiresCharging,
            requiresBatteryNotLow: requiresBatteryNotLow,
            requiresStorageNotLow: requiresStorageNotLow,
            requiresDeviceIdle: requiresDeviceIdle
        )
    }
}

/// Names the item that a run is for.
struct RunItem: Sendable, Equatable {
    let sequence: Int64
    let id: String
}

/// One piece of work for a task. It is running while an open run names its `sequence`.
struct QueuedItem: Sendable, Equatable {
    /// Counts up in the queue, and names the record: two items may have one `id` while the older of them runs.
    let sequence: Int64
    let taskName: String
    let id: String
    /// JSON text as JavaScript made it, or nil when none was given. What is held in memory lacks it: it lies in the item's file until the item is claimed.
    var data: String?
    var enqueuedAt: Milliseconds
    /// When `eligibleAt` was last set.
    var scheduledAt: Milliseconds
    /// The item does not run before this time, which is rewritten when a run backs off.
    var eligibleAt: Milliseconds
    let constraints: Constraints
    let maximumRetries: Int64
    let timeLimit: Milliseconds?
    /// How many of its runs ended `failed`, `expired` or `lost`.
    var attempts: Int64 = 0
    /// How many of them ended `failed`.
    var failures: Int64 = 0
    /// How many in a row ended `expired` or `lost`.
    var interruptions: Int64 = 0
    /// How many settlings led to backoff.
    var backoffCount: Int64 = 0
    /// Since when no runtime has named the task. Nil when none was asked, or when one has named it.
    var undefinedSince: Milliseconds?

    func hasKey(of other: QueuedItem) -> Bool { isOf(other.taskName, other.id) }
    func isOf(_ taskName: String, _ id: String) -> Bool { self.taskName.isSameText(as: taskName) && self.id.isSameText(as: id) }
}
