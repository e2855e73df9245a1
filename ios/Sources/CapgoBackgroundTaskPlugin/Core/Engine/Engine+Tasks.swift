/// Answers what the public API asks: registrations, queries, status.
extension BackgroundTaskEngine {
    func register(_ name: String, _ options: TaskOptions) async throws -> (change: RegistrationChange, notices: [Notice]) {
        if let obstacle = ports.scheduler.launch().obstacle(wantsRefresh: wantsRefresh) { throw obstacle }
        let device = await ports.device.facts()
        let launch = ports.scheduler.launch()
        let kept = resets.entry(name)
        var candidate = try ledger()
        if let kept { candidate.takeBack(kept.task, kept.run) }
        let change = try candidate.register(name, options, now: now)
        if change == .unchanged {
            if kept != nil { try takeBack(name, options) }
            // Somebody may have cancelled what was pending.
            await submitRequests()
            return (kept == nil ? .unchanged : .created, [])
        }

        // The request is submitted in any case, as if nothing were pending, because only the system's answer tells whether it is permitted.
        submit(candidate.tasks + resets.tasks.filter { !$0.name.isSameText(as: name) }, candidate.items, pending: [], notBefore: nil)
        let refused = RequestKind.allCases.filter { submitFailures[$0] == .notPermitted }
        if let kind = refused.first(where: { !launch.isForbiddenByUser($0, device) }) {
            // A rejection stores nothing, so the requests go back to what the registrations were before.
            let pending = await ports.scheduler.pending()
            let before = try ledger()
            submit(before.tasks + resets.tasks, before.items, pending: pending, notBefore: nil)
            throw BackgroundTaskFailure.notPermitted(kind, launch)
        }
        if kept == nil { _ = try step { try $0.register(name, options, now: $1) } } else { try takeBack(name, options) }
        // On screen a timer opens it, perhaps at once.
        advance()
        return (kept == nil ? change : .created, StatusReport.notices(launch, device, submitFailures, wantsRefresh: wantsRefresh))
    }

    /// `channel` is that of the caller. What it unregisters while it starts it may register again within the start, as if it had never been gone.
    func unregister(_ name: String, from channel: (any RuntimeChannel)? = nil) async throws {
        try remove([name], from: channel)
        advance()
        await submitRequests()
    }

    /// Leaves nothing behind: no log, no record of a later version, no copy of what was damaged.
    func unregisterAll(from channel: (any RuntimeChannel)? = nil) async throws {
        do {
            try cancelItems { _ in true }
            try remove(try ledger().tasks.map(\.name), from: channel)
        } catch let failure as BackgroundTaskFailure where failure.code == .storageNewer {
            ports.log(
                "The registrations were stored by a later version of this plugin. They are erased, because all tasks are unregistered."
            )
        }
        try eraseLedger()
        advance()
        await submitRequests()
    }

    private func remove(_ names: [String], from channel: (any RuntimeChannel)?) throws {
        let until = channel.flatMap { runtimes.startEnds(of: $0, elapsed: elapsed) }
        let (kept, cancelled) = try step { state, now in
            var kept: [StartResets.Entry] = []
            var cancelled: [(run: OpenRun, settled: SettledRun)] = []
            for name in names {
                guard let task = state.task(name) else { continue }
                let waiting = state.openRun(ofTask: name).flatMap { $0.claim == nil && $0.item == nil ? $0 : nil }
                if let until, let channel {
                    if let waiting { state.removeRun(waiting.id) }
                    kept.append(StartResets.Entry(task: task, run: waiting, until: until, channel: channel))
                }
                if let one = state.unregister(name, now: now) { cancelled.append(one) }
            }
            return (kept, cancelled)
        }
        for entry in kept {
            if let run = entry.run { offers.remove(run.id) }
            resets.keep(entry)
        }
        for one in cancelled { announce(one.run, one.settled) }
    }

    private func takeBack(_ name: String, _ options: TaskOptions) throws {
        guard let entry = resets.entry(name) else { return }
        try step { state, now in
            state.takeBack(entry.task, entry.run)
            _ = try state.register(name, options, now: now)
        }
        resets.remove(name)
        if !hasWarnedOfReset {
            hasWarnedOfReset = true
            ports.log(
                "\"\(name)\" was unregistered and registered again while a page started. Its schedule goes on; unregister only when a task must stop. See docs/troubleshooting.md."
            )
        }
        advance()
    }

    /// Ends removals whose start is over, or whose page has ended, without the name being registered again.
    func dropResets() throws {
        let over = resets.takeOver(elapsed: elapsed) + resets.takeEnded { !runtimes.isConnected($0) }
        let error = BackgroundTaskFailure(.unregistered, "The task was unregistered while its run was open.").runError
        do {
            let runs = over.compactMap(\.run)
            note(try step { state, now in runs.map { state.settle($0, Ending(outcome: .cancelled, error: error), at: now) } })
        } catch {
            over.forEach { resets.keep($0) }
            throw error
        }
        if !over.isEmpty { Task { await submitRequests() } }
    }

