/// The items that must be executed at least once: enqueued, and neither replaced nor cancelled nor emptied away before.
struct PromisedItems {
    private var items: [(taskName: String, id: String, data: String)] = []

    mutating func add(_ taskName: String, _ id: String, data: String) { items.append((taskName, id, data)) }

    /// Without a name: all.
    mutating func drop(_ taskName: String? = nil, _ id: String? = nil) {
        items.removeAll { (taskName == nil || $0.taskName == taskName) && (id == nil || $0.id == id) }
    }

    func neverExecuted(_ executed: Set<String>) -> [String] {
        items.filter { !executed.contains($0.data) }.map { "\($0.taskName)/\($0.id) (\($0.data))" }
    }
}
