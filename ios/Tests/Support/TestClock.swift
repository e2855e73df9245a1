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
    private var sleepers: [UUID: Sleeper] = [:]

    init(_ time: Milliseconds = 1_700_000_000_000) { self.time = time }

    var now: Milliseconds { lock.withLock { time } }

    func advance(by duration: Milliseconds) {
        let woken = lock.withLock {
            time += duration
            let due = sleepers.filter { $0.value.until <= time }
            for id in due.keys { sleepers[id] = nil }
            return due.values.map(\.continuation)
        }
        woken.forEach { $0.resume() }
    }

    func setBack(by duration: Milliseconds) { lock.withLock { time -= duration } }

    func sleep(until wakeTime: Milliseconds) async throws {
        let id = UUID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = lock.withLock {
                    if Task.isCancelled || wakeTime <= time { return true }
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
