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

/// A request to the system for one identifier.
struct PlannedRequest: Sendable, Equatable {
    let kind: RequestKind
    /// The earliest begin; nil: as soon as the system likes.
    let earliest: Milliseconds?
    let requiresNetwork: Bool
    let requiresPower: Bool
}

/// One step that brings the system's requests in line with the plan.
enum RequestStep: Sendable, Equatable {
    case submit(PlannedRequest)
    /// The system has the request already. Asking again could cost its place in the queue.
    case keep(RequestKind)
    case cancel(RequestKind)
}

/// Says which kinds this process can launch, which the app wants, and which requests the system has.
struct RequestSituation: Sendable {
    /// Kinds whose launch handler this process has registered.
    let registered: [RequestKind]
    let wantsRefresh: Bool
    let pending: [PlannedRequest]
    /// After a wake the next one may not begin before this time; nil: no such limit.
    let notBefore: Milliseconds?
}

/// Decides the next iOS requests.
enum RequestPlanner {
    static func steps(_ tasks: [TaskRecord], _ situation: RequestSituation, now: Milliseconds) -> [RequestStep] {
        let wanted = situation.registered.filter { $0.isUsed(wantsRefresh: situation.wantsRefresh) }
        let plan = plan(tasks, kinds: wanted, now: now)
        return RequestKind.allCases.compactMap { kind in
            let before = situation.pending.first { $0.kind == kind }
            guard let request = plan.first(where: { $0.kind == kind })?.notBefore(situation.notBefore) else {
                // This also cancels a request of an earlier version of the app. This process has no handler for it, so its delivery would end the app.
                return before.map { .cancel($0.kind) }
            }
            return before?.isAsGood(as: request, now: now) == true ? .keep(kind) : .submit(request)
        }
    }

    /// Returns one request per usable kind, or none without tasks. The dates are functions of stored times, so planning again (after a launch, for
    /// example) never moves one back.
    static func plan(_ tasks: [TaskRecord], kinds: [RequestKind], now: Milliseconds) -> [PlannedRequest] {
        guard let earliest = tasks.map(\.openableAt).min() else { return [] }
        let date = earliest > now ? earliest : nil
        return kinds.map { kind in
            switch kind {
            case .refresh:
                return PlannedRequest(kind: kind, earliest: date, requiresNetwork: false, requiresPower: false)
            case .processing:
                // A request asks only for what all tasks need. One that waits for power would starve a task that does not need it.
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

extension PlannedRequest {
    fileprivate func notBefore(_ time: Milliseconds?) -> PlannedRequest {
        guard let time else { return self }
        return PlannedRequest(
            kind: kind,
            earliest: max(earliest ?? time, time),
            requiresNetwork: requiresNetwork,
            requiresPower: requiresPower
        )
    }

    fileprivate func isAsGood(as wanted: PlannedRequest, now: Milliseconds) -> Bool {
        guard requiresNetwork == wanted.requiresNetwork, requiresPower == wanted.requiresPower else { return false }
        guard let wantedDate = wanted.earliest else { return (earliest ?? now) <= now }
        // A date that went through the system may come back rounded.
        return earliest.map { abs($0 - wantedDate) <= Constants.second } ?? false
    }
}
