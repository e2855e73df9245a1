/// Runs work now, for a developer.
extension BackgroundTaskEngine {
    /// Runs every registered task, or this one, and resolves when the runs have settled. Returns false when there is none.
    func trigger(from runtimeId: String, headless: Bool, taskName: String? = nil) async throws -> Bool {
        isOnScreen = await ports.device.isOnScreen()
        let isMeant: (String) -> Bool = { name in taskName.map { $0.isSameText(as: name) } ?? true }
        guard try ledger().tasks.contains(where: { isMeant($0.name) }) else { return false }
        try prepareTest()
        let newId = ports.newId
        try step { state, now in state.openTests(of: taskName, now: now, zone: zone(for: state.tasks), newId: newId) }
        let state = try ledger()
        await settle(state.openRuns.filter { isMeant($0.taskName) && state.task($0.taskName) != nil }, from: runtimeId, headless)
        return true
    }

    /// Runs this item, and settles it as any run does. What the task is doing already comes first. Returns false when there is no such item.
    func trigger(from runtimeId: String, headless: Bool, taskName: String, enqueuedId: String) async throws -> Bool {
        isOnScreen = await ports.device.isOnScreen()
        while true {
            let state = try ledger()
            guard let item = state.items.last(where: { $0.isOf(taskName, enqueuedId) }) else { return false }
            if let run = state.openRun(ofTask: taskName) {
                // A callback that waits for its own task would wait for ever.
                guard run.claim?.runtimeId != runtimeId else { return false }
                await settle([run], from: runtimeId, run.item?.sequence == item.sequence && headless)
                if run.item?.sequence == item.sequence { return true }
            } else {
                try prepareTest()
                let newId = ports.newId
                try step { state, now in state.openTest(of: item, now: now, newId: newId) }
                await settle(try ledger().openRuns.filter { $0.item?.sequence == item.sequence }, from: runtimeId, headless)
                return true
            }
        }
    }

    private func prepareTest() throws {
        self.headless.forgetFailure()
        try sweep()
    }

    /// Returns when these runs have settled, but for those that the caller holds: a callback that waits for its own run would wait for ever.
    private func settle(_ runs: [OpenRun], from runtimeId: String, _ headless: Bool) async {
        let ids = runs.filter { $0.claim?.runtimeId != runtimeId }.map(\.id)
        if headless { offers.allowOnlyHeadless(ids) }
        await withCheckedContinuation { continuation in
            watch(ports.newId(), RunWatch(runIds: Set(ids), wake: nil, endsAt: nil, done: { _ in continuation.resume() }))
        }
    }
}
