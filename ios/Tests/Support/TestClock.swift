import Foundation
@testable import CapgoBackgroundTaskPlugin

/// Time that moves only when a test says so.
final class TestClock: EngineClock, @unchecked Sendable {
    private struct Sleeper {
        let until: Milliseconds
        let continuation: CheckedContinuation<Void, any Error>
    }

    private let lock = NSLock()
    private var time: Milliseconds
    private var sinceStart: Milliseconds = 0
    private var sleepers: [UUID: Sleeper] = [:]

    init(_ time: Milliseconds = 1_700_000_000_000) { self.time = time }

    var now: Milliseconds { lock.withLock { time } }
    var elapsed: Milliseconds { lock.withLock { sinceStart } }

    /// When the first of those who sleep wakes, on the clock that nobody sets.
    var nextWake: Milliseconds? { lock.withLock { sleepers.values.map(\.until).min() } }

    let zone = Locked(Zone.utc)
    func zone(around time: Milliseconds) -> Zone { zone.value }

    func advance(by duration: Milliseconds) {
        let woken = lock.withLock {
            time += duration
            sinceStart += duration
            let due = sleepers.filter { $0.value.until <= sinceStart }
            for id in due.keys { sleepers[id] = nil }
            return due.values.map(\.continuation)
        }
        woken.forEach { $0.resume() }
    }

    /// Somebody sets the clock on the wall; no time passes.
    func setBack(by duration: Milliseconds) { lock.withLock { time -= duration } }

    func sleep(untilElapsed wakeTime: Milliseconds) async throws {
        let id = UUID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = lock.withLock {
                    if Task.isCancelled || wakeTime <= sinceStart { return true }
                    sleepers[id] = Sleeper(until: wakeTime, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
            try Task.checkCancellation()
        } onCancel: {
            lock.withLock { sleepers.removeValue(forKey: id) }?.continuation.resume(throwing: CancellationError())
        }
    }
}
