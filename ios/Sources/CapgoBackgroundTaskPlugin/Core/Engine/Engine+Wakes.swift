extension BackgroundTaskEngine {
    /// The process has started: what is pending is asked for, and nothing that is asked for already is moved.
    func launched() async {
        await submitRequests()
    }

    /// The system gives a chance to run. `done` is called once, when it may be told that the work has ended.
    func wake(_ kind: RequestKind, id: String, wokenAt: Milliseconds, done: @escaping @Sendable (Bool) -> Void) async {
        lastWake = (kind, wokenAt)
        // The others came after their wakes had ended.
        expiredWakes = expiredWakes.filter { abs(wokenAt - $0.value) < Constants.minute }
        // The request is used up: the next one first, whatever becomes of this wake.
        await submitRequests(woken: kind)
        guard expiredWakes[id] == nil else { return end(id, done, well: false) }
        isOnScreen = await ports.device.isOnScreen()
        let conditions = await ports.device.conditions()
        guard expiredWakes[id] == nil else { return end(id, done, well: false) }
        do {
            let deadline = wokenAt + kind.timeLimit
            try open(kind.trigger, conditions, deadline: deadline)
            if !isOnScreen { try step { state, _ in state.takeAlong(until: deadline) } }
            watch(
                id,
                RunWatch(
                    runIds: Set(try ledger().openRuns.map(\.id)),
                    wake: kind,
                    endsAt: deadline + Constants.expiryGrace + Constants.second,
                    done: done
                )
            )
        } catch {
            ports.log("The wake could not open runs: \(error)")
            done(false)
        }
    }

    /// The system takes the chance back. Never waits for JavaScript beyond the grace.
    func expire(_ wakeId: String) {
        guard let watch = watches[wakeId] else {
            expiredWakes[wakeId] = now
            return
        }
        watches[wakeId]?.allWell = false
        let othersCover = watches.filter { $0.key != wakeId && $0.value.isWake }.values.reduce(into: Set<String>()) {
            $0.formUnion($1.runIds)
        }
        do {
            for id in watch.runIds {
                guard let run = try ledger().openRun(id) else { continue }
                if othersCover.contains(id) || (isOnScreen && run.deadline == nil) {
                    watches[wakeId]?.runIds.remove(id)
                } else if run.claim == nil {
                    let stopped = BackgroundTaskFailure(.systemStop, "The system ended the wake before a runtime took the run.")
                    note([try step { $0.settle(run, Ending(outcome: .notStarted, error: stopped.runError), at: $1) }])
                } else {
                    try cut(run)
                }
            }
        } catch {
            ports.log("The runs of an expired wake cannot be cut: \(error)")
            watches[wakeId]?.endsAt = now
        }
        advance()
    }

    private func cut(_ run: OpenRun) throws {
        let cut = try step { $0.cut(run.id, reason: "system", now: $1, grace: Constants.expiryGrace) }
        guard let cut, let claim = cut.claim, let settlesAt = cut.cut?.settlesAt else { return }
        runtimes[claim.runtimeId]?.channel.send(
            .expire(cut, token: claim.token, reason: "system", settlesAt: settlesAt)
        )
    }

    /// The app is in front of the user: overdue tasks run now, and requests that failed are made again.
    func becameActive() async {
        isOnScreen = true
        await submitRequests()
        let conditions = await ports.device.conditions()
        do {
            try open(.foreground, conditions, deadline: nil)
        } catch {
            ports.log("Overdue runs could not be opened: \(error)")
        }
        advance()
    }

    func resignedActive() {
        isOnScreen = false
        advance()
    }

    /// Runs every task now. False: there is none.
    func trigger(from runtimeId: String, headless: Bool) async throws -> Bool {
        isOnScreen = await ports.device.isOnScreen()
        guard try !ledger().tasks.isEmpty else { return false }
        try open(.test, Conditions(), deadline: nil)
        // A callback that waited for its own run would wait for ever.
        let runs = try ledger().openRuns.filter { $0.claim?.runtimeId != runtimeId }
        if headless {
            // Waiting runs too: each keeps its place in the queue and takes this path when its turn comes.
            headlessOnlyRuns.formUnion(runs.map(\.id))
            for run in runs { offers[run.id]?.headlessOnly = true }
        }
        await withCheckedContinuation { continuation in
            watch(
                ports.newId(),
                RunWatch(
                    runIds: Set(runs.map(\.id)),
                    wake: nil,
                    endsAt: nil,
                    done: { _ in continuation.resume() }
                )
            )
        }
        return true
    }

    private func open(_ trigger: Trigger, _ conditions: Conditions, deadline: Milliseconds?) throws {
        forgetHeadlessFailure()
        let newId = ports.newId
        note(try step { $0.settleStale(now: $1, grace: Constants.expiryGrace) })
        _ = try step { $0.openRuns(trigger: trigger, conditions: conditions, deadline: deadline, now: $1, newId: newId) }
    }

    private func watch(_ id: String, _ watch: RunWatch) {
        watches[id] = watch
        advance()
    }

    func endWatches(open: [OpenRun]) {
        for (id, watch) in watches {
            let waits = open.contains { watch.runIds.contains($0.id) }
            if !waits { finish(id, watch, well: watch.allWell) }
        }
        endOverdueWatches()
    }

    /// The system is answered even when the ledger cannot be written any more.
    func endOverdueWatches() {
        for (id, watch) in watches {
            guard let endsAt = watch.endsAt else { continue }
            if now >= endsAt { finish(id, watch, well: false) } else { check(at: endsAt) }
        }
    }

    private func finish(_ id: String, _ watch: RunWatch, well: Bool) {
        watches[id] = nil
        guard watch.isWake else { return watch.done(well) }
        Task {
            await submitRequests()
            watch.done(well)
        }
    }

    private func end(_ id: String, _ done: @Sendable (Bool) -> Void, well: Bool) {
        expiredWakes[id] = nil
        done(well)
    }
}
