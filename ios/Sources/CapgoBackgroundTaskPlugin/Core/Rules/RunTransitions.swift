enum ClaimRefusal: String, Sendable, CaseIterable {
    case unknown, claimed
    case tooLate = "too-late"
    case newer
}

struct ClaimRequest: Sendable {
    let taskId: String
    let runtimeId: String
    let runtime: RuntimeKind
    let now: Milliseconds
    let token: String
    /// How long the run may take where its wake has no end of its own.
    let limit: Milliseconds
}

enum FinishOutcome: String, Sendable, CaseIterable {
    case success, failed, expired

    var settled: Outcome {
        switch self {
        case .success: .success
        case .failed: .failed
        case .expired: .expired
        }
    }
}

struct FinishRequest: Sendable {
    let taskId: String
    let token: String
    let outcome: FinishOutcome
    let error: RunError?
    /// The last progress, as JSON text.
    var progress: String?
    let now: Milliseconds
}

struct Ending: Sendable, Equatable {
    let outcome: Outcome
    let error: RunError?
}

extension Ending {
    static let expired = Ending(
        outcome: .expired,
        error: RunError(code: "EXPIRED", message: "The run was cut before its callback ended.")
    )
    static let notClaimed = Ending(
        outcome: .notStarted,
        error: RunError(code: "NOT_CLAIMED", message: "No runtime claimed the run before its wake ended.")
    )
    static let lost = Ending(
        outcome: .lost,
        error: RunError(code: "RUNTIME_DIED", message: "The runtime that held the run died (crash, kill, reload or closed page).")
    )
}

extension OpenRun {
    init(opening task: TaskRecord, trigger: Trigger, now: Milliseconds, deadline: Milliseconds?, id: String) {
        self.init(
            id: id,
            taskName: task.name,
            trigger: trigger,
            test: trigger == .test,
            attempt: task.attempt,
            openedAt: now,
            deadline: deadline,
            timeLimit: task.options.timeLimit,
            timeout: task.options.timeout
        )
    }

    init(opening queued: QueuedItem, trigger: Trigger, now: Milliseconds, deadline: Milliseconds?, id: String) {
        self.init(
            id: id,
            taskName: queued.taskName,
            trigger: trigger,
            test: trigger == .test,
            attempt: counted(queued.attempts),
            openedAt: now,
            deadline: deadline,
            timeLimit: queued.timeLimit,
            timeout: nil,
            item: RunItem(sequence: queued.sequence, id: queued.id)
        )
    }

    func claimed(by request: ClaimRequest) -> Result<OpenRun, ClaimRefused> {
        guard id.isSameText(as: request.taskId) else { return .failure(ClaimRefused(reason: .unknown)) }
        guard claim == nil else { return .failure(ClaimRefused(reason: .claimed)) }
        let limit = deadline ?? request.now + request.limit
        let end = timeLimit.map { min(limit, request.now + $0) } ?? limit
        guard end > request.now else { return .failure(ClaimRefused(reason: .tooLate)) }
        var run = self
        run.claim = RunClaim(
            token: request.token,
            runtimeId: request.runtimeId,
            runtime: request.runtime,
            claimedAt: request.now,
            deadline: end
        )
        return .success(run)
    }

    /// Notes a decline, which speaks for one runtime only. Declining again changes nothing.
    func declined(_ decline: RunDecline) -> OpenRun {
        guard claim == nil, !declines.contains(where: { $0.runtimeId.isSameText(as: decline.runtimeId) }) else { return self }
        var run = self
        run.declines = Array((declines + [decline]).suffix(Constants.maximumDeclines))
        return run
    }

    /// Cuts a claimed run. The first cut stands. An unclaimed run is not cut but settled `not-started`.
    func cut(reason: String, now: Milliseconds, grace: Milliseconds) -> OpenRun {
        // Times in the future are rewritten first: rewriting them after the cut would move the cut into the past.
        var run = clampToNow(now: now)
        guard let claim = run.claim, run.cut == nil else { return run }
        run.cut = RunCut(reason: reason, settlesAt: min(now, claim.deadline) + grace)
        return run
    }

    /// Returns how the run ends, or nil when the finish is not accepted. Past the grace of a cut even a success comes too late. A holder that finishes a
    /// run which nobody has cut is alive, and has not been told yet: its runner keeps the grace, from when it could know.
    func ending(for request: FinishRequest) -> Ending? {
        guard id.isSameText(as: request.taskId), let claim, claim.token.isSameText(as: request.token) else { return nil }
        if let cut, request.now > cut.settlesAt { return .expired }
        return Ending(outcome: request.outcome.settled, error: request.error)
    }

    var publicRun: PublicRun {
        PublicRun(
            taskId: id,
            taskName: taskName,
            trigger: trigger,
            attempt: attempt,
            timestamp: openedAt,
            claimedAt: claim?.claimedAt,
            runtime: claim?.runtime,
            deadline: claim?.deadline,
            enqueuedId: item?.id,
            final: item.map { _ in false },
            progress: progress
        )
    }

    /// `final` says whether its item is gone with it.
    func settled(_ ending: Ending, at now: Milliseconds, final: Bool = false) -> SettledRun {
        SettledRun(
            publicRun,
            settledAt: now,
            outcome: ending.outcome,
            error: ending.error?.bounded,
            final: item.map { _ in final }
        )
    }

    /// Rewrites as now the times that lie in the future since the clock was set back; a claim keeps its length. An end that a damaged record states
    /// before its start becomes the start, so that no time is negative.
    func clampToNow(now: Milliseconds) -> OpenRun {
        let openedAhead = max(0, openedAt - now)
        let claimedAhead = max(0, (claim?.claimedAt ?? now) - now)
        func moved(_ time: Milliseconds, _ ahead: Milliseconds) -> Milliseconds { ahead == 0 ? time : max(now, time - ahead) }
        var run = self
        run.openedAt -= openedAhead
        run.deadline = deadline.map { moved($0, openedAhead) }
        if let claim {
            run.claim?.claimedAt -= claimedAhead
            run.claim?.deadline = moved(claim.deadline, claimedAhead)
        }
        if let cut { run.cut?.settlesAt = moved(cut.settlesAt, claimedAhead) }
        return run
    }

    /// Tells whether the run was opened or claimed in the future.
    func isAhead(of now: Milliseconds) -> Bool { openedAt > now || claim.map { $0.claimedAt > now } ?? false }
}

struct ClaimRefused: Error, Equatable {
    let reason: ClaimRefusal
}

extension TaskRecord {
    /// Returns the task after a run of it has settled; a test run leaves the schedule alone. The log says when the run settled, and the schedule goes on
    /// from `backoffFrom`, when the run's time ran out.
    func after(_ settled: SettledRun, test: Bool, backoffFrom: Milliseconds? = nil) -> TaskRecord {
        var task = test ? self : after(settled.outcome, at: backoffFrom ?? settled.settledAt)
        task.lastRun = settled
        return task
    }
}

extension RunError {
    var bounded: RunError {
        guard message.utf16.count > Constants.maximumErrorLength else { return self }
        // As in JavaScript the length is in UTF-16 units, and a pair of surrogates is not cut in two.
        var kept = message.utf16.prefix(Constants.maximumErrorLength - 1)
        if let last = kept.last, UTF16.isLeadSurrogate(last) { kept = kept.dropLast() }
        return RunError(code: code, message: String(decoding: kept, as: UTF16.self) + "…")
    }
}
