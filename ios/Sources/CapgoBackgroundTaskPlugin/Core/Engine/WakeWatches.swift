/// Waits for some runs on behalf of the system, a test or a promise, which is answered once, when none of them is open any more.
struct RunWatch: Sendable {
    var runIds: Set<String>
    /// Runs whose time was over when this chance came, and whose living holder was told only then. When they have settled, what is due is opened.
    var lateRuns: Set<String> = []
    var chance: Chance?
    /// Tasks that have become free since this was last looked at. More of their work may be due.
    var freed: [FreedTask] = []
    /// The kind of wake that the system can cut; nil for a promise, which cuts nothing.
    let wake: RequestKind?
    /// When the watch is answered even if the ledger cannot say that its runs have settled.
    var endsAt: Milliseconds?
    var allWell = true
    let done: @Sendable (_ allWell: Bool) -> Void

    var isWake: Bool { wake != nil }
}

/// A task that has no open run any more, or for which an item was enqueued.
struct FreedTask: Sendable {
    let name: String
    /// An item's run may have held up the registration. That of the registration itself is not opened twice in one wake.
    let wasItem: Bool

    func frees(_ work: Work) -> Bool {
        guard name.isSameText(as: work.taskName) else { return false }
        if case .task = work { return wasItem }
        return true
    }
}

/// A moment at which the system, or the user, lets tasks run.
struct Chance: Sendable {
    let trigger: Trigger
    let conditions: Conditions
    /// The end of the wake for the callbacks; nil: a run's time counts from its claim.
    let deadline: Milliseconds?
}

/// Knows who waits for which runs, and remembers wakes.
struct WakeWatches: Sendable {
    private var watches: [String: RunWatch] = [:]
    private var lastWakeEndsAt: Milliseconds?
    /// Wakes that the system cut before they were looked at, and when on the clock that nobody sets.
    private(set) var expiredBeforeOpening: [String: Milliseconds] = [:]
    private(set) var lastWake: (kind: RequestKind, at: Milliseconds)?

    subscript(_ id: String) -> RunWatch? { watches[id] }
    var hasWake: Bool { watches.values.contains(where: \.isWake) }

    func isWatched(_ runId: String) -> Bool { watches.values.contains { $0.runIds.contains(runId) } }

    /// Tells whether the system gives a wake's time for this run.
    func isOfWake(_ runId: String) -> Bool { watches.values.contains { $0.isWake && $0.runIds.contains(runId) } }

    /// Returns the longest that a wake of this run gives a headless page to start. A refresh is over soon, whatever opened the run.
    func startLimit(of runId: String) -> Milliseconds? {
        watches.values.filter { $0.runIds.contains(runId) }.compactMap(\.wake).map(\.startLimit).max()
    }

    func lastWakeIsOver(elapsed: Milliseconds) -> Bool { lastWakeEndsAt.map { elapsed > $0 } ?? true }

    mutating func noteWake(_ kind: RequestKind, at time: Milliseconds, elapsed: Milliseconds) {
        lastWake = (kind, time)
        lastWakeEndsAt = elapsed + kind.timeLimit
        // Older ones came after their wakes had ended.
        expiredBeforeOpening = expiredBeforeOpening.filter { elapsed - $0.value < Constants.minute }
    }

    mutating func add(_ id: String, _ watch: RunWatch) { watches[id] = watch }

    /// Returns true, once, when the wake was cut before anything was opened for it.
    mutating func takeExpired(_ wakeId: String) -> Bool { expiredBeforeOpening.removeValue(forKey: wakeId) != nil }

