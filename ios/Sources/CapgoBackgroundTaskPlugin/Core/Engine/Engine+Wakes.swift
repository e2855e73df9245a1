extension BackgroundTaskEngine {
    /// Begins a process: submits the requests that are missing, and moves none that is pending already.
    func launched() async {
        await submitRequests()
    }

    /// Takes a chance to run from the system. `done` is called once, when the system may be told that the work has ended.
    func wake(_ kind: RequestKind, id: String, wokenAt: Milliseconds, done: @escaping @Sendable (Bool) -> Void) async {
        let deadline = wokenAt + kind.timeLimit
        let endsAt = elapsed + kind.timeLimit + Constants.expiryGrace + Constants.second
        watches.noteWake(kind, at: wokenAt, elapsed: elapsed)
        // The request is used up, so the next one is submitted first, whatever becomes of this wake.
        await submitRequests(woken: kind)
        guard !watches.takeExpired(id) else { return done(false) }
        isOnScreen = await ports.device.isOnScreen()
        let chance = Chance(trigger: kind.trigger, conditions: await ports.device.conditions(), deadline: deadline)
        guard !watches.takeExpired(id) else { return done(false) }
        do {
            let (open, late) = try open(chance)
            watch(id, RunWatch(runIds: open.subtracting(late), lateRuns: late, chance: chance, wake: kind, endsAt: endsAt, done: done))
        } catch {
            ports.log("The wake could not open runs: \(error)")
            // Runs that are open already go on. If the system were told that all is over, it would suspend the process in the middle of them.
            let open = (try? ledger())?.openRuns ?? []
            guard !open.isEmpty else { return done(false) }
            watch(id, RunWatch(runIds: Set(open.map(\.id)), wake: kind, endsAt: endsAt, allWell: false, done: done))
        }
    }

    /// Follows the system when it takes the chance back. It never waits for JavaScript beyond the grace.
    func expire(_ wakeId: String) {
        do {
            let state = try ledger()
            let isOnScreen = isOnScreen
            let ending = watches.expire(wakeId, elapsed: elapsed) { id in
                isOnScreen && state.openRun(id).map { $0.deadline == nil } ?? false
            }
            for id in ending { try stop(id) }
        } catch {
            ports.log("The runs of an expired wake cannot be cut: \(error)")
            if watches[wakeId] == nil {
                _ = watches.expire(wakeId, elapsed: elapsed) { _ in false }
            } else {
                watches.end(wakeId, at: elapsed)
            }
        }
        advance()
    }

    /// Cuts a run that a runtime holds, and settles one that waits.
    func stop(_ runId: String) throws {
        guard let run = try ledger().openRun(runId) else { return }
        guard run.claim != nil else {
            let stopped = BackgroundTaskFailure(.systemStop, "The system ended the wake before a runtime took the run.")
            return note([try step { $0.settle(run, Ending(outcome: .notStarted, error: stopped.runError), at: $1) }])
        }
        let cut = try step { $0.cut(runId, reason: "system", now: $1, grace: Constants.expiryGrace) }
        if let cut, let settlesAt = cut.cut?.settlesAt { runtimes.tellHolder(of: cut, "system", settlesAt: settlesAt) }
    }

    /// Opens what is due in one step. When it cannot be stored, this chance has opened nothing. Returns all open runs, and those of them that were late.
    func open(_ chance: Chance) throws -> (open: Set<String>, late: Set<String>) {
        headless.forgetFailure()
        try sweep()
        let (newId, takesAlong) = (ports.newId, !isOnScreen)
        let open = try step { state, now in
            _ = state.openDue(chance, now: now, zone: zone(for: state.tasks), newId: newId)
            if takesAlong, let deadline = chance.deadline { state.takeAlong(until: deadline) }
            return state.openRuns
        }
        let late = open.filter { run in run.cut != nil && run.claim.map { $0.deadline <= now } ?? false }
        return (Set(open.map(\.id)), Set(late.map(\.id)))
    }

    /// Opens what is due once the runs that were found late have settled after their grace, so that it runs in the same chance.
    func openAfterLateRuns() throws {
        for (id, chance) in watches.takeChances(open: try ledger().openRuns) { try join(id, chance) { _ in true } }
    }

    /// Opens what waited behind the runs that have settled: items of a task run one after another, in one wake as long as there is time.
    func openFollowers() throws {
        for (id, chance, tasks) in watches.takeFreed() {
            let time = chance.deadline.map { $0 - now } ?? chance.trigger.leastTimeForItem
            if time >= chance.trigger.leastTimeForItem {
                try join(id, chance) { work in tasks.contains { $0.frees(work) } }
            }
        }
    }

    private func join(_ watchId: String, _ chance: Chance, where isMeant: (Work) -> Bool) throws {
        let newId = ports.newId
        watches.join(
            watchId,
            try step { state, now in state.openDue(chance, where: isMeant, now: now, zone: zone(for: state.tasks), newId: newId) }
        )
    }

    func watch(_ id: String, _ watch: RunWatch) {
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
