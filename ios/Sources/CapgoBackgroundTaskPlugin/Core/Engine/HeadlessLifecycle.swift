/// Tracks the life of the headless web view: it is started for a run, watched while it holds one, and stopped after the last.
struct HeadlessLifecycle: Sendable {
    enum State: Sendable, Equatable {
        case stopped
        case starting(until: Milliseconds)
        case attached(pingedAt: Milliseconds, answered: Bool)
    }

    enum Check: Sendable, Equatable {
        /// There is nothing to do before this time; nil: time alone changes nothing.
        case wait(until: Milliseconds?)
        case ping(at: Milliseconds)
        case ended(BackgroundTaskFailure)
    }

    private(set) var state = State.stopped
    /// Counts the starts, so that what an earlier page still says can be told apart.
    private(set) var generation = 0
    /// Why no page is started for the runs that are waiting. The next wake forgets it.
    private(set) var failure: BackgroundTaskFailure?
    private(set) var longestSilence: Milliseconds = 0
    private var restarts = 0

    var isStopped: Bool { state == .stopped }

    var isAttached: Bool {
        if case .attached = state { true } else { false }
    }

    func isCurrent(_ generation: Int?) -> Bool { !isStopped && generation == self.generation }

    /// Returns the generation of the page that has to be started, or nil while one is starting already.
    mutating func start(now: Milliseconds, limit: Milliseconds) -> Int? {
        if case .starting = state { return nil }
        generation += 1
        state = .starting(until: now + limit)
        return generation
    }

    mutating func attach(now: Milliseconds) {
        if case .starting = state { state = .attached(pingedAt: now, answered: true) }
    }

    /// Checks the start limit, and the heartbeat while the page holds a run.
    func check(now: Milliseconds, holdsRun: Bool) -> Check {
        switch state {
        case .stopped: return .wait(until: nil)
        case .starting(let until): return now >= until ? .ended(.startTimeout) : .wait(until: until)
        case .attached(let pingedAt, let answered):
            guard holdsRun else { return .wait(until: nil) }
            let next = pingedAt + (answered ? OfferTimes.pingInterval : OfferTimes.pingLimit)
            if now < next { return .wait(until: next) }
            return answered ? .ping(at: now) : .ended(.scriptSilent)
        }
    }

    mutating func ping(at now: Milliseconds) {
        if isAttached { state = .attached(pingedAt: now, answered: false) }
    }

    /// Returns how long its JavaScript took to answer, or nil when this ping is not waited for any more.
    mutating func pong(_ generation: Int, pingedAt: Milliseconds, now: Milliseconds) -> Milliseconds? {
        guard isCurrent(generation), state == .attached(pingedAt: pingedAt, answered: false) else { return nil }
        state = .attached(pingedAt: pingedAt, answered: true)
        longestSilence = max(longestSilence, now - pingedAt)
        return now - pingedAt
    }

    mutating func stop() { state = .stopped }

    /// Follows the end of the page. If its renderer is gone for the first time, a second start may go better; any other
    /// failure keeps the waiting runs from another start.
    mutating func end(_ end: HeadlessEnd) {
        state = .stopped
        if end == .rendererGone, restarts == 0 { restarts += 1 } else { failure = end.failure }
    }

    /// Lets the page's silence count from now, after a suspension. Returns true when the page was still starting and has to be started again.
    mutating func renew(now: Milliseconds) -> Bool {
        switch state {
        case .stopped: return false
        case .starting: return true
        case .attached:
            state = .attached(pingedAt: now, answered: true)
            return false
        }
    }

    /// Forgets the failure before a new wake: what failed for the last one may work now.
    mutating func forgetFailure() {
        failure = nil
        restarts = 0
    }
}

extension HeadlessEnd {
    var failure: BackgroundTaskFailure {
        switch self {
        case .failed(let failure): failure
        case .rendererGone: .rendererGone
        }
    }
}

extension BackgroundTaskFailure {
    static let scriptSilent = BackgroundTaskFailure(
        .scriptSilent,
        "The headless page was loaded, but its JavaScript did not answer: the system suspended its web content process, or a callback kept it busy without a pause. See docs/troubleshooting.md."
    )
    static let startTimeout = BackgroundTaskFailure(
        .startTimeout,
        "The headless page did not attach in time. Look for an error in its script, and for work at module scope that should be in a callback."
    )
    static let rendererGone = BackgroundTaskFailure(
        .rendererGone,
        "The web content process of the headless page ended (memory, or a crash). Keep the task's memory use small."
    )
}
