/// What the engine holds of the system's background assertion.
enum AssertionState: Sendable, Equatable {
    case none
    /// It is being taken. The number tells it from an earlier one.
    case taking(Int)
    case held(Int, id: Int)
    /// The system takes it back. The runs that it kept have been cut, and it ends when they have settled, or at this time on the clock that nobody sets.
    case expired(id: Int, endsAt: Milliseconds)
}

/// Keeps the process alive for a while when the user leaves in the middle of a run. It promises no progress: WebKit may suspend the app's own page, and a user
/// who returns finds the run going on.
extension BackgroundTaskEngine {
    /// Is called when the app leaves the screen.
    func takeAssertion() {
        guard assertion == .none, let open = try? ledger().openRuns, open.contains(where: isWorking) else { return }
        assertionCount += 1
        let number = assertionCount
        assertion = .taking(number)
        let assertions = ports.assertions
        Task { [weak self] in
            let id = await assertions.begin { [weak self] in
                guard let self else { return }
                Task { await self.assertionExpired(number) }
            }
            if let self { await self.assertionTaken(number, id: id) } else if let id { await assertions.end(id) }
        }
    }

    /// `id` is nil when the system gives no time.
    private func assertionTaken(_ number: Int, id: Int?) {
        guard assertion == .taking(number) else { return }
        assertion = id.map { .held(number, id: $0) } ?? .none
        advance()
    }

    private func assertionExpired(_ number: Int) {
        guard case .held(number, let id) = assertion else { return }
        let endsAt = elapsed + Constants.expiryGrace + Constants.second
        assertion = .expired(id: id, endsAt: endsAt)
        ports.log("The system takes back the time for the runs that were open when the user left the app.")
        do {
            for run in try ledger().openRuns where isWorking(run) && !watches.isOfWake(run.id) { try stop(run.id) }
        } catch {
            ports.log("The runs cannot be cut: \(error)")
        }
        advance()
    }

    /// Ends it, once, when nothing is left that it keeps going.
    func endAssertion(unneededBy open: [OpenRun]) {
        switch assertion {
        case .none, .taking: return
        case .held(_, let id): if !open.contains(where: isWorking) { endAssertion(id) }
        case .expired(let id, _): if !open.contains(where: { isWorking($0) && !watches.isOfWake($0.id) }) { endAssertion(id) }
        }
    }

    /// The system ends the process when the assertion does not end, so it ends even when the ledger cannot be written any more.
    func endOverdueAssertion() {
        guard case .expired(let id, let endsAt) = assertion else { return }
        if elapsed >= endsAt { endAssertion(id) } else { check(at: endsAt) }
    }

    private func endAssertion(_ id: Int) {
        assertion = .none
        let assertions = ports.assertions
        Task { await assertions.end(id) }
    }

    /// Tells whether a runtime works on the run, or is being started for it. One that waits for the app to come back needs no time.
    private func isWorking(_ run: OpenRun) -> Bool { run.claim != nil || offers.needsHeadless(run.id) }
}