    /// Returns the runs that end with this wake. A run that goes on under another wake, or that `keeps` names, is left out of it.
    mutating func expire(_ wakeId: String, elapsed: Milliseconds, keeps: (String) -> Bool) -> [String] {
        guard var watch = watches[wakeId] else {
            expiredBeforeOpening[wakeId] = elapsed
            return []
        }
        let others = watches.filter { $0.key != wakeId && $0.value.isWake }.values
        watch.allWell = false
        watch.lateRuns = []
        // Nothing more is opened in this wake.
        watch.chance = nil
        watch.runIds = watch.runIds.filter { id in !keeps(id) && !others.contains { $0.runIds.contains(id) } }
        watches[wakeId] = watch
        return Array(watch.runIds)
    }

    mutating func end(_ id: String, at time: Milliseconds) { watches[id]?.endsAt = time }

    mutating func note(_ settled: SettledRun) {
        for (id, watch) in watches where watch.runIds.contains(settled.run.taskId) {
            watches[id]?.allWell = watch.allWell && settled.outcome.isWell
            watches[id]?.freed.append(FreedTask(name: settled.run.taskName, wasItem: settled.run.enqueuedId != nil))
        }
    }

    /// Lets the wakes look for what is due of this task.
    mutating func free(_ taskName: String) {
        for id in watches.keys { watches[id]?.freed.append(FreedTask(name: taskName, wasItem: false)) }
    }

    /// Returns the chances, and the tasks of which more may be due in each; each is returned once.
    mutating func takeFreed() -> [(id: String, chance: Chance, tasks: [FreedTask])] {
        let freed = watches.compactMap { id, watch -> (String, Chance, [FreedTask])? in
            guard let chance = watch.chance, watch.isWake, !watch.freed.isEmpty else { return nil }
            return (id, chance, watch.freed)
        }
        for id in watches.keys { watches[id]?.freed = [] }
        return freed
    }

    /// Removes and returns the watches whose runs have all settled. The system is not answered while a callback of theirs goes on: it would suspend the app.
    mutating func takeEnded(open: [OpenRun], vacating: Set<String>) -> [RunWatch] {
        take { watch in
            (!watch.isWake || watch.runIds.isDisjoint(with: vacating))
                && !open.contains { watch.runIds.contains($0.id) || watch.lateRuns.contains($0.id) }
        }
    }

    /// Removes and returns the watches that are answered although the ledger does not say that their runs have settled.
    mutating func takeOverdue(elapsed: Milliseconds) -> [RunWatch] {
        take { watch in watch.endsAt.map { elapsed >= $0 } ?? false }
    }

    /// Returns the chances whose late runs have all settled; each is returned once.
    mutating func takeChances(open: [OpenRun]) -> [(id: String, chance: Chance)] {
        watches.compactMap { id, watch in
            guard let chance = watch.chance, !watch.lateRuns.isEmpty, !open.contains(where: { watch.lateRuns.contains($0.id) }) else {
                return nil
            }
            watches[id]?.lateRuns = []
            return (id, chance)
        }
    }

    mutating func join(_ id: String, _ runs: [OpenRun]) { watches[id]?.runIds.formUnion(runs.map(\.id)) }

    var nextEnd: Milliseconds? { watches.values.compactMap(\.endsAt).min() }

    private mutating func take(_ isOver: (RunWatch) -> Bool) -> [RunWatch] {
        let over = watches.filter { isOver($0.value) }
        over.keys.forEach { watches[$0] = nil }
        return Array(over.values)
    }
}

extension Outcome {
    /// Tells whether the system is told of success.
    var isWell: Bool {
        switch self {
        case .success, .undefined, .cancelled: true
        case .failed, .expired, .lost, .notStarted: false
        }
    }
}

extension LedgerState {
    mutating func openDue(
        _ chance: Chance,
        where isMeant: (Work) -> Bool = { _ in true },
        now: Milliseconds,
        zone: Zone,
        newId: () -> String
    ) -> [OpenRun] {
        openDue(
            trigger: chance.trigger,
            conditions: chance.conditions,
            deadline: chance.deadline,
            where: isMeant,
            now: now,
            zone: zone,
            newId: newId
        )
    }
}
