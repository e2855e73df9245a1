extension BackgroundTaskEngine {
    /// Moves every unclaimed run on as far as it goes now. True: a run was settled, so that a place may be free.
    func proceed() throws -> Bool {
        let state = try ledger()
        let runs = inOrder(state)
        for run in runs where offers[run.id] == nil {
            guard offers.count < Constants.maximumConcurrentRuns else { break }
            offers[run.id] = Offer(stage: .visiblePage, stageSince: now, headlessOnly: headlessOnlyRuns.contains(run.id))
        }
        for run in runs where run.claim == nil {
            guard let ending = proceed(run) else { continue }
            note([try step { $0.settle(run, ending, at: $1) }])
            return true
        }
        return false
    }

    /// After a suspension: nobody had the time that has passed, so each run that waits is offered from the start.
    func renewTurns() {
        offers = offers.mapValues { Offer(stage: .visiblePage, stageSince: now, headlessOnly: $0.headlessOnly) }
        renewHeadless()
    }

    /// Longest overdue first, then by name.
    private func inOrder(_ state: LedgerState) -> [OpenRun] {
        let tasks = state.tasks.sorted(by: WakeSelection.precedes)
        return tasks.compactMap { state.openRun(ofTask: $0.name) }
    }

    /// Nil: the run waits for a claim, or for its place.
    private func proceed(_ run: OpenRun) -> Ending? {
        while let offer = offers[run.id] {
            let stays: Bool
            switch offer.stage {
            case .visiblePage: stays = !offer.headlessOnly && (isOnScreen ? waitsForPage(run, offer) : waitsForUser(run))
            case .headless: stays = waitsForHeadless(run, offer)
            case .hiddenPage:
                guard !offer.headlessOnly, offerToPages(run, within: OfferTimes.silence) else { return ending(of: run, offer) }
                stays = true
            }
            if stays { return nil }
            offers[run.id]?.stage = offer.stage == .visiblePage ? .headless : .hiddenPage
            offers[run.id]?.stageSince = now
            offers[run.id]?.sentTo = []
        }
        return nil
    }

    /// Opened because the user had the app before them, who has left since: no reason to start a web view, unless a wake gives the time.
    private func waitsForUser(_ run: OpenRun) -> Bool {
        run.trigger == .foreground && !watches.values.contains { $0.runIds.contains(run.id) }
    }

    private func waitsForPage(_ run: OpenRun, _ offer: Offer) -> Bool {
        if runtimes.values.contains(where: { $0.kind == .page }) { return offerToPages(run, within: Constants.pageTurn) }
        let isWake = run.trigger == .appRefresh || run.trigger == .processing
        return waits(since: offer.stageSince, for: isWake ? Constants.pageTurn : OfferTimes.pageArrival)
    }

    private func offerToPages(_ run: OpenRun, within turn: Milliseconds) -> Bool {
        let willing = runtimes.values.filter { $0.kind == .page && run.isNotDeclined(by: $0.id) }
        if willing.isEmpty { return false }
        willing.forEach { send(run, to: $0) }
        return waits(since: offers[run.id]?.stageSince ?? now, for: turn)
    }

    private func waitsForHeadless(_ run: OpenRun, _ offer: Offer) -> Bool {
        if let failure = headlessFailure {
            offers[run.id]?.headlessFailure = failure
            return false
        }
        guard case .attached = headless, let runtime = runtimes.values.first(where: { $0.kind == .headless }) else {
            startHeadless(limit: startLimit(of: run))
            return true
        }
        guard run.isNotDeclined(by: runtime.id) else { return false }
        send(run, to: runtime)
        if waits(since: offers[run.id]?.stageSince ?? now, for: OfferTimes.silence) { return true }
        // It attached and then neither claimed nor declined: whatever it is, it does not run.
        endHeadless(.failed(.scriptSilent))
        offers[run.id]?.headlessFailure = headlessFailure
        return false
    }

    /// A refresh is over soon, whatever opened the run.
    private func startLimit(of run: OpenRun) -> Milliseconds {
        let wakes = watches.values.filter { $0.runIds.contains(run.id) }.compactMap(\.wake)
        return wakes.map(\.startLimit).max() ?? Constants.processingStartLimit
    }

    private func waits(since start: Milliseconds, for duration: Milliseconds) -> Bool {
        guard now < start + duration else { return false }
        check(at: start + duration)
        return true
    }

    private func send(_ run: OpenRun, to runtime: AttachedRuntime) {
        guard offers[run.id]?.sentTo.contains(runtime.id) == false else { return }
        // The turn counts from the first runtime that could take it.
        if offers[run.id]?.sentTo.isEmpty == true { offers[run.id]?.stageSince = now }
        offers[run.id]?.sentTo.insert(runtime.id)
        if attaching?.runtimeId == runtime.id {
            attaching?.offered.append(run)
        } else {
            runtime.channel.send(.run(run))
        }
    }

    /// Every runtime there is or that could be started has been asked.
    private func ending(of run: OpenRun, _ offer: Offer) -> Ending {
        let pages = offer.headlessOnly ? [] : runtimes.values.filter { $0.kind == .page }.map(\.id)
        return run.unclaimedOutcome(asked: pages, startFailure: offer.headlessFailure?.runError)
    }
}

extension OpenRun {
    fileprivate func isNotDeclined(by runtimeId: String) -> Bool {
        !declines.contains { $0.runtimeId.isSameText(as: runtimeId) }
    }
}
