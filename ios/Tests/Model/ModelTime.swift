import Foundation
@testable import CapgoBackgroundTaskPlugin

/// The clocks of a device, and the timers of its process and of its pages: those of a frozen page wait.
final class ModelTime: EngineClock, @unchecked Sendable {
    private final class Pending {
        let at: Milliseconds
        let isAwake: () -> Bool
        let owner: AnyObject?
        let action: () -> Void

        init(_ at: Milliseconds, _ isAwake: @escaping () -> Bool, _ owner: AnyObject?, _ action: @escaping () -> Void) {
            (self.at, self.isAwake, self.owner, self.action) = (at, isAwake, owner, action)
        }
    }

    private(set) var now: Milliseconds = 1_700_000_000_000
    private(set) var elapsed: Milliseconds = 0
    private var pending: [Pending] = []
    private var sleepers: [Int: (at: Pending, continuation: UnsafeContinuation<Void, any Error>)] = [:]

    private var sleeperCount = 0

    var count: Int { pending.count }

    func zone(around time: Milliseconds) -> Zone { .utc }

    @discardableResult
    func after(
        _ delay: Milliseconds,
        of owner: AnyObject? = nil,
        while isAwake: @escaping () -> Bool = { true },
        _ action: @escaping () -> Void
    ) -> () -> Void {
        let timer = Pending(elapsed + max(0, delay), isAwake, owner, action)
        pending.append(timer)
        return { [weak self] in self?.pending.removeAll { $0 === timer } }
    }

    func sleep(untilElapsed time: Milliseconds) async throws {
        sleeperCount += 1
        let id = sleeperCount
        try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { continuation in
                if Task.isCancelled || time <= elapsed { return continuation.resume() }
                let timer = Pending(time, { true }, nil) { self.sleepers.removeValue(forKey: id)?.continuation.resume() }
                pending.append(timer)
                sleepers[id] = (timer, continuation)
            }
            try Task.checkCancellation()
        } onCancel: {
            guard let sleeper = sleepers.removeValue(forKey: id) else { return }
            pending.removeAll { $0 === sleeper.at }
            sleeper.continuation.resume(throwing: CancellationError())
        }
    }

    func pass(_ duration: Milliseconds) {
        let end = elapsed + duration
        ModelJobs.shared.drain()
        while let timer = next(end) {
            pending.removeAll { $0 === timer }
            move(max(0, timer.at - elapsed))
            timer.action()
            ModelJobs.shared.drain()
        }
        move(end - elapsed)
    }

    /// The process is suspended: both clocks go on, and no timer fires before it goes on too.
    func sleep(_ duration: Milliseconds) {
        move(duration)
        pass(0)
    }

    /// Somebody sets the clock on the wall.
    func jump(_ duration: Milliseconds) { now = max(0, now + duration) }

    /// A page dies with its timers.
    func forget(_ owner: AnyObject) { pending.removeAll { $0.owner === owner } }

    /// The process dies with all its timers.
    func forgetAll() {
        pending = []
        sleepers = [:]
    }

    private func move(_ duration: Milliseconds) {
        now += duration
        elapsed += duration
    }

    private func next(_ end: Milliseconds) -> Pending? {
        var first: Pending?
        for timer in pending where timer.at <= end && timer.isAwake() && timer.at < (first?.at ?? .max) { first = timer }
        return first
    }
}
