/// What becomes of an open run as time passes and its holder lives or dies.
enum SweepStep: Sendable, Equatable {
    case leave
    /// The run has to be stored, and its holder told.
    case cut(OpenRun)
    /// `settledAt` is what the log says; `backoffFrom` is where the backoff starts: a run that is found late has waited already.
    case settle(Ending, settledAt: Milliseconds, backoffFrom: Milliseconds)
}

extension OpenRun {
    /// Says what becomes of an open run that somebody looks at. Timers stand still in a suspended process, so a holder that is alive may not know yet
    /// that its time is over: it is cut and told first, and has the whole grace from then on. `holderAlive` is true where nobody can know.
    func sweep(now: Milliseconds, grace: Milliseconds, holderAlive: Bool) -> SweepStep {
        guard let claim else {
            guard let deadline, now >= deadline else { return .leave }
            return settle(.notClaimed, at: now)
        }
        guard holderAlive else { return settle(.lost, at: now) }
        guard let cut else { return now >= claim.deadline ? cutting("deadline", settlesAt: now + grace) : .leave }
        // No grace is that long, so the clock was set back after the cut.
        if cut.settlesAt > now + grace { return cutting(cut.reason, settlesAt: now + grace) }
        return now > cut.settlesAt ? settle(.expired, at: now) : .leave
    }

    /// Returns the first time at which `sweep` may do something to a run whose holder lives; nil: never.
    var sweepAt: Milliseconds? {
        guard let claim else { return deadline }
        return cut.map { $0.settlesAt + 1 } ?? claim.deadline
    }

    /// Returns where the backoff of a run starts that settles at `settledAt`: when its time ran out, at the latest then. Wakes may be half a day
    /// apart; a backoff from then would cost the task the very wake that finds the run.
    func backoffStart(_ outcome: Outcome, settledAt: Milliseconds) -> Milliseconds {
        switch outcome {
        case .success, .failed, .undefined, .cancelled: return settledAt
        case .expired, .lost, .notStarted: break
        }
        let timeRanOutAt = claim.map { min($0.deadline, cut?.settlesAt ?? $0.deadline) } ?? deadline
        return min(settledAt, timeRanOutAt ?? settledAt)
    }

    private func cutting(_ reason: String, settlesAt: Milliseconds) -> SweepStep {
        var run = self
        run.cut = RunCut(reason: reason, settlesAt: settlesAt)
        return .cut(run)
    }

    private func settle(_ ending: Ending, at now: Milliseconds) -> SweepStep {
        .settle(ending, settledAt: now, backoffFrom: backoffStart(ending.outcome, settledAt: now))
    }
}
