enum RegistrationChange: String, Sendable, Equatable {
    case created, updated, unchanged
}

/// Each function is one step: it is persisted as a whole or not at all.
extension LedgerState {
    mutating func register(_ name: String, _ options: TaskOptions, now: Milliseconds) throws -> RegistrationChange {
        guard !isNewer(task: name) else {
            throw BackgroundTaskFailure(
                .storageNewer,
                "The task \"\(name)\" was stored by a later version of this plugin and is left as it is. Update the app, or unregister it there."
            )
        }
        guard var task = task(name) else {
            guard tasks.count + newerTasks.count < Constants.maximumTasks else {
                throw BackgroundTaskFailure(
                    .tooManyTasks,
                    "\(Constants.maximumTasks) tasks are registered, and \"\(name)\" would be one more. Unregister tasks that are not needed, or do the work of several in one."
                )
            }
            put(TaskRecord(name: name, options: options, registeredAt: now))
            return .created
        }
        if task.options == options { return .unchanged }
        task.options = options
        put(task)
        return .updated
    }

    /// Removes a registration, and settles its open run `cancelled`. Returns that run as it was before, so that its holder can be told.
    mutating func unregister(_ name: String, now: Milliseconds) -> (run: OpenRun, settled: SettledRun)? {
        defer { removeTask(name) }
        guard let run = openRun(ofTask: name) else { return nil }
        let error = BackgroundTaskFailure(.unregistered, "The task was unregistered while its run was open.").runError
        return (run, settle(run, Ending(outcome: .cancelled, error: error), at: now))
    }

    /// Puts back a registration that was removed a moment ago, with the run that waited for it.
    mutating func takeBack(_ task: TaskRecord, _ run: OpenRun?) {
        put(task)
        if let run { put(run) }
    }

    mutating func openRuns(
        trigger: Trigger,
        conditions: Conditions,
        deadline: Milliseconds?,
        now: Milliseconds,
        newId: () -> String
    ) -> [OpenRun] {
        let due = WakeSelection.tasksToOpen(tasks, open: openRuns, conditions: conditions, now: now, test: trigger == .test)
        let runs = due.map { OpenRun(opening: $0, trigger: trigger, now: now, deadline: deadline, id: newId()) }
        runs.forEach { put($0) }
        return runs
    }

    /// Lets unclaimed runs that were opened without a wake (on screen, for example) end with this wake.
    mutating func takeAlong(until deadline: Milliseconds) {
        for var run in openRuns where run.claim == nil && run.deadline == nil {
            run.deadline = deadline
            put(run)
        }
    }

    mutating func claim(_ request: ClaimRequest) -> Result<OpenRun, ClaimRefused> {
        if isNewer(run: request.taskId) { return .failure(ClaimRefused(reason: .newer)) }
        guard let run = openRun(request.taskId) else { return .failure(ClaimRefused(reason: .unknown)) }
        let step = run.claimed(by: request)
        if case .success(let claimed) = step { put(claimed) }
        return step
    }

    mutating func decline(_ id: String, _ decline: RunDecline) {
        if let run = openRun(id) { put(run.declined(decline)) }
    }

    /// Cuts the run and returns it, or nil when there is nothing to cut.
    mutating func cut(_ id: String, reason: String, now: Milliseconds, grace: Milliseconds) -> OpenRun? {
        guard let run = openRun(id), run.claim != nil, run.cut == nil else { return nil }
        let cut = run.cut(reason: reason, now: now, grace: grace)
        put(cut)
        return cut
    }

    mutating func finish(_ request: FinishRequest, grace: Milliseconds) -> SettledRun? {
        guard let run = openRun(request.taskId), let ending = run.ending(for: request) else { return nil }
        return settle(run, ending, at: request.now)
    }

    /// Cancels the open runs of registrations that are gone or were damaged, since nothing says any more that they should run.
    mutating func cancelOrphans(now: Milliseconds) -> [SettledRun] {
        openRuns
            .filter { task($0.taskName) == nil && !isNewer(task: $0.taskName) }
            .map { settle($0, Ending(outcome: .cancelled, error: nil), at: now) }
    }

    /// Stores a cut with another end. Its grace begins now, whatever the clock said when the time ran out.
    mutating func store(_ cut: OpenRun, settlesAt: Milliseconds) -> OpenRun {
        var run = cut
        run.cut?.settlesAt = settlesAt
        put(run)
        return run
    }

    /// Settles the claimed runs whose runtime is dead.
    mutating func settleLost(
        _ ending: Ending = .lost,
        now: Milliseconds,
        where isDead: (RunClaim) -> Bool
    ) -> [SettledRun] {
        openRuns.filter { $0.claim.map(isDead) ?? false }.map { run in
            settle(run, ending, at: now, backoffFrom: run.backoffStart(ending.outcome, settledAt: now))
        }
    }

    /// Notes that a runtime which defines these tasks has attached.
    mutating func noteDefined(_ names: [String]) {
        for task in tasks where task.undefinedAt != nil && names.contains(where: { $0.isSameText(as: task.name) }) {
            put(task.afterNamed)
        }
    }

    /// Rewrites as now the times that lie in the future since the clock was set back.
    mutating func clampToNow(now: Milliseconds) {
        for (before, after) in tasks.map({ ($0, $0.clampToNow(now: now)) }) where before != after { put(after) }
        for (before, after) in openRuns.map({ ($0, $0.clampToNow(now: now)) }) where before != after { put(after) }
    }
}
