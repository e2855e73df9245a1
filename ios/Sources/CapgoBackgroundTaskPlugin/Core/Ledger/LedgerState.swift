/// What is persisted: registrations, open runs, a bounded log of settled runs, oldest first, and the items of the queue, each in a file of its own.
struct LedgerState: Sendable, Equatable {
    private(set) var tasks: [TaskRecord] = []
    private(set) var openRuns: [OpenRun] = []
    private(set) var log: [SettledRun] = []
    /// Records of a later version of this plugin, which are written back as they were and never acted on.
    var newerTasks: [JSONValue] = []
    var newerRuns: [JSONValue] = []
    /// The items in the order of their sequence, without their data.
    private(set) var items: [QueuedItem] = []
    private var reserved: Int64 = 0
    /// True when what the earlier plugin of the same name left has been taken over, and is not removed yet.
    var hasTakenOver = false

    func task(_ name: String) -> TaskRecord? { tasks.first { $0.name.isSameText(as: name) } }
    func openRun(_ id: String) -> OpenRun? { openRuns.first { $0.id.isSameText(as: id) } }
    func openRun(ofTask name: String) -> OpenRun? { openRuns.first { $0.taskName.isSameText(as: name) } }

    func item(_ sequence: Int64) -> QueuedItem? { items.first { $0.sequence == sequence } }
    func item(of run: OpenRun) -> QueuedItem? { run.item.flatMap { item($0.sequence) } }
    func isRunning(_ item: QueuedItem) -> Bool { openRuns.contains { $0.item?.sequence == item.sequence } }

    /// Returns what the ledger's own file holds: everything but the items.
    var withoutItems: LedgerState {
        var state = self
        state.items = []
        return state
    }

    /// Returns the sequences of the items that were put, changed or removed since.
    func itemsChanged(since before: LedgerState?) -> [Int64] {
        var (changed, old) = ([Int64](), (before?.items ?? [])[...])
        for item in items {
            while let first = old.first, first.sequence < item.sequence { changed.append(old.removeFirst().sequence) }
            if let first = old.first, first.sequence == item.sequence {
                old.removeFirst()
                if first == item { continue }
            }
            changed.append(item.sequence)
        }
        return changed + old.map(\.sequence)
    }

    mutating func load(_ items: [QueuedItem]) { self.items = items.sorted { $0.sequence < $1.sequence } }

    /// Keeps new items from the file of one of a later version.
    mutating func reserve(_ sequence: Int64) { reserved = max(reserved, sequence) }

    /// Larger than the sequence of any item and any open run.
    var nextSequence: Int64 { 1 + max(reserved, items.last?.sequence ?? 0, openRuns.compactMap { $0.item?.sequence }.max() ?? 0) }

    mutating func put(_ item: QueuedItem) {
        if let index = items.firstIndex(where: { $0.sequence == item.sequence }) {
            items[index] = item
        } else {
            items.append(item)
            if items.count > 1, items[items.count - 2].sequence > item.sequence { items.sort { $0.sequence < $1.sequence } }
        }
    }

    mutating func removeItem(_ sequence: Int64) { items.removeAll { $0.sequence == sequence } }

    mutating func put(_ task: TaskRecord) {
        if let index = tasks.firstIndex(where: { $0.name.isSameText(as: task.name) }) {
            tasks[index] = task
        } else {
            tasks.append(task)
        }
    }

    mutating func put(_ run: OpenRun) {
        if let index = openRuns.firstIndex(where: { $0.id.isSameText(as: run.id) }) {
            openRuns[index] = run
        } else {
            openRuns.append(run)
        }
    }

    mutating func removeTask(_ name: String) { tasks.removeAll { $0.name.isSameText(as: name) } }
    mutating func emptyLog() { log = [] }

    mutating func append(_ run: SettledRun) {
        log = Array((log + [run]).suffix(Constants.maximumLoggedRuns))
    }

    mutating func removeRun(_ id: String) { openRuns.removeAll { $0.id.isSameText(as: id) } }

    mutating func removeNewerRecords() {
        newerTasks = []
        newerRuns = []
    }

    /// Moves an open run to the log and its task's schedule, or its item, on, in one step.
    @discardableResult
    mutating func settle(_ run: OpenRun, _ ending: Ending, at now: Milliseconds, backoffFrom: Milliseconds? = nil) -> SettledRun {
        if let runItem = run.item { return settle(run, of: runItem, ending, at: now, backoffFrom: backoffFrom ?? now) }
        let settled = run.settled(ending, at: now)
        removeRun(run.id)
        append(settled)
        if let task = task(run.taskName) { put(task.after(settled, test: run.test, backoffFrom: backoffFrom)) }
        return settled
    }

    private mutating func settle(
        _ run: OpenRun,
        of runItem: RunItem,
        _ ending: Ending,
        at now: Milliseconds,
        backoffFrom: Milliseconds
    ) -> SettledRun {
        let item = item(runItem.sequence)
        let isReplaced = item.map { item in items.contains { $0.hasKey(of: item) && $0.sequence > item.sequence } } ?? false
        let (next, settled) = run.settled(ending, of: item, replaced: isReplaced, at: now, backoffFrom: backoffFrom)
        removeRun(run.id)
        append(settled)
        if let next { put(next) } else { removeItem(runItem.sequence) }
        return settled
    }
}
