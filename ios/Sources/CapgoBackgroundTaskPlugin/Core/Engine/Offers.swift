/// How far the offering of one open run has come. It lives in memory only, since runtimes die with the process.
struct Offer: Sendable {
    /// The order in which runtimes are asked.
    enum Stage: Sendable, Equatable {
        case visiblePage, headless, hiddenPage
    }

    var stage = Stage.visiblePage
    /// Since when its present stage lasts.
    var stageSince: Milliseconds
    /// Asks no page, as if the app were closed.
    var headlessOnly: Bool
    /// Runtimes that were sent this offer in this stage.
    var sentTo: Set<String> = []
    /// Why the headless runtime could not take it.
    var headlessFailure: BackgroundTaskFailure?
}

/// What the next step of an offer depends on, beside the run itself.
struct OfferSituation {
    let now: Milliseconds
    let isOnScreen: Bool
    /// The system, or a promise, waits for this run.
    let isWatched: Bool
    let runtimes: Runtimes
    let headless: HeadlessLifecycle
}

enum OfferStep: Sendable {
    /// Nil when the run waits for an event, not for a time.
    case wait(until: Milliseconds?)
    case startHeadless
    /// The headless page attached and then neither claimed nor declined, so its script does not run.
    case endSilentHeadless
    /// Every runtime there is or that could be started has been asked.
    case settle(Ending)
}

/// The runs that are being offered, and to whom each is offered next.
struct Offers: Sendable {
    private var offers: [String: Offer] = [:]
    /// Open runs that no page is asked for.
    private var headlessOnlyRuns: Set<String> = []

    func needsHeadless(_ runId: String) -> Bool { offers[runId]?.stage == .headless }

    /// Gives the first of the runs that have no place yet the places that are free.
    mutating func place(_ runs: [OpenRun], now: Milliseconds) {
        for run in runs where offers[run.id] == nil {
            guard offers.count < Constants.maximumConcurrentRuns else { return }
            offers[run.id] = Offer(stageSince: now, headlessOnly: headlessOnlyRuns.contains(run.id))
        }
    }

    mutating func remove(_ runId: String) {
        offers[runId] = nil
        headlessOnlyRuns.remove(runId)
    }

    /// Lets these runs be offered to the headless runtime only. Queued runs keep their place in the queue and take this path later.
    mutating func allowOnlyHeadless(_ runIds: [String]) {
        headlessOnlyRuns.formUnion(runIds)
        for id in runIds { offers[id]?.headlessOnly = true }
    }

    /// Offers each unclaimed run from the start after a suspension, since nobody had the time that has passed.
    mutating func renew(now: Milliseconds) {
        offers = offers.mapValues { Offer(stageSince: now, headlessOnly: $0.headlessOnly) }
    }

    /// Forgets a headless page that is gone, so that its successor, if there is one, is asked.
    mutating func forgetHeadlessPage() {
        for id in offers.keys where offers[id]?.stage == .headless { offers[id]?.sentTo = [] }
    }

    /// Moves an unclaimed run on as far as it goes now, and names the runtimes that it has to be sent to.
    mutating func advance(_ run: OpenRun, _ situation: OfferSituation) -> (step: OfferStep, receivers: [AttachedRuntime]) {
        var receivers: [AttachedRuntime] = []
        guard var offer = offers[run.id] else { return (.wait(until: nil), []) }
        defer { offers[run.id] = offer }
        while true {
            let step: OfferStep? =
                switch offer.stage {
                case .visiblePage: offer.askVisiblePage(run, situation, &receivers)
                case .headless: offer.askHeadless(run, situation, &receivers)
                case .hiddenPage: offer.askHiddenPage(run, situation, &receivers) ?? .settle(offer.ending(of: run, situation.runtimes))
                }
            if let step { return (step, receivers) }
            offer.stage = offer.stage == .visiblePage ? .headless : .hiddenPage
            offer.stageSince = situation.now
            offer.sentTo = []
        }
    }
}

