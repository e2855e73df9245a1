import Foundation
@testable import CapgoBackgroundTaskPlugin

/// A web view with the runner's side of the contract in it, as JavaScript plays it.
final class ModelContext: RuntimeChannel, @unchecked Sendable {
    /// A callback that goes on.
    final class Running: @unchecked Sendable {
        let run: OpenRun
        /// Of its item, as JSON text.
        let data: String?
        let token: String
        let deadline: Milliseconds
        let behaviour: String
        var isAborted = false
        /// When an aborted callback that honours its signal returns at the latest, on the clock that nobody sets.
        var returnsBy = Milliseconds.max
        var cancelEnd: () -> Void = {}

        init(_ claimed: ClaimedRun, _ claim: RunClaim, _ behaviour: String) {
            (run, data, token, deadline, self.behaviour) = (claimed.run, claimed.data, claim.token, claim.deadline, behaviour)
        }

        var whenAborted: FinishOutcome { behaviour == "saves" ? .success : .expired }
    }

    /// A bridge and a script take some time for everything.
    private static let answerTime: Milliseconds = 5
    /// What a callback saves when it is told to end takes so long.
    private static let lastWords: Milliseconds = 200

    let name: String
    let id: String
    let kind: RuntimeKind
    let generation: Int?
    var defined: [String]
    var isVisible = false
    var isFrozen = false
    var isDead = false
    private(set) var running: [Running] = []
    private unowned let world: ModelWorld
    private let engine: BackgroundTaskEngine

    init(_ world: ModelWorld, _ name: String, _ generation: Int?, _ defined: [String]) {
        self.world = world
        engine = world.engine
        self.name = name
        self.generation = generation
        self.defined = defined
        id = world.newId(name)
        kind = name == "unseen" ? .headless : .page
    }

    var isAwake: Bool { !isFrozen && !isDead }

    func attached() {}

    func send(_ event: RuntimeEvent) {
        switch event {
        case .run(let run): soon { $0.take(run) }
        case .expire(_, let token, _, let settlesAt):
            soon { one in
                let left = settlesAt - one.world.time.now
                one.running.filter { $0.token == token }.forEach { one.abort($0, left: left) }
            }
        default: break
        }
    }

    func attach() {
        ModelJobs.shared.run { [self] in
            let runs = try? await engine.attach(id, taskNames: defined, channel: self)
            for run in runs ?? [] { soon { $0.take(run) } }
        }
    }

    /// Its JavaScript goes on: before its timers do, it compares its deadlines with the wall clock.
    func resume() {
        for one in running {
            if world.time.now >= one.deadline { abort(one, left: 0) }
            if world.time.elapsed >= one.returnsBy { end(one, one.whenAborted) }
        }
    }

    /// Does something by itself, when it is awake.
    private func soon(_ action: @escaping (ModelContext) -> Void) { _ = after(Self.answerTime, action) }

    private func after(_ delay: Milliseconds, _ action: @escaping (ModelContext) -> Void) -> () -> Void {
        world.time.after(delay, of: self, while: { [unowned self] in isAwake }) { [unowned self] in
            resume()
            action(self)
        }
    }

    private func take(_ run: OpenRun) {
        if running.contains(where: { $0.run.id == run.id }) { return }
        let reason: DeclineReason? =
            if !defined.contains(run.taskName) { .undefined } else if running.contains(where: { $0.run.taskName == run.taskName }) {
                .busy
            } else { nil }
        ModelJobs.shared.run { [self] in
            // Where the storage fails the runner warns, and leaves the run to a later offer.
            if let reason { return (try? await engine.decline(run.id, runtimeId: id, reason: reason)) ?? () }
            guard case .success(let claimed)? = try? await engine.claim(run.id, runtimeId: id, runtime: kind) else { return }
            guard let claim = claimed.run.claim, !isDead else { return }
            start(Running(claimed, claim, world.behaviour(run.taskName)))
        }
    }

    private func start(_ one: Running) {
        running.append(one)
        world.started(one)
        switch one.behaviour {
        case "succeeds": soon { $0.end(one, .success) }
        case "fails": soon { $0.end(one, .failed) }
        default: one.cancelEnd = after(one.deadline - world.time.now) { $0.abort(one, left: 0) }
        }
    }

    /// A callback that honours its signal returns within the time that is left to it, and not at once.
    private func abort(_ one: Running, left: Milliseconds) {
        guard running.contains(where: { $0 === one }), !one.isAborted else { return }
        one.isAborted = true
        one.cancelEnd()
        if one.behaviour == "ignores" {
            _ = after(Constants.expiryGrace) { $0.finish(one, .expired) }
        } else if left <= 0 {
            end(one, one.whenAborted)
        } else {
            one.returnsBy = world.time.elapsed + left
            one.cancelEnd = after(min(left, Self.lastWords)) { $0.end(one, one.whenAborted) }
        }
    }

    /// The callback returns.
    func end(_ one: Running, _ outcome: FinishOutcome) {
        guard running.contains(where: { $0 === one }) else { return }
        running.removeAll { $0 === one }
        one.cancelEnd()
        world.ended(one, outcome)
        soon { $0.finish(one, one.isAborted && outcome != .success ? .expired : outcome) }
    }

    func finish(_ one: Running, _ outcome: FinishOutcome) {
        ModelJobs.shared.run { [self] in _ = try? await engine.finish(one.run.id, token: one.token, outcome: outcome, error: nil) }
    }
}
