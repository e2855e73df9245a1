import Foundation

/// Reads what the earlier plugin of the same package name (8.1) kept in the app's defaults.
///
/// UserDefaults is safe to use from any thread, and is not declared Sendable everywhere.
struct EarlierDefaults: EarlierRegistrations, @unchecked Sendable {
    private enum Key {
        static let names = "CapgoBackgroundTask.taskNames"
        static let task = "CapgoBackgroundTask.task."
        static let pendingRuns = "CapgoBackgroundTask.pendingRuns"
        static let lastRun = "CapgoBackgroundTask.lastRun."
        static let lastResult = "CapgoBackgroundTask.lastResult."
    }

    private let defaults: UserDefaults

    init(_ defaults: UserDefaults = .standard) {
        self.defaults = defaults
    }

    func read() -> [EarlierTask]? {
        guard defaults.object(forKey: Key.names) != nil else { return nil }
        let pending = pendingRuns()
        return Set(defaults.stringArray(forKey: Key.names) ?? []).sorted { $0.precedesText($1) }.map { name in
            let stored = defaults.dictionary(forKey: Key.task + name)
            return EarlierTask(
                name: name,
                minimumIntervalMinutes: (stored?["minimumInterval"] as? NSNumber)?.int64Value,
                requiresNetwork: (stored?["requiresNetwork"] as? NSNumber)?.boolValue,
                lastRunAt: Self.milliseconds(defaults.double(forKey: Key.lastRun + name) * 1000),
                pendingSince: pending.filter { $0.name.isSameText(as: name) }.map(\.at).min()
            )
        }
    }

    func remove() {
        let prefixes = [Key.task, Key.lastRun, Key.lastResult]
        let keys = defaults.dictionaryRepresentation().keys.filter { key in prefixes.contains { key.hasPrefix($0) } }
        for key in keys + [Key.pendingRuns, Key.names] { defaults.removeObject(forKey: key) }
    }

    /// A run of the test trigger is no work that was missed.
    private func pendingRuns() -> [(name: String, at: Milliseconds)] {
        (defaults.array(forKey: Key.pendingRuns) ?? []).compactMap { raw in
            guard let run = raw as? [String: Any], let name = run["taskName"] as? String, (run["test"] as? NSNumber)?.boolValue != true,
                let at = (run["timestamp"] as? NSNumber).flatMap({ Self.milliseconds($0.doubleValue) })
            else { return nil }
            return (name, at)
        }
    }

    /// Returns nil for zero, which is also what a missing number is read as, and for what no clock says.
    private static func milliseconds(_ time: Double) -> Milliseconds? {
        time > 0 && time < Double(Constants.largestCount) ? Milliseconds(time) : nil
    }
}
