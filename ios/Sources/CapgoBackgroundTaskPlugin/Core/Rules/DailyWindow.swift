/// The offset from UTC to local time, and its changes in the order of time.
struct Zone: Sendable, Equatable {
    struct Change: Sendable, Equatable {
        let at: Milliseconds
        let offset: Milliseconds
    }

    /// The offset before the first change.
    let offset: Milliseconds
    var changes: [Change] = []

    static let utc = Zone(offset: 0)

    /// Makes the list of changes between two instants from a function that knows the offset at one; no two of its changes are less than a day apart.
    static func between(_ start: Milliseconds, _ end: Milliseconds, offsetAt: (Milliseconds) -> Milliseconds) -> Zone {
        let first = offsetAt(start)
        var (changes, offset) = ([Change](), first)
        for time in stride(from: start, to: end, by: Int(day)) {
            let next = offsetAt(time + day)
            if next == offset { continue }
            var (before, after) = (time, time + day)
            while after - before > 1 {
                let middle = before + (after - before) / 2
                if offsetAt(middle) == offset { before = middle } else { after = middle }
            }
            changes.append(Change(at: after, offset: next))
            offset = next
        }
        return Zone(offset: first, changes: changes)
    }

    fileprivate static let day = 24 * Constants.hour

    fileprivate func offset(at time: Milliseconds) -> Milliseconds { changes.last { $0.at <= time }?.offset ?? offset }

    /// Returns when the local clocks show `local` (as if it were UTC): the first and the last time in a doubled hour, the end of the gap when they never do.
    fileprivate func instants(of local: Milliseconds) -> (first: Milliseconds, last: Milliseconds) {
        let starts = [Change(at: .min, offset: offset)] + changes
        var times: [Milliseconds] = []
        var gapEnd = local - offset
        for (index, start) in starts.enumerated() {
            let next = index + 1 < starts.count ? starts[index + 1].at : .max
            let time = local - start.offset
            if time >= start.at, time < next {
                times.append(time)
            } else if time < start.at, local - (index > 0 ? starts[index - 1].offset : start.offset) >= start.at {
                // At this change the local clocks jump over `local`.
                gapEnd = start.at
            }
        }
        return (times.first ?? gapEnd, times.last ?? gapEnd)
    }
}

struct TimeSpan: Sendable, Equatable {
    let start: Milliseconds
    /// Exclusive: the window has ended at this time.
    let end: Milliseconds
}

extension DailyWindow {
    /// A day is 23 to 25 hours long, and a country may skip a day or have it twice: a window that holds or follows an instant begins within these days.
    private static let days: ClosedRange<Int64> = -2...3

    /// Returns the first instant inside the window that is not before `time`.
    func firstInside(_ zone: Zone, from time: Milliseconds) -> Milliseconds {
        spans(zone, around: time).map { max($0.start, time) }.min() ?? time
    }

    /// Returns the window that holds `time`, or nil outside. Of two that do (a doubled hour), it is the one that begins first.
    func span(_ zone: Zone, at time: Milliseconds) -> TimeSpan? { spans(zone, around: time).first { $0.start <= time } }

    /// Returns the windows that end after `time`, of the days around it; there is always one.
    private func spans(_ zone: Zone, around time: Milliseconds) -> [TimeSpan] {
        let local = time + zone.offset(at: time)
        let today = local / Zone.day - (local % Zone.day < 0 ? 1 : 0)
        return Self.days.compactMap { days in
            let midnight = (today + days) * Zone.day
            let from = midnight + fromMinutes * Constants.minute
            let to = midnight + (toMinutes < fromMinutes ? Zone.day : 0) + toMinutes * Constants.minute
            let span = TimeSpan(start: zone.instants(of: from).first, end: zone.instants(of: to).last)
            // When both ends lie in the hour that a clock change skips, that day has no window.
            return span.start < span.end && span.end > time ? span : nil
        }
    }
}
