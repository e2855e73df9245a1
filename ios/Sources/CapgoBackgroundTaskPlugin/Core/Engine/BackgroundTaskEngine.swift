/// Decides what happens to wakes, offers and runs. Every event ends in `advance`, which brings all of it up to date.
///
/// The state lies in structs without ports: `Runtimes`, `Offers`, `HeadlessLifecycle`, `WakeWatches`, `RunEnds`, `StartResets`, `Vacating`. This actor joins them to the ledger and to
/// the ports; its extensions follow the callers: JavaScript (`Engine+Runtimes`, `Engine+Tasks`), the system (`Engine+Wakes`, `Engine+Requests`).
actor BackgroundTaskEngine {
    let ports: EnginePorts
    /// Tells whether the app's configuration wants refresh requests beside processing ones.
    private(set) lazy var wantsRefresh = readWantsRefresh()
    private let readWantsRefresh: @Sendable () -> Bool

    private var store: LedgerStore
    private var recovered = false
    private var hasToldOfUnsaved = false
    /// Tells whether a task was long overdue when this process first looked.
    private(set) var startedAfterSilence = false

    var runtimes = Runtimes()
    var offers = Offers()
    var headless = HeadlessLifecycle()
    var watches = WakeWatches()
    var resets = StartResets()
    var vacating = Vacating()
    var hasWarnedOfReset = false
    private var runEnds = RunEnds()
    var submitFailures: [RequestKind: SubmitFailure] = [:]
    /// How many requests of a kind were submitted or cancelled: what the system says of an earlier one does not count.
    var submissions: [RequestKind: Int] = [:]
    var isOnScreen = false
    var onScreen = OnScreenLooks()
    var assertion = AssertionState.none
    var assertionCount = 0

    private var hostWork: Task<Void, Never>?
    private var timer: Task<Void, Never>?
    private var nextCheck: Milliseconds?
    /// How long the storage is left alone after a step that could not be stored; 0: the last look went well.
    private var storagePause: Milliseconds = 0

    /// The last progress of open runs, as JSON text. It is stored along with the next step that writes the run.
    var progress: [String: String] = [:]

    init(ports: EnginePorts, storage: any LedgerStorage, items: any ItemStorage, wantsRefresh: @escaping @Sendable () -> Bool) {
        self.ports = ports
        self.store = LedgerStore(storage: storage, items: items)
        self.readWantsRefresh = wantsRefresh
    }

    /// The wall-clock time, for what is stored and shown.
    var now: Milliseconds { ports.clock.now }
    /// The time on the clock that nobody sets, for turns, limits and timers.
    var elapsed: Milliseconds { ports.clock.elapsed }
    var ledgerProblems: [LedgerProblem] { store.problems }

    /// Takes one step of the ledger, at one time, and persists it.
    func step<Answer>(_ body: (inout LedgerState, Milliseconds) throws -> Answer) throws -> Answer {
        let now = now
        let lost = try recover(now)
        note(lost)
        defer { tellUnsaved() }
        return try store.step(preparing: { $0.note(progress) }) { state in
            state.clampToNow(now: now)
            return try body(&state, now)
        }
    }

    func ledger() throws -> LedgerState { try step { state, _ in state } }

    /// Stores an item, before it answers.
    func store(_ item: QueuedItem, removing replaced: [Int64]) throws { try store.enqueue(item, removing: replaced) }
    func removeItems(_ sequences: [Int64]) throws { try store.removeItems(sequences) }
    func data(_ sequence: Int64) throws -> String? { try store.data(sequence) }

    /// Returns the local time zone if a task has a window, since nothing else needs it.
    func zone(for tasks: [TaskRecord]) -> Zone {
        tasks.contains { $0.options.window != nil } ? ports.clock.zone(around: now) : .utc
    }

    private func tellUnsaved() {
        if !store.unsaved.isEmpty, !hasToldOfUnsaved {
            ports.log(
                "What became of an item cannot be stored now, and is tried again at each step. If the app ends before, it may run once more."
            )
        }
        hasToldOfUnsaved = !store.unsaved.isEmpty
    }

    /// Removes all that was stored, whatever it was.
    func eraseLedger() throws {
        // This comes first: without the ledger's mark, what the earlier plugin left would be taken over again.
        ports.earlier.remove()
        try store.erase()
        recovered = true
    }

    /// Settles, once, what an earlier process has left: its claims died with it.
    private func recover(_ now: Milliseconds) throws -> [SettledRun] {
        guard !recovered else { return [] }
        let earlier = ports.earlier.read()
        var leftOut: [String] = []
        let lost = try store.step { state in
            leftOut = state.takeOver(earlier, now: now)
            state.clampToNow(now: now)
            let zone = zone(for: state.tasks)
            startedAfterSilence = state.tasks.contains {
                $0.isStalled(blocked: false, now: now, floor: Constants.stalledFloor, zone)
            }
            return state.cancelOrphans(now: now) + state.settleLost(now: now) { _ in true }
        }
        recovered = true
        if earlier != nil { ports.earlier.remove() }
        for name in leftOut {
            ports.log(
                "\"\(name)\" of the earlier plugin was not taken over: its name is too long, or there are too many tasks. Register it again."
            )
        }
        for problem in store.problems { ports.log("The stored \(problem.place) was damaged (\(problem.reason)) and set aside.") }
        return lost
    }

    /// Brings offers, runtimes and watches up to date, and comes back when time alone will change something.
    func advance() {
        if let nextCheck, elapsed > nextCheck + OfferTimes.suspension { renewTurns() }
        nextCheck = nil
        checkHeadless()
        vacating.free(elapsed: elapsed, isAttached: runtimes.isAttached)
        do {
            try dropResets()
            repeat {
                try sweep()
                try openAfterLateRuns()
                try openFollowers()
            } while try proceed()
            let open = try ledger().openRuns
            runEnds.update(open, now: now, elapsed: elapsed)
            releaseHeadless(unneededBy: open)
            endAssertion(unneededBy: open)
            try lookOnScreen()
            for watch in watches.takeEnded(open: open + resets.runs, vacating: vacating.runIds) { finish(watch, well: watch.allWell) }
            storagePause = 0
        } catch {
            storagePause = min(max(Constants.second, 2 * storagePause), Constants.minute)
            ports.log("The runs cannot be brought up to date: \(error)")
        }
        // The system is answered even when the ledger cannot be written any more.
        for watch in watches.takeOverdue(elapsed: elapsed) { finish(watch, well: false) }
        endOverdueAssertion()
        if let end = watches.nextEnd { check(at: end) }
        // What could not be stored is overdue still: without a pause it would be tried as fast as the processor goes.
        let earliest = elapsed + storagePause
        for time in [runEnds.next, resets.next, vacating.next] { if let time { check(at: max(time, earliest)) } }
        armTimer()
    }

    /// Does with each open run what its time and the life of its holder require. A holder that lives is told before its run settles, since its own
    /// timers may have stood still.
    func sweep() throws {
        try cancelRunsWithoutItem()
        let open = try ledger().openRuns
        runEnds.update(open, now: now, elapsed: elapsed)
        for run in open {
            let isAlive = run.claim.map { runtimes.isAttached($0.runtimeId) } ?? true
            let hasPassed = runEnds.hasPassed(run.id, elapsed: elapsed)
            // A living holder that was told has its grace on the clock that nobody sets.
            if run.cut != nil, isAlive, !hasPassed { continue }
            let time = hasPassed ? max(now, run.sweepAt ?? now) : now
            switch run.sweep(now: time, grace: Constants.expiryGrace, holderAlive: isAlive) {
            case .leave: continue
            case .cut(let cut):
                let stored = try step { $0.store(cut, settlesAt: $1 + Constants.expiryGrace) }
                if run.cut == nil, let end = stored.cut { runtimes.tellHolder(of: stored, end.reason, settlesAt: end.settlesAt) }
            case .settle(let ending, _, let backoffFrom):
                note([try step { $0.settle(run, ending, at: $1, backoffFrom: min(backoffFrom, $1)) }])
            }
        }
    }

    /// `time` is a time of the clock that nobody sets.
    func check(at time: Milliseconds) {
        nextCheck = min(nextCheck ?? time, time)
    }

    /// Does what follows from settling, in memory and towards JavaScript.
    func note(_ settled: [SettledRun]) {
        for run in settled {
            offers.remove(run.run.taskId)
            progress[run.run.taskId] = nil
            watches.note(run)
            runtimes.tellSettled(run)
        }
        guard !settled.isEmpty else { return }
        // What waited behind them may begin, although something else is due and blocked.
        onScreen.notBefore = elapsed
        // The next date has moved, and somebody may have cancelled what was pending.
        Task { await submitRequests() }
    }

    /// Gives everybody their time again after a suspension, since nobody had the time that has passed.
    private func renewTurns() {
        offers.renew(now: elapsed)
        runEnds.renewGraces(until: elapsed + Constants.expiryGrace)
        vacating.renew(until: elapsed + Constants.expiryGrace)
        if headless.renew(now: elapsed) { stopHeadless() }
    }

    private func armTimer() {
        timer?.cancel()
        guard let time = nextCheck else { return }
        let clock = ports.clock
        timer = Task { [weak self] in
            do { try await clock.sleep(untilElapsed: time) } catch { return }
            await self?.advance()
        }
    }

    /// Starts and stops reach the headless host in the order in which they were decided.
    func inOrder(_ work: @escaping @Sendable () async -> Void) {
        let before = hostWork
        hostWork = Task {
            await before?.value
            await work()
        }
    }
}
