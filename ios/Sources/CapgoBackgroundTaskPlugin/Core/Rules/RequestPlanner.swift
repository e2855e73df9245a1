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
    /// A pending request that is earlier than needed stays: the wake without work ends at once, and asking anew could cost the place in the system's queue.
    var keepsEarlier = false
}

/// Decides the next iOS requests.
enum RequestPlanner {
    static func steps(
        _ tasks: [TaskRecord],
        _ items: [QueuedItem],
        _ situation: RequestSituation,
        now: Milliseconds,
        _ zone: Zone
    ) -> [RequestStep] {
        let wanted = situation.registered.filter { $0.isUsed(wantsRefresh: situation.wantsRefresh) }
        let plan = plan(tasks, items, kinds: wanted, now: now, zone)
        return RequestKind.allCases.compactMap { kind in
            let before = situation.pending.first { $0.kind == kind }
            guard let request = plan.first(where: { $0.kind == kind })?.notBefore(situation.notBefore) else {
                // This also cancels a request of an earlier version of the app. This process has no handler for it, so its delivery would end the app.
                return before.map { .cancel($0.kind) }
            }
            return before?.isAsGood(as: request, now: now, orEarlier: situation.keepsEarlier) == true ? .keep(kind) : .submit(request)
        }
    }

    /// Returns one request per usable kind, or none without tasks and items. The dates are functions of stored times, so planning again (after a launch, for
    /// example) never moves one back.
    static func plan(
        _ tasks: [TaskRecord],
        _ items: [QueuedItem],
        kinds: [RequestKind],
        now: Milliseconds,
        _ zone: Zone
    ) -> [PlannedRequest] {
        let times = tasks.map { $0.openableAt(now: now, zone) } + items.map(\.eligibleAt)
        guard let earliest = times.min() else { return [] }
        let constraints = tasks.map(\.options.constraints) + items.map(\.constraints)
        let date = earliest > now ? earliest : nil
        return kinds.map { kind in
            switch kind {
            case .refresh:
                return PlannedRequest(kind: kind, earliest: date, requiresNetwork: false, requiresPower: false)
            case .processing:
                // A request asks only for what all need. One that waits for power would starve a task that does not need it.
                return PlannedRequest(
                    kind: kind,
                    earliest: date,
                    requiresNetwork: constraints.allSatisfy { $0.requiresNetwork || $0.requiresUnmeteredNetwork },
                    requiresPower: constraints.allSatisfy(\.requiresCharging)
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

    fileprivate func isAsGood(as wanted: PlannedRequest, now: Milliseconds, orEarlier: Bool) -> Bool {
        guard requiresNetwork == wanted.requiresNetwork, requiresPower == wanted.requiresPower else { return false }
        // A date that went through the system may come back rounded.
        if orEarlier { return (earliest ?? now) <= (wanted.earliest ?? now) + Constants.second }
        guard let wantedDate = wanted.earliest else { return (earliest ?? now) <= now }
        return earliest.map { abs($0 - wantedDate) <= Constants.second } ?? false
    }
}
