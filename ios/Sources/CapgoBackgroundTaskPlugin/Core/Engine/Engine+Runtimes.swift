/// Takes what runtimes say: attach, claim, decline, finish.
extension BackgroundTaskEngine {
    func connect(_ channel: any RuntimeChannel) {
        if !runtimes.hasEnded(channel) { runtimes.connect(channel) }
    }

    func attach(
        _ runtimeId: String,
        contractVersion: Int64 = Constants.contractVersion,
        taskNames: [String],
        channel: any RuntimeChannel
    ) throws -> [OpenRun] {
        // This call was on its way when its headless page was let go of. Nothing may be offered to that page, and it does not count as the next one.
        if channel.kind == .headless, !headless.isCurrent(channel.generation) { return [] }
        // The same for a page on whose end this call has come too late.
        if runtimes.hasEnded(channel) { return [] }
        runtimes.connect(channel)
        // A channel serves one page at a time: another id means that the page before was left or reloaded.
        try forget(runtimes.ids(of: channel).filter { $0 != runtimeId })
        runtimes.beginAttaching(
            AttachedRuntime(
                id: runtimeId,
                channel: channel,
                taskNames: taskNames,
                contractVersion: contractVersion,
                attachedAt: elapsed
            )
        )
        if channel.kind == .headless { headless.attach(now: elapsed) }
        channel.attached()
        do {
            try step { state, _ in state.noteDefined(taskNames) }
        } catch {
            _ = runtimes.endAttaching()
            throw error
        }
        advance()
        return runtimes.endAttaching()
    }

    /// Follows the end of the web view of this channel.
    func detach(_ channel: any RuntimeChannel) {
        runtimes.disconnect(channel)
        do {
            try forget(runtimes.ids(of: channel))
        } catch {
            ports.log("The lost runs cannot be stored: \(error)")
        }
        advance()
    }

    private func forget(_ runtimeIds: [String]) throws {
        guard !runtimeIds.isEmpty else { return }
        runtimes.remove(runtimeIds)
        note(try step { $0.settleLost(now: $1) { claim in runtimeIds.contains(claim.runtimeId) } })
    }

    /// Answers with the run, and with the data of its item.
    func claim(_ taskId: String, runtimeId: String, runtime: RuntimeKind) throws -> Result<ClaimedRun, ClaimRefused> {
        // This claim was on its way when its page was left or closed. It would hold the run until the deadline.
        guard runtimes.isAttached(runtimeId) else { return .failure(ClaimRefused(reason: .unknown)) }
        // Read before the claim, so that a file that cannot be read holds up no run.
        let text = try ledger().openRun(taskId)?.item.flatMap { try data($0.sequence) }
        let token = ports.newId()
        let result = try step { state, now in
            state.claim(
                ClaimRequest(
                    taskId: taskId,
                    runtimeId: runtimeId,
                    runtime: runtime,
                    now: now,
                    token: token,
                    limit: Constants.processingTimeLimit
                )
            )
        }
        advance()
        return result.map { ClaimedRun(run: $0, data: text) }
    }

    func decline(_ taskId: String, runtimeId: String, reason: DeclineReason) throws {
        try step { state, _ in state.decline(taskId, RunDecline(runtimeId: runtimeId, reason: reason)) }
        advance()
    }

    func finish(_ taskId: String, token: String, outcome: FinishOutcome, error: RunError?, progress: String? = nil) throws -> Bool {
        let settled = try step { state, now in
            state.finish(
                FinishRequest(taskId: taskId, token: token, outcome: outcome, error: error, progress: progress, now: now),
                grace: Constants.expiryGrace
            )
        }
        guard let settled else {
            if vacating.free(taskId) {
                advance()
                return false
            }
            ports.log("A finish was not accepted: the run \(taskId) is settled, unknown, or held by another.")
            return false
        }
        note([settled])
        advance()
        return true
    }
}

struct ClaimedRun: Sendable, Equatable {
    let run: OpenRun
    /// JSON text of its item; nil without an item, or when none was given.
    let data: String?
}
