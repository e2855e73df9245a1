/// What is persisted: registrations, open runs, and a bounded log of settled runs, oldest first.
struct LedgerState: Sendable, Equatable {
    private(set) var tasks: [TaskRecord] = []
    private(set) var openRuns: [OpenRun] = []
    private(set) var log: [SettledRun] = []
    /// Records of a later version of this plugin, which are written back as they were and never acted on.
    var newerTasks: [JSONValue] = []
    var newerRuns: [JSONValue] = []
    /// What the earlier plugin of the same name left has been taken over, and is not removed yet.
    var hasTakenOver = false

    func task(_ name: String) -> TaskRecord? { tasks.first { $0.name.isSameText(as: name) } }
    func openRun(_ id: String) -> OpenRun? { openRuns.first { $0.id.isSameText(as: id) } }
    func openRun(ofTask name: String) -> OpenRun? { openRuns.first { $0.taskName.isSameText(as: name) } }

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

    /// Moves an open run to the log and its task's schedule on, in one step.
    @discardableResult
    mutating func settle(_ run: OpenRun, _ ending: Ending, at now: Milliseconds, backoffFrom: Milliseconds? = nil) -> SettledRun {
        let settled = run.settled(ending, at: now)
        openRuns.removeAll { $0.id.isSameText(as: run.id) }
        append(settled)
        if let task = task(run.taskName) { put(task.after(settled, test: run.test, backoffFrom: backoffFrom)) }
        return settled
    }
}
