extension TaskRecord {
    static func decode(_ raw: JSONValue) -> Decoded<TaskRecord> {
        .versioned(raw, known: Constants.recordVersion...Constants.newestRecordVersion) { reader in
            var task = TaskRecord(
                name: try reader.name("name"),
                options: try TaskOptions(reading: reader.object("options")),
                registeredAt: try reader.number("registeredAt"),
                version: try reader.number("version")
            )
            task.anchorAt = try reader.nullable("anchorAt", reader.number)
            task.failedAttempts = try reader.number("failedAttempts")
            task.interruptedAttempts = try reader.number("interruptedAttempts")
            task.backoffCount = try reader.number("backoffCount")
            task.backoffFrom = try reader.nullable("backoffFrom", reader.number)
            task.undefinedAt = try reader.nullable("undefinedAt", reader.number)
            task.lastRun = try reader.nullable("lastRun") { try SettledRun(reading: reader.object($0)) }
            return task
        }
    }
}

extension TaskOptions {
    init(reading reader: FieldReader) throws {
        minimumInterval = try reader.duration("minimumIntervalMs")
        let constraints = try Constraints(reading: reader)
        requiresNetwork = constraints.requiresNetwork
        requiresUnmeteredNetwork = constraints.requiresUnmeteredNetwork
        requiresCharging = constraints.requiresCharging
        requiresBatteryNotLow = constraints.requiresBatteryNotLow
        requiresStorageNotLow = constraints.requiresStorageNotLow
        requiresDeviceIdle = constraints.requiresDeviceIdle
        maximumRetries = try reader.number("maximumRetries")
        timeLimit = try reader.nullable("timeLimitMs", reader.duration)
        timeout = try reader.nullable("timeoutMs", reader.duration)
        initialDelay = try reader.nullable("initialDelayMs", reader.number)
        window = try reader.nullable("window") { try DailyWindow(reading: reader.object($0)) }
    }
}

extension Constraints {
    init(reading reader: FieldReader) throws {
        requiresNetwork = try reader.flag("requiresNetwork")
        requiresUnmeteredNetwork = try reader.flag("requiresUnmeteredNetwork")
        requiresCharging = try reader.flag("requiresCharging")
        requiresBatteryNotLow = try reader.flag("requiresBatteryNotLow")
        requiresStorageNotLow = try reader.flag("requiresStorageNotLow")
        requiresDeviceIdle = try reader.flag("requiresDeviceIdle")
    }
}

extension DailyWindow {
    fileprivate init(reading reader: FieldReader) throws {
        func minutes(_ key: String) throws -> Int64 {
            let minutes = try reader.number(key)
            guard minutes < 24 * 60 else { throw CorruptRecord(field: key) }
            return minutes
        }
        self.init(fromMinutes: try minutes("fromMinutes"), toMinutes: try minutes("toMinutes"))
        guard fromMinutes != toMinutes else { throw CorruptRecord(field: "window") }
    }
}

extension QueuedItem {
    static func decode(_ raw: JSONValue) -> Decoded<QueuedItem> {
        .versioned(raw, known: Constants.newestRecordVersion...Constants.newestRecordVersion) { reader in
            QueuedItem(
                sequence: try reader.number("sequence"),
                taskName: try reader.name("taskName"),
                id: try reader.name("id"),
                data: try reader.nullable("data", reader.text),
                enqueuedAt: try reader.number("enqueuedAt"),
                scheduledAt: try reader.number("scheduledAt"),
                eligibleAt: try reader.number("eligibleAt"),
                constraints: try Constraints(reading: reader.object("constraints")),
                maximumRetries: try reader.number("maximumRetries"),
                timeLimit: try reader.nullable("timeLimitMs", reader.duration),
                attempts: try reader.number("attempts"),
                failures: try reader.number("failures"),
                interruptions: try reader.number("interruptions"),
                backoffCount: try reader.number("backoffCount"),
                undefinedSince: try reader.nullable("undefinedSince", reader.number)
            )
        }
    }
}

