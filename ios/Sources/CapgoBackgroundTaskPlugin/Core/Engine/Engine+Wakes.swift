extension BackgroundTaskEngine {
    /// The process has started: what is pending is asked for, and nothing that is asked for already is moved.
    func launched() async {
        await submitRequests()
    }

    /// The system gives a chance to run. `done` is called once, when it may be told that the work has ended.
    func wake(_ kind: RequestKind, id: String, wokenAt: Milliseconds, done: @escaping @Sendable (Bool) -> Void) async {
        watches.noteWake(kind, at: wokenAt)
        // The request is used up: the next one first, whatever becomes of this wake.
        await submitRequests(woken: kind)
        guard !watches.takeExpired(id) else { return done(false) }
        isOnScreen = await ports.device.isOnScreen()
        let conditions = await ports.device.conditions()
        guard !watches.takeExpired(id) else { return done(false) }
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
        do {
            let state = try ledger()
            let isOnScreen = isOnScreen
            let ending = watches.expire(wakeId, now: now) { id in isOnScreen && state.openRun(id).map { $0.deadline == nil } ?? false }
            for id in ending { try stop(id) }
        } catch {
            ports.log("The runs of an expired wake cannot be cut: \(error)")
            if watches[wakeId] == nil { _ = watches.expire(wakeId, now: now) { _ in false } } else { watches.end(wakeId, at: now) }
        }
        advance()
    }

    /// A run that a runtime holds is cut; one that waits is settled.
    private func stop(_ runId: String) throws {
        guard let run = try ledger().openRun(runId) else { return }
        guard run.claim != nil else {
            let stopped = BackgroundTaskFailure(.systemStop, "The system ended the wake before a runtime took the run.")
            return note([try step { $0.settle(run, Ending(outcome: .notStarted, error: stopped.runError), at: $1) }])
        }
        let cut = try step { $0.cut(runId, reason: "system", now: $1, grace: Constants.expiryGrace) }
        if let cut, let settlesAt = cut.cut?.settlesAt { runtimes.tellHolder(of: cut, "system", settlesAt: settlesAt) }
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
            offers.allowOnlyHeadless(runs.map(\.id))
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
        headless.forgetFailure()
        let newId = ports.newId
        note(try step { $0.settleStale(now: $1, grace: Constants.expiryGrace) })
        _ = try step { $0.openRuns(trigger: trigger, conditions: conditions, deadline: deadline, now: $1, newId: newId) }
    }

    private func watch(_ id: String, _ watch: RunWatch) {
        watches.add(id, watch)
        advance()
    }

    func finish(_ watch: RunWatch, well: Bool) {
        guard watch.isWake else { return watch.done(well) }
        Task {
            await submitRequests()
            watch.done(well)
        }
    }
}
