extension BackgroundTaskFailure {
    static let scriptSilent = BackgroundTaskFailure(
        .scriptSilent,
        "The headless page was loaded, but its JavaScript did not answer: the system suspended its web content process, or a callback kept it busy without a pause. See docs/troubleshooting.md."
    )
    static let startTimeout = BackgroundTaskFailure(
        .startTimeout,
        "The headless page did not attach in time. Look for an error in its script, and for work at module scope that should be in a callback."
    )
    static let rendererGone = BackgroundTaskFailure(
        .rendererGone,
        "The web content process of the headless page ended (memory, or a crash). Keep the task's memory use small."
    )
}

/// The headless web view's life: started for a run, watched while it holds one, stopped after the last.
extension BackgroundTaskEngine {
    func startHeadless(limit: Milliseconds) {
        if case .starting(_, let until) = headless { return check(at: until) }
        headlessGeneration += 1
        let generation = headlessGeneration
        headless = .starting(generation: generation, until: now + limit)
        check(at: now + limit)
        let host = ports.headless
        let ended: @Sendable (HeadlessEnd) -> Void = { [weak self] end in
            guard let self else { return }
            Task { await self.headlessEnded(generation, end) }
        }
        inOrder {
            do throws(BackgroundTaskFailure) {
                try await host.start(generation: generation, ended: ended)
            } catch {
                ended(.failed(error))
            }
        }
    }

    func headlessEnded(_ generation: Int, _ end: HeadlessEnd) {
        guard headless.generation == generation else { return }
        endHeadless(end)
        advance()
    }

    /// Before a new wake: what failed for the last one may work now.
    func forgetHeadlessFailure() {
        headlessFailure = nil
        headlessRestarts = 0
    }

    /// The start limit, and the heartbeat while it holds a run.
    func checkHeadless() {
        switch headless {
        case .stopped: return
        case .starting(_, let until):
            if now >= until { endHeadless(.failed(.startTimeout)) } else { check(at: until) }
        case .attached(let generation, let pingedAt, let answered):
            guard holdsRun else { return }
            if answered {
                guard now >= pingedAt + OfferTimes.pingInterval else { return check(at: pingedAt + OfferTimes.pingInterval) }
                ping(generation)
            } else if now >= pingedAt + OfferTimes.pingLimit {
                endHeadless(.failed(.scriptSilent))
            } else {
                check(at: pingedAt + OfferTimes.pingLimit)
            }
        }
    }

    /// Its start and its silence, like the turns, count without the time of a suspension.
    func renewHeadless() {
        switch headless {
        case .stopped: return
        case .starting: stopHeadless()
        case .attached(let generation, _, _): headless = .attached(generation: generation, pingedAt: now, answered: true)
        }
    }

    private var holdsRun: Bool {
        (try? ledger().openRuns.contains { run in run.claim.map { isHeadless($0.runtimeId) } ?? false }) ?? false
    }

    func isHeadless(_ runtimeId: String) -> Bool { runtimes[runtimeId]?.kind == .headless }

    private func ping(_ generation: Int) {
        let pingedAt = now
        headless = .attached(generation: generation, pingedAt: pingedAt, answered: false)
        check(at: pingedAt + OfferTimes.pingLimit)
        let host = ports.headless
        Task { [weak self] in
            if await host.ping() { await self?.ponged(generation, pingedAt) }
        }
    }

    private func ponged(_ generation: Int, _ pingedAt: Milliseconds) {
        guard case .attached(generation, pingedAt, false) = headless else { return }
        longestSilence = max(longestSilence, now - pingedAt)
        ports.log("Heartbeat: the headless page answered after \(now - pingedAt) ms.")
        headless = .attached(generation: generation, pingedAt: pingedAt, answered: true)
        advance()
    }

    /// Whatever it held is lost; unclaimed offers go on without it, or with its successor.
    func endHeadless(_ end: HeadlessEnd) {
        guard headless != .stopped else { return }
        let failure = Self.failure(of: end)
        let dead = Set(runtimes.values.filter { $0.kind == .headless }.map(\.id))
        stopHeadless()
        if end == .rendererGone, headlessRestarts == 0 { headlessRestarts += 1 } else { headlessFailure = failure }
        for id in offers.keys where offers[id]?.stage == .headless { offers[id]?.sentTo = [] }
        ports.log("The headless page ended: \(failure.code.rawValue). \(failure.message)")
        let ending = Ending(outcome: .lost, error: failure.runError)
        do {
            note(try step { $0.settleLost(ending, now: $1, grace: Constants.expiryGrace) { dead.contains($0.runtimeId) } })
        } catch {
            ports.log("The lost runs cannot be stored: \(error)")
        }
    }

    func releaseHeadless(unneededBy openRuns: [OpenRun]) {
        guard headless != .stopped else { return }
        let isNeeded = openRuns.contains { run in
            if let claim = run.claim { return isHeadless(claim.runtimeId) }
            return offers[run.id]?.stage == .headless
        }
        if !isNeeded { stopHeadless() }
    }

    private func stopHeadless() {
        headless = .stopped
        runtimes = runtimes.filter { $0.value.kind != .headless }
        let host = ports.headless
        inOrder { await host.stop() }
    }

    /// Starts and stops reach the host in the order in which they were decided.
    private func inOrder(_ work: @escaping @Sendable () async -> Void) {
        let before = hostWork
        hostWork = Task {
            await before?.value
            await work()
        }
    }

    private static func failure(of end: HeadlessEnd) -> BackgroundTaskFailure {
        switch end {
        case .failed(let failure): failure
        case .rendererGone: .rendererGone
        }
    }
}
