/// The two kinds of chance that the system gives.
enum RequestKind: String, Sendable, CaseIterable {
    case processing, refresh

    var identifier: String {
        switch self {
        case .processing: "app.capgo.backgroundtask.processing"
        case .refresh: "app.capgo.backgroundtask.refresh"
        }
    }

    /// The app may switch refresh requests off.
    func isUsed(wantsRefresh: Bool) -> Bool { self == .processing || wantsRefresh }

    var trigger: Trigger {
        switch self {
        case .processing: .processing
        case .refresh: .appRefresh
        }
    }

    var timeLimit: Milliseconds {
        switch self {
        case .processing: Constants.processingTimeLimit
        case .refresh: Constants.refreshTimeLimit
        }
    }

    var startLimit: Milliseconds {
        switch self {
        case .processing: Constants.processingStartLimit
        case .refresh: Constants.refreshStartLimit
        }
    }
}

/// What is asked of the system for one identifier.
struct PlannedRequest: Sendable, Equatable {
    let kind: RequestKind
    /// Nil: as soon as the system likes.
    let earliest: Milliseconds?
    let requiresNetwork: Bool
    let requiresPower: Bool
}

enum RequestPlanner {
    /// One request per usable kind, or none without tasks. The dates are functions of stored times: planning again, after a
    /// launch say, never moves one back.
    static func plan(_ tasks: [TaskRecord], kinds: [RequestKind], now: Milliseconds) -> [PlannedRequest] {
        guard let earliest = tasks.map(\.openableAt).min() else { return [] }
        let date = earliest > now ? earliest : nil
        return kinds.map { kind in
            switch kind {
            case .refresh:
                return PlannedRequest(kind: kind, earliest: date, requiresNetwork: false, requiresPower: false)
            case .processing:
                // Only what all tasks need: a request that waits for power would starve a task that has no need of it.
                return PlannedRequest(
                    kind: kind,
                    earliest: date,
                    requiresNetwork: tasks.allSatisfy { $0.options.requiresNetwork || $0.options.requiresUnmeteredNetwork },
                    requiresPower: tasks.allSatisfy(\.options.requiresCharging)
                )
            }
        }
    }
}
