/// The schedule is a function of stored fields: nothing here is kept.
extension TaskRecord {
    /// Returns the number of the next attempt, counted from 1.
    var attempt: Int64 { min(Constants.largestCount, 1 + failedAttempts + interruptedAttempts) }

    /// Returns when the task is due, whatever the time is now.
    func nextEligibleAt(_ zone: Zone = .utc) -> Milliseconds {
        let regular = regularAt(zone)
        let due = backoffFrom.map { max(regular, $0 + Schedule.backoff(count: backoffCount)) } ?? regular
        return options.window?.firstInside(zone, from: due) ?? due
    }

    /// Returns when a wake may open a run. A task whose run settled `undefined` waits one interval, or until a runtime names it; one that is overdue waits for
    /// its next window if `now` is outside.
    func openableAt(now: Milliseconds = 0, _ zone: Zone = .utc) -> Milliseconds {
        let at = definedAt(zone)
        return options.window?.firstInside(zone, from: max(at, now)) ?? at
    }

    /// Returns whether the task, last settled `undefined`, still waits for a runtime that defines it; at the latest one interval later it is tried again.
    func awaitsDefinition(now: Milliseconds, _ zone: Zone = .utc) -> Bool { undefinedAt != nil && definedAt(zone) > now }

    /// Returns whether `now` is outside of the task's window.
    func isOutsideWindow(now: Milliseconds, _ zone: Zone) -> Bool { options.window.map { $0.span(zone, at: now) == nil } ?? false }

    private func definedAt(_ zone: Zone) -> Milliseconds {
        let due = nextEligibleAt(zone)
        return undefinedAt.map { max(due, $0 + options.minimumInterval) } ?? due
    }

    /// A nightly task would drift later each night, and skip one, if its interval counted from when it settled: it counts from the start of that window. An
    /// interval that would be over in the same window does not: it would be over as soon as the task has run.
    private func regularAt(_ zone: Zone) -> Milliseconds {
        if anchorAt == nil, let initialDelay = options.initialDelay { return registeredAt + initialDelay }
        let anchor = anchorAt ?? registeredAt
        guard let span = options.window?.span(zone, at: anchor), span.start + options.minimumInterval >= span.end else {
            return anchor + options.minimumInterval
        }
        return span.start + options.minimumInterval
    }

    /// Returns the task as a run's outcome leaves it.
    func after(_ outcome: Outcome, at now: Milliseconds) -> TaskRecord {
        switch outcome {
        case .success:
            return movedOn(at: now)
        case .failed:
            return failedAttempts >= options.maximumRetries ? movedOn(at: now) : backedOff(at: now, counting: \.failedAttempts)
        case .expired, .lost:
            return interruptedAttempts >= Constants.maximumInterruptions
                ? movedOn(at: now)
                : backedOff(at: now, counting: \.interruptedAttempts)
        case .notStarted:
            return backedOff(at: now, counting: nil)
        case .undefined:
            var task = self
            task.undefinedAt = now
            return task
        case .cancelled:
            return self
        }
    }

    /// Returns the task after a runtime that names it has attached: it need not wait for the interval after `undefined` any more.
    var afterNamed: TaskRecord {
        var task = self
        task.undefinedAt = nil
        return task
    }

    /// Rewrites as now each stored time that lies in the future because the clock was set back.
    func clampToNow(now: Milliseconds) -> TaskRecord {
        var task = self
        task.registeredAt = min(registeredAt, now)
        task.anchorAt = anchorAt.map { min($0, now) }
        task.backoffFrom = backoffFrom.map { min($0, now) }
        task.undefinedAt = undefinedAt.map { min($0, now) }
        return task
    }

    /// Tells whether a stored time lies in the future.
    func isAhead(of now: Milliseconds) -> Bool {
        registeredAt > now || [anchorAt, backoffFrom, undefinedAt].contains { $0.map { $0 > now } ?? false }
    }

    /// Returns whether the task is long overdue although nothing known blocks it. Being outside of its window is no blocker: that ends each day.
    func isStalled(blocked: Bool, now: Milliseconds, floor: Milliseconds, _ zone: Zone = .utc) -> Bool {
        let floor = options.window == nil ? floor : Constants.windowStalledFloor
        return !blocked && now - nextEligibleAt(zone) > max(2 * options.minimumInterval, floor)
    }

    private func movedOn(at now: Milliseconds) -> TaskRecord {
        var task = TaskRecord(name: name, options: options, registeredAt: registeredAt)
        task.anchorAt = now
        task.lastRun = lastRun
        return task
    }

    private func backedOff(at now: Milliseconds, counting count: WritableKeyPath<TaskRecord, Int64>?) -> TaskRecord {
        var task = self
        if let count { task[keyPath: count] += 1 }
        task.backoffCount = counted(backoffCount)
        task.backoffFrom = now
        task.undefinedAt = nil
        return task
    }
}

enum Schedule {
    /// Returns how long the backoff lasts. `count` is the number of settlings with backoff, the last one included.
    static func backoff(count: Int64) -> Milliseconds {
        // 30 s × 2^10 is above the limit already; a larger stored count must not overflow.
        if count > 10 { return Constants.backoffLimit }
        if count < 1 { return Constants.backoffFirst >> min(1 - count, 62) }
        return min(Constants.backoffLimit, Constants.backoffFirst << (count - 1))
    }
}
