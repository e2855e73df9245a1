/// Carries out what `Offers` decides.
extension BackgroundTaskEngine {
    /// Moves every unclaimed run on as far as it goes now. Returns true when a run was settled, so that a place may be free.
    func proceed() throws -> Bool {
        let state = try ledger()
        // The longest overdue comes first, and equal ones come by name.
        let runs = WakeSelection.inOrder(state.openRuns, state.tasks, state.items, zone(for: state.tasks))
        offers.place(runs.filter { !vacating.isKept($0.taskName) }, now: elapsed)
        for run in runs where run.claim == nil {
            guard let ending = proceed(run) else { continue }
            note([try step { $0.settle(run, ending, at: $1) }])
            return true
        }
        return false
    }

    /// Returns nil when the run waits for a claim, or for its place.
    private func proceed(_ run: OpenRun) -> Ending? {
        while true {
            let situation = OfferSituation(
                now: elapsed,
                isOnScreen: isOnScreen,
                isWatched: watches.isWatched(run.id),
                runtimes: runtimes,
                headless: headless
            )
            let (step, receivers) = offers.advance(run, situation)
            for runtime in receivers { runtimes.offer(run, to: runtime) }
            switch step {
            case .wait(let time):
                if let time { check(at: time) }
                return nil
            case .startHeadless:
                startHeadless(limit: watches.startLimit(of: run.id) ?? Constants.processingStartLimit)
                return nil
            case .endSilentHeadless: endHeadless(.failed(.scriptSilent))
            case .settle(let ending): return ending
            }
        }
    }
}
