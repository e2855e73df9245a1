/// When time alone changes an open run, on a clock that nobody sets: a wall clock that is set back in mid-run makes no run longer.
struct RunEnds: Sendable {
    /// Each has an end of its own: unclaimed until the wake's end, held until the deadline, cut until the end of the grace.
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

    func hasPassed(_ runId: String, elapsed: Milliseconds) -> Bool { ends[runId].map { elapsed >= $0.at } ?? false }

    var next: Milliseconds? { ends.values.map(\.at).min() }
}
