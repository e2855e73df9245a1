/// A run's turn at the runtimes; lives in memory only, since runtimes die with the process.
struct Offer: Sendable {
    /// The order in which runtimes are asked.
    enum Stage: Sendable, Equatable {
        case visiblePage, headless, hiddenPage
    }

    var stage: Stage
    /// Since when its present stage lasts.
    var stageSince: Milliseconds
    /// No page is asked: the path of a closed app.
    var headlessOnly: Bool
    /// Runtimes that were sent this offer in this stage.
    var sentTo: Set<String> = []
    /// Why the headless runtime could not take it.
    var headlessFailure: BackgroundTaskFailure?
}

struct AttachedRuntime: Sendable {
    let id: String
    let channel: any RuntimeChannel
    var kind: RuntimeKind { channel.kind }
    var taskNames: [String]
}

enum HeadlessState: Sendable, Equatable {
    case stopped
    case starting(generation: Int, until: Milliseconds)
    case attached(generation: Int, pingedAt: Milliseconds, answered: Bool)

    var generation: Int? {
        switch self {
        case .stopped: nil
        case .starting(let generation, _), .attached(let generation, _, _): generation
        }
    }
}

/// The system's (or the tests', or a promise's) interest in some runs: it is answered once, when none of them is open any more.
struct RunWatch: Sendable {
    var runIds: Set<String>
    /// What the system cuts when this watch expires; nil: a promise, which cuts nothing.
    let wake: RequestKind?
    /// When it is answered even if the ledger cannot say that its runs are settled.
    var endsAt: Milliseconds?
    var allWell = true
    let done: @Sendable (_ allWell: Bool) -> Void

    var isWake: Bool { wake != nil }
}

enum OfferTimes {
    /// A runtime that says nothing at all for so long after an offer is taken to be frozen.
    static let silence = 10 * Constants.second
    /// In front of the user the app's own page is coming: it is waited for before a second web view is built beside it.
    static let pageArrival = 20 * Constants.second
    /// A look at the clock that comes so late tells of a process that was suspended.
    static let suspension = 5 * Constants.second
    static let pingInterval = 5 * Constants.second
    static let pingLimit = 15 * Constants.second
}
