import Foundation
@testable import CapgoBackgroundTaskPlugin

/// What must be true after each step of a scenario, and in the calm at its end.
struct ModelPromises {
    let world: ModelWorld

    /// Returns the first promise that is broken; nil: none.
    func broken() -> String? {
        world.names.forEach(world.checkOverlap)
        return world.broken ?? brokenByWakes() ?? ledger().flatMap(brokenByLog)
    }

    private func brokenByWakes() -> String? {
        for wake in world.wakes {
            if wake.answers > 1 { return "a wake is answered twice" }
            let limit = wake.kind.timeLimit + Constants.expiryGrace + Constants.second
            if wake.answers == 0, world.time.elapsed - wake.startedAt > limit {
                return "a \(wake.kind) wake is not answered within its limit"
            }
        }
        return nil
    }

    private func brokenByLog(_ state: LedgerState) -> String? {
        var settled: Set<String> = []
        for run in state.log.map(\.run) {
            guard settled.insert(run.taskId).inserted else { return "a run has settled twice" }
            // Named by none for 30 days: a clock that jumps makes them.
            if run.outcome == .undefined, run.final == true { world.promised.drop(run.taskName, run.enqueuedId) }
            let results = world.results[run.taskId] ?? []
            if results.count > 1 { return "a run of \(run.taskName) was executed twice" }
            if run.outcome == .success, !results.contains(.success) {
                return "the log says success of \(run.taskName), its callback returned \(results)"
            }
            if let outcome = run.outcome, [.undefined, .notStarted].contains(outcome), world.startedRuns.contains(run.taskId) {
                return "the log says \(outcome) of \(run.taskName), and its callback ran"
            }
        }
        return state.openRuns.contains { settled.contains($0.id) } ? "a settled run is open again" : nil
    }

    /// Everything works again: every task succeeds within its interval and backoff, every item has been executed, and nothing is left.
    func brokenInTheCalm(_ taking: ModelSteps) -> String? {
        world.setStorage(failing: false)
        for context in world.contexts.values.sorted(by: { $0.name < $1.name }) { taking.thaw(context) }
        world.unseen = "starts"
        world.behaviours = [:]
        world.defined = [:]
        taking.endCallbacks(.failed)
        world.time.pass(Constants.second)
        if ledger().map({ !$0.newerTasks.isEmpty }) == true { taking.removeNewer() }
        for page in ["one", "two"] { world.close(page) }
        world.endUnseen(.rendererGone)
        world.names.forEach(taking.register)

        let before = Set(ledger()?.log.map(\.run.taskId) ?? [])
        var left = Set(world.names)
        let end = world.time.elapsed + 8 * Constants.hour
        while !left.isEmpty || ledger()?.items.isEmpty == false {
            if world.time.elapsed > end {
                return left.isEmpty ? "items are left after the longest backoff: \(recent)" : "\(left.sorted()) did not succeed: \(recent)"
            }
            world.time.pass(10 * Constants.minute)
            world.wake(.processing)
            world.time.pass(Constants.minute)
            if let broken = broken() { return broken }
            for run in ledger()?.log.map(\.run) ?? [] where run.outcome == .success && !before.contains(run.taskId) {
                left.remove(run.taskName)
            }
        }
        // As long as a run may last that a hung callback held.
        world.time.pass(12 * Constants.minute)
        let lost = world.promised.neverExecuted(world.executed)
        if !lost.isEmpty { return "items were never executed: \(lost)" }
        if let open = ledger()?.openRuns, !open.isEmpty { return "an open run is left: \(open)" }
        if world.wakes.contains(where: { $0.answers == 0 }) { return "a wake is not answered" }
        if world.triggersUnderWay != 0 { return "a test trigger has not resolved" }
        return world.time.count == 0 ? nil : "\(world.time.count) timers are left"
    }

    /// The end of the log, for who reads the failure.
    private var recent: String {
        let state = ledger()
        let lines = (state?.log ?? []).suffix(4).map { "\($0.run.taskName) \($0.outcome) \($0.run.error?.code ?? "")" }
        return "\(lines), open: \(state?.openRuns.map(\.taskName) ?? [])"
    }

    /// What is stored now; nil where it cannot be read.
    private func ledger() -> LedgerState? {
        let state = Locked<LedgerState?>(nil)
        ModelJobs.shared.run { [engine = world.engine] in state.value = try? await engine?.ledger() }
        return state.value
    }
}
