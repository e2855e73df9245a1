import Foundation

struct SystemClock: EngineClock {
    var now: Milliseconds { Milliseconds((Date().timeIntervalSince1970 * 1000).rounded(.down)) }

    /// Reads the clock that the standard library's ContinuousClock reads too, which exists only from iOS 16 on.
    var elapsed: Milliseconds {
        var time = timespec()
        clock_gettime(Self.continuousClock, &time)
        return Milliseconds(time.tv_sec) * Constants.second + Milliseconds(time.tv_nsec) / 1_000_000
    }

    func zone(around time: Milliseconds) -> Zone { Self.zones.zone(TimeZone.autoupdatingCurrent, around: time) }

    private static let zones = Zones()

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

/// Keeps the zone that was asked for last. To find its changes takes a look at each day of some years.
final class Zones: @unchecked Sendable {
    private static let day = 24 * Constants.hour
    private static let reach = 800 * day

    private let lock = NSLock()
    private var known: (name: String, day: Milliseconds, zone: Zone)?

    func zone(_ timeZone: TimeZone, around time: Milliseconds) -> Zone {
        let (name, day) = (timeZone.identifier, time / Self.day)
        return lock.withLock {
            if let known, known.name == name, known.day == day { return known.zone }
            let zone = Zone.between(day * Self.day - Self.reach, day * Self.day + Self.reach) { instant in
                Milliseconds(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant) / 1000))) * Constants.second
            }
            known = (name, day, zone)
            return zone
        }
    }
}
