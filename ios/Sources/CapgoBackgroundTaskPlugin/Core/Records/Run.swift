enum RuntimeKind: String, Sendable, CaseIterable {
    case page, headless
    case serviceWorker = "service-worker"
}

enum Trigger: String, Sendable, CaseIterable {
    case workManager = "work-manager"
    case appRefresh = "app-refresh"
    case processing
    case periodicSync = "periodic-sync"
    case sync, timer, foreground, online, enqueue, test
}

extension Trigger {
    /// No wake of the system stands behind these: the user has the app open.
    var isOfOpenApp: Bool {
        switch self {
        case .foreground, .timer, .enqueue: true
        default: false
        }
    }

    /// How much of a wake must be left for opening a further run in it.
    var leastTimeForItem: Milliseconds { self == .appRefresh ? Constants.leastTimeForItemInRefresh : Constants.leastTimeForItem }
}

enum Outcome: String, Sendable, CaseIterable {
    case success, failed, expired, lost
    case notStarted = "not-started"
    case undefined, cancelled
}

enum DeclineReason: String, Sendable, CaseIterable {
    case undefined, runtime, busy
}

struct RunError: Sendable, Equatable {
    let code: String
    let message: String
}

extension BackgroundTaskFailure {
    var runError: RunError { RunError(code: code.rawValue, message: message) }
}

struct RunClaim: Sendable, Equatable {
    let token: String
    let runtimeId: String
    let runtime: RuntimeKind
    var claimedAt: Milliseconds
    /// When the signal is aborted.
    var deadline: Milliseconds
}

/// Says why a claimed run is being cut, and when it settles.
struct RunCut: Sendable, Equatable {
    let reason: String
    var settlesAt: Milliseconds
}

struct RunDecline: Sendable, Equatable {
    let runtimeId: String
    let reason: DeclineReason
}

/// A run that is not settled. There is at most one per task.
struct OpenRun: Sendable, Equatable {
    let id: String
    let taskName: String
    let trigger: Trigger
    let test: Bool
    let attempt: Int64
    var openedAt: Milliseconds
    /// The end of its wake for the callbacks; nil: a run's time counts from its claim.
    var deadline: Milliseconds?
    let timeLimit: Milliseconds?
    let timeout: Milliseconds?
    var declines: [RunDecline] = []
    var claim: RunClaim?
    var cut: RunCut?
    /// The item of the queue that the run is for; nil: it is for the registration.
    var item: RunItem?
    /// The last progress, as JSON text.
    var progress: String?
}

/// The public shape of a run, open or settled.
struct PublicRun: Sendable, Equatable {
    let taskId: String
    let taskName: String
    let trigger: Trigger
    let attempt: Int64
    let timestamp: Milliseconds
    let claimedAt: Milliseconds?
    let runtime: RuntimeKind?
    let deadline: Milliseconds?
    var settledAt: Milliseconds?
    var outcome: Outcome?
    var error: RunError?
    var enqueuedId: String?
    /// Whether the item is gone with this run; nil for a registration.
    var final: Bool?
    /// JSON text.
    var progress: String?
}

/// A run in the log.
struct SettledRun: Sendable, Equatable {
    let run: PublicRun
    let settledAt: Milliseconds
    let outcome: Outcome

    /// `final` says whether its item is gone with it; nil for a registration.
    init(_ run: PublicRun, settledAt: Milliseconds, outcome: Outcome, error: RunError?, final: Bool?) {
        var settled = run
        settled.final = final
        settled.settledAt = settledAt
        settled.outcome = outcome
        settled.error = error
        self.run = settled
        self.settledAt = settledAt
        self.outcome = outcome
    }
}