extension RunItem {
    fileprivate init(reading reader: FieldReader) throws {
        self.init(sequence: try reader.number("sequence"), id: try reader.text("id"))
    }
}

extension OpenRun {
    static func decode(_ raw: JSONValue) -> Decoded<OpenRun> {
        .versioned(raw, known: Constants.recordVersion...Constants.newestRecordVersion) { reader in
            let run = OpenRun(
                id: try reader.text("id"),
                taskName: try reader.name("taskName"),
                trigger: try reader.one("trigger", of: Trigger.self),
                test: try reader.flag("test"),
                attempt: try reader.number("attempt"),
                openedAt: try reader.number("openedAt"),
                deadline: try reader.nullable("deadline", reader.number),
                timeLimit: try reader.nullable("timeLimitMs", reader.duration),
                timeout: try reader.nullable("timeoutMs", reader.duration),
                declines: try RunDecline.list(reader.fields["declines"]),
                claim: try reader.nullable("claim") { try RunClaim(reading: reader.object($0)) },
                cut: try reader.nullable("cut") { try RunCut(reading: reader.object($0)) },
                item: try reader.nullable("item") { try RunItem(reading: reader.object($0)) },
                progress: try reader.nullable("progress", reader.text)
            )
            // Version 2 stands for an item's run, and for nothing else.
            guard (reader.fields["version"]?.integer == Constants.newestRecordVersion) == (run.item != nil) else {
                throw CorruptRecord(field: "item")
            }
            return run
        }
    }
}

extension RunDecline {
    fileprivate static func list(_ raw: JSONValue?) throws -> [RunDecline] {
        guard let elements = raw?.elements, elements.count <= Constants.maximumDeclines else {
            throw CorruptRecord(field: "declines")
        }
        return try elements.map { element in
            let reader = try FieldReader(element, "declines")
            return RunDecline(
                runtimeId: try reader.text("runtimeId"),
                reason: try reader.one("reason", of: DeclineReason.self)
            )
        }
    }
}

extension RunClaim {
    fileprivate init(reading reader: FieldReader) throws {
        token = try reader.text("token")
        runtimeId = try reader.text("runtimeId")
        runtime = try reader.one("runtime", of: RuntimeKind.self)
        claimedAt = try reader.number("claimedAt")
        deadline = try reader.number("deadline")
    }
}

extension RunCut {
    fileprivate init(reading reader: FieldReader) throws {
        reason = try reader.text("reason")
        settlesAt = try reader.number("settlesAt")
    }
}

extension RunError {
    init(reading reader: FieldReader) throws {
        message = try reader.anyText("message")
        code = try reader.text("code")
    }
}

extension SettledRun {
    /// Reads a run of the log. It has no version of its own, because nothing is ever done with it but to show or drop it.
    static func decode(_ raw: JSONValue) -> Decoded<SettledRun> {
        .unversioned(raw, named: "run") { .ok(try SettledRun(reading: $0)) }
    }

    fileprivate init(reading reader: FieldReader) throws {
        let run = PublicRun(
            taskId: try reader.text("taskId"),
            taskName: try reader.name("taskName"),
            trigger: try reader.one("trigger", of: Trigger.self),
            attempt: try reader.number("attempt"),
            timestamp: try reader.number("timestamp"),
            claimedAt: try reader.nullable("claimedAt", reader.number),
            runtime: try reader.nullable("runtime") { try reader.one($0, of: RuntimeKind.self) },
            deadline: try reader.nullable("deadline", reader.number),
            enqueuedId: try reader.nullable("enqueuedId", reader.text),
            progress: try reader.nullable("progress", reader.text)
        )
        self.init(
            run,
            settledAt: try reader.number("settledAt"),
            outcome: try reader.one("outcome", of: Outcome.self),
            error: try reader.nullable("error") { try RunError(reading: reader.object($0)) },
            final: try reader.nullable("final", reader.flag)
        )
    }
}
