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

    /// Removes a registration, and settles its open run `cancelled`; items of its name stay. Returns that run as it was before, so that its holder can be told.
    mutating func unregister(_ name: String, now: Milliseconds) -> (run: OpenRun, settled: SettledRun)? {
        defer { removeTask(name) }
        guard let run = openRun(ofTask: name), run.item == nil else { return nil }
        let error = BackgroundTaskFailure(.unregistered, "The task was unregistered while its run was open.").runError
        return (run, settle(run, Ending(outcome: .cancelled, error: error), at: now))
    }

    /// Puts back a registration that was removed a moment ago, with the run that waited for it.
    mutating func takeBack(_ task: TaskRecord, _ run: OpenRun?) {
        put(task)
        // An item's run may have been opened meanwhile; the task is due after it.
        if let run, openRun(ofTask: task.name) == nil { put(run) }
    }

    /// Opens a run for what is due now and meant, and returns the runs.
    mutating func openDue(
        trigger: Trigger,
        conditions: Conditions,
        deadline: Milliseconds?,
        where isMeant: (Work) -> Bool = { _ in true },
        now: Milliseconds,
        zone: Zone,
        newId: () -> String
    ) -> [OpenRun] {
        let due = WakeSelection.worksToOpen(tasks, items, open: openRuns, conditions: conditions, now: now, zone)
        return due.filter(isMeant).map { work in
            let run =
                switch work {
                case .task(let task): OpenRun(opening: task, trigger: trigger, now: now, deadline: deadline, id: newId())
                case .item(let item): OpenRun(opening: item, trigger: trigger, now: now, deadline: deadline, id: newId())
                }
            put(run)
            return run
        }
    }

    /// Opens test runs of the registrations without an open run: of one, or (nil) of all.
    mutating func openTests(of name: String?, now: Milliseconds, zone: Zone, newId: () -> String) {
        let tasks = tasks.filter { task in name.map { $0.isSameText(as: task.name) } ?? true }
        for task in WakeSelection.tasksToTest(tasks, open: openRuns, zone) {
            put(OpenRun(opening: task, trigger: .test, now: now, deadline: nil, id: newId()))
        }
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
        guard var run = openRun(request.taskId), let ending = run.ending(for: request) else { return nil }
        run.progress = request.progress ?? run.progress
        return settle(run, ending, at: request.now)
    }

    /// Cancels the open runs of registrations and items that are gone or were damaged, since nothing says any more that they should run.
    mutating func cancelOrphans(now: Milliseconds) -> [SettledRun] {
        openRuns
            .filter { run in run.item == nil ? task(run.taskName) == nil && !isNewer(task: run.taskName) : item(of: run) == nil }
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
        for item in items where item.undefinedSince != nil && names.contains(where: { $0.isSameText(as: item.taskName) }) {
            put(item.afterNamed)
        }
    }

    /// Notes the last progress of open runs.
    mutating func note(_ progress: [String: String]) {
        if progress.isEmpty { return }
        for var run in openRuns {
            guard let text = progress[run.id] else { continue }
            run.progress = text
            put(run)
        }
    }

    /// Opens a test run of an item, unless its task has an open run.
    mutating func openTest(of item: QueuedItem, now: Milliseconds, newId: () -> String) {
        guard openRun(ofTask: item.taskName) == nil else { return }
        put(OpenRun(opening: item, trigger: .test, now: now, deadline: nil, id: newId()))
    }

    /// Rewrites as now the times that lie in the future since the clock was set back.
    mutating func clampToNow(now: Milliseconds) {
        for task in tasks where task.isAhead(of: now) { put(task.clampToNow(now: now)) }
        for run in openRuns where run.isAhead(of: now) { put(run.clampToNow(now: now)) }
        for item in items where item.isAhead(of: now) { put(item.clampToNow(now: now)) }
    }
}