/// Each function returns nil when the offer goes on to the next stage.
extension Offer {
    fileprivate mutating func askVisiblePage(
        _ run: OpenRun,
        _ situation: OfferSituation,
        _ receivers: inout [AttachedRuntime]
    ) -> OfferStep? {
        if headlessOnly { return nil }
        guard situation.isOnScreen else {
            // The run was opened because the app was on screen, and the user has left since. That is no reason to start a web view, unless a wake gives
            // the time.
            return run.trigger.isOfOpenApp && !situation.isWatched ? .wait(until: nil) : nil
        }
        if !situation.runtimes.pages.isEmpty {
            return ask(situation.runtimes.pages, run, within: Constants.pageTurn, situation, &receivers)
        }
        let isWake = run.trigger == .appRefresh || run.trigger == .processing
        return wait(isWake ? Constants.pageTurn : OfferTimes.pageArrival, situation)
    }

    fileprivate mutating func askHeadless(
        _ run: OpenRun,
        _ situation: OfferSituation,
        _ receivers: inout [AttachedRuntime]
    ) -> OfferStep? {
        if let failure = situation.headless.failure {
            headlessFailure = failure
            return nil
        }
        guard situation.headless.isAttached, let runtime = situation.runtimes.headless else { return .startHeadless }
        guard runtime.mayTake(run), run.isNotDeclined(by: runtime.id) else { return nil }
        return ask([runtime], run, within: OfferTimes.silence, situation, &receivers) ?? .endSilentHeadless
    }

    fileprivate mutating func askHiddenPage(
        _ run: OpenRun,
        _ situation: OfferSituation,
        _ receivers: inout [AttachedRuntime]
    ) -> OfferStep? {
        headlessOnly ? nil : ask(situation.runtimes.pages, run, within: OfferTimes.silence, situation, &receivers)
    }

    private mutating func ask(
        _ runtimes: [AttachedRuntime],
        _ run: OpenRun,
        within turn: Milliseconds,
        _ situation: OfferSituation,
        _ receivers: inout [AttachedRuntime]
    ) -> OfferStep? {
        let willing = runtimes.filter { $0.mayTake(run) && run.isNotDeclined(by: $0.id) }
        if willing.isEmpty { return nil }
        for runtime in willing where !sentTo.contains(runtime.id) {
            // The turn counts from the first runtime that could take it.
            if sentTo.isEmpty { stageSince = situation.now }
            sentTo.insert(runtime.id)
            receivers.append(runtime)
        }
        return wait(turn, situation)
    }

    private func wait(_ duration: Milliseconds, _ situation: OfferSituation) -> OfferStep? {
        situation.now < stageSince + duration ? .wait(until: stageSince + duration) : nil
    }

    fileprivate func ending(of run: OpenRun, _ runtimes: Runtimes) -> Ending {
        run.unclaimedOutcome(
            asked: headlessOnly ? [] : runtimes.pages.filter { $0.mayTake(run) }.map(\.id),
            startFailure: headlessFailure?.runError
        )
    }
}

extension OpenRun {
    fileprivate func isNotDeclined(by runtimeId: String) -> Bool {
        !declines.contains { $0.runtimeId.isSameText(as: runtimeId) }
    }
}

enum OfferTimes {
    /// A runtime that says nothing at all for so long after an offer is taken to be frozen.
    static let silence = 10 * Constants.second
    /// How long the app's own page is waited for when the app is on screen, before a second web view is built beside it.
    static let pageArrival = 20 * Constants.second
    /// When a look at the clock comes so late, the process was suspended.
    static let suspension = 5 * Constants.second
    /// How long the start of a runtime lasts after its first attach. What it unregisters meanwhile may come back.
    static let start = 10 * Constants.second
    static let pingInterval = 5 * Constants.second
    static let pingLimit = 15 * Constants.second
}
