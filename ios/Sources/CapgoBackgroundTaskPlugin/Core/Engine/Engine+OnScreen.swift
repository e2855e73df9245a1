/// When the engine looks for due tasks while the app is on screen, where the system wakes nothing.
struct OnScreenLooks: Sendable {
    /// A look asks the device for its conditions, which takes a while. There is one at a time.
    var isLooking = false
    /// On the clock that nobody sets. What is due and blocked is looked at again then.
    var notBefore: Milliseconds = 0
}

extension BackgroundTaskEngine {
    /// Is called when the app comes in front of the user: overdue tasks run now, and requests that failed are made again.
    func becameActive() async {
        isOnScreen = true
        onScreen.isLooking = true
        await submitRequests()
        await look(.foreground)
    }

    func resignedActive() {
        isOnScreen = false
        advance()
        takeAssertion()
    }

    /// Opens what becomes due while the app stays on screen, and comes back when something will.
    func lookOnScreen() throws {
        guard isOnScreen, !onScreen.isLooking else { return }
        let state = try ledger()
        guard let due = nextOpenableAt(state) else { return }
        let at = max(onScreen.notBefore, elapsed + max(0, due - now))
        guard elapsed >= at else { return check(at: at) }
        onScreen.isLooking = true
        Task { await look(.timer) }
    }

    /// Looks for what is due, now.
    func look(_ trigger: Trigger) async {
        onScreen.isLooking = true
        let conditions = await ports.device.conditions()
        onScreen.isLooking = false
        onScreen.notBefore = elapsed + Constants.minute
        do {
            if isOnScreen { try open(onScreen: Chance(trigger: trigger, conditions: conditions, deadline: nil)) }
            let state = try ledger()
            if nextOpenableAt(state).map({ $0 > now }) ?? true { onScreen.notBefore = elapsed }
        } catch {
            ports.log("Overdue runs could not be opened: \(error)")
        }
        advance()
    }

    private func nextOpenableAt(_ state: LedgerState) -> Milliseconds? {
        WakeSelection.nextOpenableAt(state.tasks, state.items, open: state.openRuns, now: now, zone(for: state.tasks))
    }

    private func open(onScreen chance: Chance) throws {
        let (_, late) = try open(chance)
        guard !late.isEmpty else { return }
        watches.add(ports.newId(), RunWatch(runIds: [], lateRuns: late, chance: chance, wake: nil, endsAt: nil, done: { _ in }))
    }
}
