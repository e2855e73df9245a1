/// Carries out what `HeadlessLifecycle` decides.
extension BackgroundTaskEngine {
    func startHeadless(limit: Milliseconds) {
        guard let generation = headless.start(now: elapsed, limit: limit) else { return checkHeadless() }
        checkHeadless()
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

    private func headlessEnded(_ generation: Int, _ end: HeadlessEnd) {
        guard headless.isCurrent(generation) else { return }
        endHeadless(end)
        advance()
    }

    func checkHeadless() {
        switch headless.check(now: elapsed, holdsRun: headlessHoldsRun) {
        case .wait(let time): if let time { check(at: time) }
        case .ping(let time): ping(at: time)
        case .ended(let failure): endHeadless(.failed(failure))
        }
    }

    private var headlessHoldsRun: Bool {
        (try? ledger().openRuns.contains { run in run.claim.map { runtimes.isHeadless($0.runtimeId) } ?? false }) ?? false
    }

    private func ping(at pingedAt: Milliseconds) {
        headless.ping(at: pingedAt)
        check(at: pingedAt + OfferTimes.pingLimit)
        let (host, generation) = (ports.headless, headless.generation)
        Task { [weak self] in
            if await host.ping() { await self?.ponged(generation, pingedAt) }
        }
    }

    private func ponged(_ generation: Int, _ pingedAt: Milliseconds) {
        guard let silence = headless.pong(generation, pingedAt: pingedAt, now: elapsed) else { return }
        ports.log("Heartbeat: the headless page answered after \(silence) ms.")
        advance()
    }

    /// Follows the end of the headless page. The run that it held is lost; unclaimed offers go on without it, or with its successor.
    func endHeadless(_ end: HeadlessEnd) {
        guard !headless.isStopped else { return }
        headless.end(end)
        let dead = stopHeadless()
        offers.forgetHeadlessPage()
        ports.log("The headless page ended: \(end.failure.code.rawValue). \(end.failure.message)")
        let ending = Ending(outcome: .lost, error: end.failure.runError)
        do {
            note(try step { $0.settleLost(ending, now: $1) { dead.contains($0.runtimeId) } })
        } catch {
            ports.log("The lost runs cannot be stored: \(error)")
        }
    }

    func releaseHeadless(unneededBy openRuns: [OpenRun]) {
        guard !headless.isStopped else { return }
        let isResetting = runtimes.headless.map { page in resets.isResetting(page.channel) } ?? false
        let isNeeded = openRuns.contains { run in
            run.claim.map { runtimes.isHeadless($0.runtimeId) } ?? offers.needsHeadless(run.id)
        }
        // A callback whose run was cancelled, perhaps by itself, has its grace.
        let isVacating = runtimes.headless.map { vacating.isKept(by: $0.id) } ?? false
        if !isNeeded, !isResetting, !isVacating { stopHeadless() }
    }

    /// Returns the ids of the runtimes that are gone with the page.
    @discardableResult
    func stopHeadless() -> Set<String> {
        headless.stop()
        let host = ports.headless
        inOrder { await host.stop() }
        return runtimes.removeHeadless()
    }
}
