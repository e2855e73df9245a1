import Foundation

struct SystemClock: EngineClock {
    var now: Milliseconds { Milliseconds((Date().timeIntervalSince1970 * 1000).rounded(.down)) }

    func sleep(until time: Milliseconds) async throws {
        try await Task.sleep(nanoseconds: UInt64(max(0, time - now)) * 1_000_000)
    }
}
