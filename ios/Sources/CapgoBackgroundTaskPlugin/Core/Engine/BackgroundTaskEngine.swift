/// Decides what happens to wakes, offers and runs. Every event ends in `advance`, which brings all of it up to date.
///
/// The state lies in structs without ports: `Runtimes`, `Offers`, `HeadlessLifecycle`, `WakeWatches`. This actor joins them to the ledger and to
/// the ports; its extensions follow the callers: JavaScript (`Engine+Runtimes`, `Engine+Tasks`), the system (`Engine+Wakes`, `Engine+Requests`).
actor BackgroundTaskEngine {
    let ports: EnginePorts
    /// Of the app's configuration: whether refresh requests are wanted beside processing ones.
    private(set) lazy var wantsRefresh = readWantsRefresh()
    private let readWantsRefresh: @Sendable () -> Bool

    private var store: LedgerStore
    private var recovered = false
    /// A task was long overdue when this process first looked.
    private(set) var startedAfterSilence = false

    var runtimes = Runtimes()
    var offers = Offers()
    var headless = HeadlessLifecycle()
    var watches = WakeWatches()
    var submitFailures: [RequestKind: SubmitFailure] = [:]
    var isOnScreen = false

    private var hostWork: Task<Void, Never>?
    private var timer: Task<Void, Never>?
    private var nextCheck: Milliseconds?

    init(ports: EnginePorts, storage: any LedgerStorage, wantsRefresh: @escaping @Sendable () -> Bool) {
        self.ports = ports
        self.store = LedgerStore(storage: storage)
        self.readWantsRefresh = wantsRefresh
    }

    var now: Milliseconds { ports.clock.now }
    var ledgerProblems: [LedgerProblem] { store.problems }

    /// One persisted step of the ledger, at one time.
    func step<Answer>(_ body: (inout LedgerState, Milliseconds) throws -> Answer) throws -> Answer {
        let now = now
        let lost = try recover(now)
        note(lost)
        return try store.step { state in
            state.clampToNow(now: now)
            return try body(&state, now)
        }
    }

    func ledger() throws -> LedgerState { try step { state, _ in state } }

    /// Claims of an earlier process died with it.
    private func recover(_ now: Milliseconds) throws -> [SettledRun] {
        guard !recovered else { return [] }
        let lost = try store.step { state in
            state.clampToNow(now: now)
            startedAfterSilence = state.tasks.contains { $0.isStalled(blocked: false, now: now, floor: Constants.stalledFloor) }
            return state.cancelOrphans(now: now) + state.settleLost(now: now, grace: Constants.expiryGrace) { _ in true }
        }
        recovered = true
        for problem in store.problems { ports.log("The stored \(problem.place) was damaged (\(problem.reason)) and set aside.") }
        return lost
    }

    /// Brings offers, runtimes and watches up to date, and comes back when time alone will change something.
    func advance() {
        if let nextCheck, now > nextCheck + OfferTimes.suspension { renewTurns() }
        nextCheck = nil
        checkHeadless()
        do {
            repeat { note(try step { $0.settleStale(now: $1, grace: Constants.expiryGrace) }) } while try proceed()
            for run in try ledger().openRuns {
                if let settlesAt = run.settlesAt(grace: Constants.expiryGrace) {
                    check(at: settlesAt + 1)
                } else if let deadline = run.deadline {
                    check(at: deadline)
                }
            }
            releaseHeadless(unneededBy: try ledger().openRuns)
            for watch in watches.takeEnded(open: try ledger().openRuns) { finish(watch, well: watch.allWell) }
        } catch {
            ports.log("The runs cannot be brought up to date: \(error)")
        }
        // The system is answered even when the ledger cannot be written any more.
        for watch in watches.takeOverdue(now: now) { finish(watch, well: false) }
        if let end = watches.nextEnd { check(at: end) }
        armTimer()
    }

    func check(at time: Milliseconds) {
        nextCheck = min(nextCheck ?? time, time)
    }

    /// What follows from settling, in memory and towards JavaScript.
    func note(_ settled: [SettledRun]) {
        for run in settled {
            offers.remove(run.run.taskId)
            watches.note(run)
            runtimes.tellSettled(run)
        }
    }

    /// After a suspension: nobody had the time that has passed.
    private func renewTurns() {
        offers.renew(now: now)
        if headless.renew(now: now) { stopHeadless() }
    }

    private func armTimer() {
        timer?.cancel()
        guard let time = nextCheck else { return }
        let clock = ports.clock
        timer = Task { [weak self] in
            do { try await clock.sleep(until: time) } catch { return }
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
