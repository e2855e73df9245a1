enum EnqueueChange: String, Sendable {
    case created, replaced, kept
}

/// Answers what the public API asks of the queue.
extension BackgroundTaskEngine {
    /// Resolves when the item and the system's request are stored. A page on screen gets it meanwhile.
    func enqueue(_ request: EnqueueRequest) async throws -> (change: EnqueueChange, notices: [Notice]) {
        let bytes = request.data?.utf8.count ?? 0
        guard bytes <= Constants.maximumDataBytes else {
            throw BackgroundTaskFailure(
                .dataTooLarge,
                "data: \(bytes) bytes as JSON were given, \(Constants.maximumDataBytes) are possible. Keep it in the app's own storage, and give its key."
            )
        }
        let (state, now) = try step { state, now in (state, now) }
        let same = state.items.filter { $0.isOf(request.taskName, request.id) }
        let known = same.map { KnownItem(sequence: $0.sequence, isRunning: state.isRunning($0)) }
        switch request.step(same: known, count: state.items.count, sequence: state.nextSequence, now: now) {
        case .kept: return (.kept, [])
        case .full:
            throw BackgroundTaskFailure(
                .queueFull,
                "\(Constants.maximumItems) items wait already. Enqueue one item for several pieces of work, or cancel those that are not needed."
            )
        case .put(let item, let isReplacing, let remove):
            try store(item, removing: remove)
            runEnqueued(item)
            await submitRequests(keepsEarlier: true)
            let launch = ports.scheduler.launch()
            let notices = StatusReport.notices(launch, await ports.device.facts(), submitFailures, wantsRefresh: wantsRefresh)
            return (isReplacing ? .replaced : .created, notices)
        }
    }

    /// Lets a page on screen, or a wake that is under way, take the item at once.
    private func runEnqueued(_ item: QueuedItem) {
        guard item.eligibleAt <= now else { return advance() }
        if isOnScreen {
            Task { await look(.enqueue) }
        } else {
            watches.free(item.taskName)
            advance()
        }
    }

    /// Takes a task's items out of the queue, all or the one of this id, and cancels their runs.
    func cancelEnqueued(_ taskName: String, id: String?) async throws {
        try cancelItems { item in item.taskName.isSameText(as: taskName) && (id.map { $0.isSameText(as: item.id) } ?? true) }
        advance()
        await submitRequests()
    }

    /// The files go first: after a crash in between, the runs are found without their item and settle so too.
    func cancelItems(_ isMeant: (QueuedItem) -> Bool) throws {
        let sequences = try ledger().items.filter(isMeant).map(\.sequence)
        guard !sequences.isEmpty else { return }
        try removeItems(sequences)
        try cancelRunsWithoutItem()
    }

    /// Settles the runs of items that were cancelled. When that could not be stored at once, the next look does it.
    func cancelRunsWithoutItem() throws {
        let state = try ledger()
        let orphans = state.openRuns.filter { $0.item != nil && state.item(of: $0) == nil }
        guard !orphans.isEmpty else { return }
        let error = BackgroundTaskFailure(.cancelled, "The item was cancelled while its run was open.").runError
        let cancelled = try step { state, now in
            orphans.map { run in (run: run, settled: state.settle(run, Ending(outcome: .cancelled, error: error), at: now)) }
        }
        for one in cancelled { announce(one.run, one.settled, "cancelled") }
    }

    /// Returns the items that wait or run, oldest first.
    func enqueued(taskName: String?, limit: Int, includeData: Bool) async throws -> [JSONValue] {
        let device = await ports.device.facts()
        let conditions = await ports.device.conditions()
        let launch = ports.scheduler.launch()
        let system = StatusReport.notices(launch, device, submitFailures, wantsRefresh: wantsRefresh).compactMap(\.blocker)
        let state = try ledger()
        let items = state.items.filter { item in taskName.map { $0.isSameText(as: item.taskName) } ?? true }
        return try items.prefix(limit).map { item in
            var blockers = WakeSelection.unmet(item.constraints, conditions) + system
            if item.undefinedSince != nil, item.eligibleAt > now { blockers.append(.undefined) }
            var view: [String: JSONValue] = [
                "taskName": .string(item.taskName),
                "id": .string(item.id),
                "enqueuedAt": .time(item.enqueuedAt),
                "eligibleAt": .time(item.eligibleAt),
                "attempts": .integer(item.attempts),
                "running": .bool(state.isRunning(item)),
                "blockedBy": .array(Blocker.names(blockers).map { .string($0) })
            ]
            if includeData { view["data"] = .text(try data(item.sequence)) }
            return .object(view)
        }
    }

    /// Takes what a running callback says of its progress. Ignores a stale token, and a run that has settled.
    func setProgress(_ taskId: String, token: String, _ text: String) throws {
        guard let run = try ledger().openRun(taskId), let claim = run.claim, claim.token.isSameText(as: token) else { return }
        progress[run.id] = text
        runtimes.tellProgress(of: run, text)
    }
}
