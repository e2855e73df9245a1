/// Keeps the next request pending, whatever happens.
extension BackgroundTaskEngine {
    /// `woken` is the kind whose request was used up by a wake. `keepsEarlier`: a pending request that is earlier than needed stays.
    func submitRequests(woken: RequestKind? = nil, keepsEarlier: Bool = false) async {
        let pending = await ports.scheduler.pending()
        do {
            // The next wake must not come at once: a task that waits for network is overdue all the while.
            let notBefore = woken == nil && !watches.hasWake && watches.lastWakeIsOver(elapsed: elapsed) ? nil : now + Constants.minute
            let state = try ledger()
            submit(
                state.tasks + resets.tasks,
                state.items,
                pending: pending.filter { $0.kind != woken },
                notBefore: notBefore,
                keepsEarlier: keepsEarlier
            )
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
        submit(request)
    }

    /// Hands one request to the system, and waits for nothing: a wake must not be held up by what the system says later.
    private func submit(_ request: PlannedRequest) {
        let kind = request.kind
        submissions[kind, default: 0] += 1
        let submission = submissions[kind]
        submitFailures[kind] = ports.scheduler.submit(request) { [weak self] failure in
            Task { await self?.submitFailed(kind, submission, failure) }
        }
    }

    private func submitFailed(_ kind: RequestKind, _ submission: Int?, _ failure: SubmitFailure) {
        if submissions[kind] == submission { submitFailures[kind] = failure }
    }

    func submit(
        _ tasks: [TaskRecord],
        _ items: [QueuedItem],
        pending: [PlannedRequest],
        notBefore: Milliseconds?,
        keepsEarlier: Bool = false
    ) {
        let situation = RequestSituation(
            registered: ports.scheduler.launch().registered,
            wantsRefresh: wantsRefresh,
            pending: pending,
            notBefore: notBefore,
            keepsEarlier: keepsEarlier
        )
        for step in RequestPlanner.steps(tasks, items, situation, now: now, zone(for: tasks)) {
            switch step {
            case .submit(let request): submit(request)
            case .keep(let kind): submitFailures[kind] = nil
            case .cancel(let kind):
                ports.scheduler.cancel(kind)
                submissions[kind, default: 0] += 1
                submitFailures[kind] = nil
            }
        }
    }
}
