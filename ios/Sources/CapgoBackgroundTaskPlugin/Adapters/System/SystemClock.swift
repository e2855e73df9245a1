import Foundation

struct SystemClock: EngineClock {
    var now: Milliseconds { Milliseconds((Date().timeIntervalSince1970 * 1000).rounded(.down)) }

    func sleep(until time: Milliseconds) async throws {
        let now = now
        guard time > now else { return }
        // An hour at most: a damaged record can hold a time so far away that its nanoseconds are no number, which ends the process.
        try await Task.sleep(nanoseconds: UInt64(min(time - now, Constants.hour)) * 1_000_000)
    }
}
