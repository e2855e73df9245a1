/// Keeps the next request pending, whatever happens.
extension BackgroundTaskEngine {
    /// `woken` is the kind whose request was used up by a wake.
    func submitRequests(woken: RequestKind? = nil) async {
        let pending = await ports.scheduler.pending()
        do {
            // The next wake must not come at once: a task that waits for network is overdue all the while.
            let notBefore = woken == nil && !watches.hasWake && watches.lastWakeIsOver(elapsed: elapsed) ? nil : now + Constants.minute
            submit(try ledger().tasks + resets.tasks, pending: pending.filter { $0.kind != woken }, notBefore: notBefore)
        } catch {
            ports.log("The next requests cannot be planned: \(error)")
            if let woken { submitBlindly(woken) }
        }
    }

    /// Asks for a wake without the registrations. Before the first unlock they cannot be read, and the chain of requests must not end there.
    private func submitBlindly(_ kind: RequestKind) {
        let request = PlannedRequest(
            kind: kind,
            earliest: now + 15 * Constants.minute,
            requiresNetwork: false,
            requiresPower: false
        )
        submitFailures[kind] = ports.scheduler.submit(request)
    }

    func submit(_ tasks: [TaskRecord], pending: [PlannedRequest], notBefore: Milliseconds?) {
        let situation = RequestSituation(
            registered: ports.scheduler.launch().registered,
            wantsRefresh: wantsRefresh,
            pending: pending,
            notBefore: notBefore
        )
        for step in RequestPlanner.steps(tasks, situation, now: now) {
            switch step {
            case .submit(let request): submitFailures[request.kind] = ports.scheduler.submit(request)
            case .keep(let kind): submitFailures[kind] = nil
            case .cancel(let kind):
                ports.scheduler.cancel(kind)
                submitFailures[kind] = nil
            }
        }
    }
}
