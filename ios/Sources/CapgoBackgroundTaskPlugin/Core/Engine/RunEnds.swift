/// Knows when time alone changes an open run, on a clock that nobody sets, so that a wall clock that is set back makes no run longer.
struct RunEnds: Sendable {
    /// Each phase has an end of its own: an unclaimed run waits until the wake's end, a held one until the deadline, a cut one until the end of the grace.
    private enum Phase: Sendable {
        case unclaimed, held, cut
    }

    private struct End: Sendable {
        let phase: Phase
        let at: Milliseconds
    }

    private var ends: [String: End] = [:]

    /// The first time that is seen for a phase stands; runs that are not open any more are forgotten.
    mutating func update(_ open: [OpenRun], now: Milliseconds, elapsed: Milliseconds) {
        var kept: [String: End] = [:]
        for run in open {
            guard let time = run.sweepAt else { continue }
            let phase: Phase = run.claim == nil ? .unclaimed : run.cut == nil ? .held : .cut
            if let known = ends[run.id], known.phase == phase {
                kept[run.id] = known
            } else {
                kept[run.id] = End(phase: phase, at: elapsed + max(0, time - now))
            }
        }
        ends = kept
    }

    /// Gives the holders of runs that were cut their grace again after a suspension.
    mutating func renewGraces(until: Milliseconds) {
        ends = ends.mapValues { $0.phase == .cut ? End(phase: .cut, at: until) : $0 }
    }

    func hasPassed(_ runId: String, elapsed: Milliseconds) -> Bool { ends[runId].map { elapsed >= $0.at } ?? false }

    var next: Milliseconds? { ends.values.map(\.at).min() }
}
