extension TaskRecord {
    var json: JSONValue {
        .object([
            "version": .integer(Constants.recordVersion),
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
    var json: JSONValue {
        .object([
            "minimumIntervalMs": .time(minimumInterval),
            "requiresNetwork": .bool(requiresNetwork),
            "requiresUnmeteredNetwork": .bool(requiresUnmeteredNetwork),
            "requiresCharging": .bool(requiresCharging),
            "requiresBatteryNotLow": .bool(requiresBatteryNotLow),
            "requiresStorageNotLow": .bool(requiresStorageNotLow),
            "requiresDeviceIdle": .bool(requiresDeviceIdle),
            "maximumRetries": .integer(maximumRetries),
            "timeLimitMs": .time(timeLimit),
            "timeoutMs": .time(timeout)
        ])
    }
}

extension OpenRun {
    var json: JSONValue {
        .object([
            "version": .integer(Constants.recordVersion),
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
        ])
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
        .object([
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
        ])
    }
}
