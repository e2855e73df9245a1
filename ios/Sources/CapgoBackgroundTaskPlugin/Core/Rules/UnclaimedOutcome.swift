extension OpenRun {
    /// Says how the run settles when nobody is left to be asked for it. `asked` are the runtimes that were offered it; `startFailure` says why the
    /// headless runtime could not be started, or is nil. Silence of a runtime that was asked is never a decline.
    func unclaimedOutcome(asked: [String], startFailure: RunError?) -> Ending {
        if let startFailure { return Ending(outcome: .notStarted, error: startFailure) }
        func hasDeclined(_ runtimeId: String) -> Bool { declines.contains { $0.runtimeId.isSameText(as: runtimeId) } }
        if asked.contains(where: { !hasDeclined($0) }) {
            return notStarted(
                .scriptSilent,
                "JavaScript did not answer the offer of \"\(taskName)\": its thread is blocked, or the system froze it."
            )
        }
        if declines.contains(where: { $0.reason == .busy }) {
            return notStarted(
                .notClaimed,
                "An earlier callback of \"\(taskName)\" still goes on although its run was cut. Let it end when its signal aborts."
            )
        }
        if declines.isEmpty { return .notClaimed }
        let message =
            "No runtime has a callback for \"\(taskName)\". "
            + "Call defineTask for it at module scope of the tasks module, or unregister the task."
        return Ending(outcome: .undefined, error: BackgroundTaskFailure(.taskNotDefined, message).runError)
    }

    private func notStarted(_ code: BackgroundTaskFailure.Code, _ message: String) -> Ending {
        Ending(outcome: .notStarted, error: BackgroundTaskFailure(code, message).runError)
    }
}
