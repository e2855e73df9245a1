/// Decides what happens to wakes, offers and runs. Every event ends in `advance`, which brings all of it up to date.
actor BackgroundTaskEngine {
    let ports: EnginePorts
    /// Of the app's configuration: whether refresh requests are wanted beside processing ones.
    private(set) lazy var wantsRefresh = readWantsRefresh()
    private let readWantsRefresh: @Sendable () -> Bool

    private var store: LedgerStore
    private var recovered = false
    /// A task was long overdue when this process first looked.
    private(set) var startedAfterSilence = false

    var runtimes: [String: AttachedRuntime] = [:]
    /// Every live web view with the plugin, attached or not: each may listen for settled runs.
    private var channels: [any RuntimeChannel] = []
    var offers: [String: Offer] = [:]
    /// Open runs that no page is asked for.
    var headlessOnlyRuns: Set<String> = []
    var watches: [String: RunWatch] = [:]
    /// Wakes that the system cut before they were looked at, and when.
    var expiredWakes: [String: Milliseconds] = [:]
    var isOnScreen = false

    var headless = HeadlessState.stopped
    var headlessGeneration = 0
    var headlessRestarts = 0
    var headlessFailure: BackgroundTaskFailure?
    var hostWork: Task<Void, Never>?
    var longestSilence: Milliseconds = 0

    /// Offers for the runtime that is attaching go into the answer instead of an event that nobody may hear yet.
    var attaching: (runtimeId: String, offered: [OpenRun])?

    var submitFailures: [RequestKind: SubmitFailure] = [:]
    var lastWake: (kind: RequestKind, at: Milliseconds)?

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
            endWatches(open: try ledger().openRuns)
        } catch {
            ports.log("The runs cannot be brought up to date: \(error)")
            endOverdueWatches()
        }
        armTimer()
    }

    func check(at time: Milliseconds) {
        nextCheck = min(nextCheck ?? time, time)
    }

    /// What follows from settling, in memory and towards JavaScript.
    func note(_ settled: [SettledRun]) {
        for run in settled {
            offers[run.run.taskId] = nil
            headlessOnlyRuns.remove(run.run.taskId)
            for (id, watch) in watches where watch.runIds.contains(run.run.taskId) {
                watches[id]?.allWell = watch.allWell && run.outcome.isWell
            }
            channels.forEach { $0.send(.settled(run.run)) }
        }
    }

    func connect(_ channel: any RuntimeChannel) {
        if !channels.contains(where: { $0 === channel }) { channels.append(channel) }
    }

    func disconnect(_ channel: any RuntimeChannel) {
        channels.removeAll { $0 === channel }
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
}

extension Outcome {
    /// What the system is told as success.
    var isWell: Bool {
        switch self {
        case .success, .undefined, .cancelled: true
        case .failed, .expired, .lost, .notStarted: false
        }
    }
}
