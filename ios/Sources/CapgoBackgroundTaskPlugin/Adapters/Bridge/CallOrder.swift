/// Keeps the calls of one page in the order in which JavaScript made them: tasks reach an actor in no particular one. Is used on one queue.
struct CallOrder {
    static let changes: Set<String> = ["registerTask", "unregisterTask", "unregisterAllTasks", "enqueueTask", "cancelEnqueued"]
    /// No run waits for a registration, which asks the main thread and the system.
    static let ofRuns: Set<String> = ["attach", "claimRun", "declineRun", "finishRun", "setProgress"]

    private var lastChange: Task<Void, Never>?

    /// Performs a call once the changes before it have been answered.
    mutating func perform(_ method: String, _ call: @escaping @Sendable () async -> Void) {
        let before = Self.ofRuns.contains(method) ? nil : lastChange
        let performing = Task {
            await before?.value
            await call()
        }
        if Self.changes.contains(method) { lastChange = performing }
    }
}
