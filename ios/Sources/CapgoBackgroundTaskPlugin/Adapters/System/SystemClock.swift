import Foundation

struct SystemClock: EngineClock {
    var now: Milliseconds { Milliseconds((Date().timeIntervalSince1970 * 1000).rounded(.down)) }

    /// The standard library's ContinuousClock reads the same clock, from iOS 16 on only.
    var elapsed: Milliseconds {
        var time = timespec()
        clock_gettime(Self.continuousClock, &time)
        return Milliseconds(time.tv_sec) * Constants.second + Milliseconds(time.tv_nsec) / 1_000_000
    }

    func sleep(untilElapsed time: Milliseconds) async throws {
        let elapsed = elapsed
        guard time > elapsed else { return }
        // An hour at most: a damaged record can hold a time so far away that its nanoseconds are no number, which ends the process.
        try await Task.sleep(nanoseconds: UInt64(min(time - elapsed, Constants.hour)) * 1_000_000)
    }

    /// Both go on while the device sleeps; Linux's CLOCK_MONOTONIC stands still then.
    #if canImport(Darwin)
    private static let continuousClock = CLOCK_MONOTONIC
    #else
    private static let continuousClock = CLOCK_BOOTTIME
    #endif
}
