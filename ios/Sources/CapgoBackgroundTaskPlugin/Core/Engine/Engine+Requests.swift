/// Keeps the next request pending, whatever happens.
extension BackgroundTaskEngine {
    /// `woken`: that kind's request is used up.
    func submitRequests(woken: RequestKind? = nil) async {
        let pending = await ports.scheduler.pending()
        do {
            // After a wake not at once again: a task that waits for network is overdue all the while.
            let notBefore = woken == nil && !watches.hasWake && watches.lastWakeIsOver(now: now) ? nil : now + Constants.minute
            submit(try ledger().tasks, pending: pending.filter { $0.kind != woken }, notBefore: notBefore)
        } catch {
            ports.log("The next requests cannot be planned: \(error)")
            if let woken { submitBlindly(woken) }
        }
    }

    /// Before the first unlock the registrations cannot be read; the chain of requests must not end there.
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
        let launch = ports.scheduler.launch()
        let wanted = launch.registered.filter { $0.isUsed(wantsRefresh: wantsRefresh) }
        let plan = RequestPlanner.plan(tasks, kinds: wanted, now: now)
        for kind in launch.registered {
            let before = pending.first { $0.kind == kind }
            if let request = plan.first(where: { $0.kind == kind })?.notBefore(notBefore) {
                if let before, before.isAsGood(as: request, now: now) {
                    submitFailures[kind] = nil
                } else {
                    submitFailures[kind] = ports.scheduler.submit(request)
                }
            } else if before != nil {
                ports.scheduler.cancel(kind)
                submitFailures[kind] = nil
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

    /// The system has it already; asking again could cost the place in its queue.
    fileprivate func isAsGood(as wanted: PlannedRequest, now: Milliseconds) -> Bool {
        guard requiresNetwork == wanted.requiresNetwork, requiresPower == wanted.requiresPower else { return false }
        guard let wantedDate = wanted.earliest else { return (earliest ?? now) <= now }
        // A date that went through the system may come back rounded.
        return earliest.map { abs($0 - wantedDate) <= Constants.second } ?? false
    }
}