    /// Tells the holder of a run that was cancelled. Its callback keeps the task's place until it has returned.
    func announce(_ run: OpenRun, _ settled: SettledRun, _ reason: String = "unregistered") {
        if let holder = run.claim?.runtimeId, runtimes.isAttached(holder) {
            vacating.keep(run, heldBy: holder, until: elapsed + Constants.expiryGrace)
            runtimes.tellHolder(of: run, reason, settlesAt: settled.settledAt + Constants.expiryGrace)
        }
        note([settled])
    }

    func views(of names: [String]? = nil) async throws -> [JSONValue] {
        let device = await ports.device.facts()
        let conditions = await ports.device.conditions()
        let launch = ports.scheduler.launch()
        let system = StatusReport.notices(launch, device, submitFailures, wantsRefresh: wantsRefresh).compactMap(\.blocker)
        let tasks = try ledger().tasks
        let zone = zone(for: tasks)
        return
            tasks
            .filter { task in names.map { $0.contains { $0.isSameText(as: task.name) } } ?? true }
            .sorted { $0.name.precedesText($1.name) }
            .map { view($0, system, conditions, zone) }
    }

    private func view(_ task: TaskRecord, _ system: [Blocker], _ conditions: Conditions, _ zone: Zone) -> JSONValue {
        var blockers = WakeSelection.unmet(task.options.constraints, conditions) + system
        if task.isOutsideWindow(now: now, zone) { blockers.append(.window) }
        if task.awaitsDefinition(now: now, zone) { blockers.append(.undefined) }
        let names = Blocker.names(blockers)
        let isBlocked = blockers.contains { $0 != .window }
        return .object([
            "name": .string(task.name),
            "options": task.options.json,
            "notHonoured": .array(task.options.notHonoured.map { .string($0) }),
            "registeredAt": .time(task.registeredAt),
            "lastRun": task.lastRun?.run.json ?? .null,
            "nextEligibleAt": .time(task.nextEligibleAt(zone)),
            "blockedBy": .array(names.map { .string($0) }),
            "stalled": .bool(task.isStalled(blocked: isBlocked, now: now, floor: Constants.stalledFloor, zone))
        ])
    }

    /// Returns runs, the newest first.
    func runs(open: Bool, taskName: String?, limit: Int?) throws -> [PublicRun] {
        let state = try ledger()
        let runs = open ? state.openRuns.map(\.publicRun).sorted { $0.timestamp > $1.timestamp } : state.log.reversed().map(\.run)
        let ofTask = runs.filter { run in taskName.map { $0.isSameText(as: run.taskName) } ?? true }
        return limit.map { Array(ofTask.prefix($0)) } ?? ofTask
    }

    func status() async -> JSONValue {
        let device = await ports.device.facts()
        let pending = await ports.scheduler.pending()
        let launch = ports.scheduler.launch()
        var notices = StatusReport.notices(launch, device, submitFailures, wantsRefresh: wantsRefresh)
        do {
            _ = try ledger()
        } catch let failure as BackgroundTaskFailure {
            notices.append(Notice(code: failure.code.rawValue, message: failure.message, blocker: .protectedData))
        } catch {
            notices.append(Notice(code: "STORAGE_FAILED", message: "\(error)", blocker: .protectedData))
        }
        for problem in ledgerProblems {
            notices.append(
                Notice(
                    code: Constants.recordsSetAside,
                    message: "The stored \(problem.place) was damaged (\(problem.reason)) and set aside."
                )
            )
        }
        let isAvailable = notices.allSatisfy { $0.blocker == nil }
        if isAvailable, startedAfterSilence, watches.lastWake == nil { notices.append(StatusReport.possiblyClosedByUser) }
        return .object([
            "status": .number(isAvailable ? 2 : 1),
            "reasons": .array(notices.map(\.json)),
            "runsWhileClosed": .bool(isAvailable),
            "platform": facts(device, launch, pending)
        ])
    }

    private func facts(_ device: DeviceFacts, _ launch: LaunchFacts, _ pending: [PlannedRequest]) -> JSONValue {
        var facts: [String: JSONValue] = [
            "backgroundRefresh": .string(device.backgroundRefresh.rawValue),
            "lowPowerMode": .bool(device.isLowPower),
            "simulator": .bool(device.isSimulator),
            "protectedDataAvailable": .bool(device.isProtectedDataAvailable),
            "lastWakeAt": .time(watches.lastWake?.at),
            "lastWakeKind": .text(watches.lastWake?.kind.rawValue),
            "longestSilenceMs": .time(headless.longestSilence)
        ]
        for kind in RequestKind.allCases {
            let request = pending.first { $0.kind == kind }
            facts["\(kind.rawValue)HandlerRegistered"] = .bool(launch.registered.contains(kind))
            facts["\(kind.rawValue)Pending"] = .bool(request != nil)
            facts["\(kind.rawValue)EarliestAt"] = .time(request?.earliest)
        }
        return .object(facts)
    }
}

extension TaskOptions {
    /// Returns the constraints that were asked for and that this platform does not look at.
    var notHonoured: [String] {
        var names: [String] = []
        if requiresStorageNotLow { names.append("requiresStorageNotLow") }
        if requiresDeviceIdle { names.append("requiresDeviceIdle") }
        return names
    }
}
