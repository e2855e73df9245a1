extension TaskRecord {
    var json: JSONValue {
        .object([
            "version": .integer(version),
            "name": .string(name),
            "options": options.json,
            "registeredAt": .time(registeredAt),
            "anchorAt": .time(anchorAt),
            "failedAttempts": .integer(failedAttempts),
            "interruptedAttempts": .integer(interruptedAttempts),
            "backoffCount": .integer(backoffCount),
            "backoffFrom": .time(backoffFrom),
            "undefinedAt": .time(undefinedAt),
            "lastRun": lastRun?.run.json ?? .null
        ])
    }
}

extension TaskOptions {
    /// What version 2 has added is left out when it is not set.
    var json: JSONValue {
        var members = constraints.members
        members["minimumIntervalMs"] = .time(minimumInterval)
        members["maximumRetries"] = .integer(maximumRetries)
        members["timeLimitMs"] = .time(timeLimit)
        members["timeoutMs"] = .time(timeout)
        if let initialDelay { members["initialDelayMs"] = .time(initialDelay) }
        if let window {
            members["window"] = .object(["fromMinutes": .integer(window.fromMinutes), "toMinutes": .integer(window.toMinutes)])
        }
        return .object(members)
    }
}

extension Constraints {
    fileprivate var members: [String: JSONValue] {
        [
            "requiresNetwork": .bool(requiresNetwork),
            "requiresUnmeteredNetwork": .bool(requiresUnmeteredNetwork),
            "requiresCharging": .bool(requiresCharging),
            "requiresBatteryNotLow": .bool(requiresBatteryNotLow),
            "requiresStorageNotLow": .bool(requiresStorageNotLow),
            "requiresDeviceIdle": .bool(requiresDeviceIdle)
        ]
    }
}

extension QueuedItem {
    var json: JSONValue {
        .object([
            "version": .integer(Constants.newestRecordVersion),
            "sequence": .integer(sequence),
            "taskName": .string(taskName),
            "id": .string(id),
            "data": .text(data),
            "enqueuedAt": .time(enqueuedAt),
            "scheduledAt": .time(scheduledAt),
            "eligibleAt": .time(eligibleAt),
            "constraints": .object(constraints.members),
            "maximumRetries": .integer(maximumRetries),
            "timeLimitMs": .time(timeLimit),
            "attempts": .integer(attempts),
            "failures": .integer(failures),
            "interruptions": .integer(interruptions),
            "backoffCount": .integer(backoffCount),
            "undefinedSince": .time(undefinedSince)
        ])
    }
}

extension OpenRun {
    var json: JSONValue {
        var members: [String: JSONValue] = [
            // Older code would take an item's run for one of a registration.
            "version": .integer(item == nil ? Constants.recordVersion : Constants.newestRecordVersion),
            "id": .string(id),
            "taskName": .string(taskName),
            "trigger": .string(trigger.rawValue),
            "test": .bool(test),
            "attempt": .integer(attempt),
            "openedAt": .time(openedAt),
            "deadline": .time(deadline),
            "timeLimitMs": .time(timeLimit),
            "timeoutMs": .time(timeout),
            "declines": .array(
                declines.map { decline in
                    .object(["runtimeId": .string(decline.runtimeId), "reason": .string(decline.reason.rawValue)])
                }
            ),
            "claim": claim?.json ?? .null,
            "cut": cut?.json ?? .null
        ]
        if let item { members["item"] = .object(["sequence": .integer(item.sequence), "id": .string(item.id)]) }
        if let progress { members["progress"] = .string(progress) }
        return .object(members)
    }
}

extension RunClaim {
    fileprivate var json: JSONValue {
        .object([
            "token": .string(token),
            "runtimeId": .string(runtimeId),
            "runtime": .string(runtime.rawValue),
            "claimedAt": .time(claimedAt),
            "deadline": .time(deadline)
        ])
    }
}

extension RunCut {
    fileprivate var json: JSONValue {
        .object(["reason": .string(reason), "settlesAt": .time(settlesAt)])
    }
}

extension RunError {
    var json: JSONValue {
        .object(["code": .string(code), "message": .string(message)])
    }
}

extension PublicRun {
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "taskId": .string(taskId),
            "taskName": .string(taskName),
            "trigger": .string(trigger.rawValue),
            "attempt": .integer(attempt),
            "timestamp": .time(timestamp),
            "claimedAt": .time(claimedAt),
            "settledAt": .time(settledAt),
            "runtime": .text(runtime?.rawValue),
            "deadline": .time(deadline),
            "outcome": .text(outcome?.rawValue),
            "error": error?.json ?? .null
        ]
        if let enqueuedId { members["enqueuedId"] = .string(enqueuedId) }
        if let final { members["final"] = .bool(final) }
        if let progress { members["progress"] = .string(progress) }
        return .object(members)
    }
}
