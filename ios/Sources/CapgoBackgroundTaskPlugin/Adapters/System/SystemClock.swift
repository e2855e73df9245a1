import Foundation

struct SystemClock: EngineClock {
    var now: Milliseconds { Milliseconds((Date().timeIntervalSince1970 * 1000).rounded(.down)) }

    /// Reads the clock that the standard library's ContinuousClock reads too, which exists only from iOS 16 on.
    var elapsed: Milliseconds {
        var time = timespec()
        clock_gettime(Self.continuousClock, &time)
        return Milliseconds(time.tv_sec) * Constants.second + Milliseconds(time.tv_nsec) / 1_000_000
    }

    func sleep(untilElapsed time: Milliseconds) async throws {
        let elapsed = elapsed
        guard time > elapsed else { return }
        // It sleeps an hour at most: a damaged record can hold a time so far away that its nanoseconds overflow, which would end the process.
        try await Task.sleep(nanoseconds: UInt64(min(time - elapsed, Constants.hour)) * 1_000_000)
    }

    /// The clock of each system that goes on while the device sleeps. Linux's CLOCK_MONOTONIC would stand still then.
    #if canImport(Darwin)
    private static let continuousClock = CLOCK_MONOTONIC
    #else
    private static let continuousClock = CLOCK_BOOTTIME
    #endif
}
