/// Holds the plugin's methods of docs/contract.md: parses a call, asks the engine, and shapes the answer.
enum MethodTable {
    /// Every method of the contract beside Capacitor's own listeners.
    static let names = [
        "attach", "claimRun", "declineRun", "finishRun", "setProgress", "enqueueTask", "cancelEnqueued", "getEnqueued",
        "registerTask", "unregisterTask", "unregisterAllTasks", "getTasks", "getTask", "getRuns", "getStatus", "triggerTasks"
    ]

    static func call(_ method: String, _ argument: JSONValue, from channel: any RuntimeChannel, _ engine: BackgroundTaskEngine) async throws
        -> JSONValue
    {
        do {
            let fields = try FieldReader(argument == .null ? .object([:]) : argument, "argument")
            return try await run(method, fields, channel, engine)
        } catch let error as CorruptRecord {
            throw BackgroundTaskFailure(
                .invalidOptions,
                "\(method) was called with a missing or mistyped \"\(error.field)\". Use the version of @capgo/capacitor-background-task that the app was built with: run npx cap sync ios."
            )
        }
    }

    private static func run(
        _ method: String,
        _ fields: FieldReader,
        _ channel: any RuntimeChannel,
        _ engine: BackgroundTaskEngine
    ) async throws -> JSONValue {
        switch method {
        case "attach":
            let offered = try await engine.attach(
                fields.text("runtimeId"),
                contractVersion: fields.nullable("contractVersion", fields.number) ?? 1,
                taskNames: fields.texts("taskNames"),
                channel: channel
            )
            return .object(["contractVersion": .integer(Constants.contractVersion), "runs": .array(offered.map(\.offer))])
        case "claimRun":
            return json(try await engine.claim(fields.text("taskId"), runtimeId: fields.text("runtimeId"), runtime: channel.kind))
        case "declineRun":
            try await engine.decline(
                fields.text("taskId"),
                runtimeId: fields.text("runtimeId"),
                reason: fields.one("reason", of: DeclineReason.self)
            )
            return .object([:])
        case "finishRun":
            let accepted = try await engine.finish(
                fields.text("taskId"),
                token: fields.text("token"),
                outcome: fields.one("outcome", of: FinishOutcome.self),
                error: fields.nullable("error") { try RunError(reading: fields.object($0)) },
                progress: fields.nullable("progress", fields.text)
            )
            return .object(["accepted": .bool(accepted)])
        case "setProgress":
            try await engine.setProgress(fields.text("taskId"), token: fields.text("token"), fields.text("progress"))
            return .object([:])
        case "enqueueTask":
            let request = try EnqueueRequest(reading: fields)
            let enqueued = try await engine.enqueue(request)
            return .object([
                "id": .string(request.id),
                "change": .string(enqueued.change.rawValue),
                "notices": .array(enqueued.notices.map(\.json))
            ])
        case "cancelEnqueued":
            try await engine.cancelEnqueued(fields.name("taskName"), id: fields.nullable("id", fields.name))
            return .object([:])
        case "getEnqueued":
            let items = try await engine.enqueued(
                taskName: fields.nullable("taskName", fields.name),
                limit: Int(fields.number("limit")),
                includeData: fields.flag("includeData")
            )
            return .object(["items": .array(items)])
        case "registerTask":
            let registered = try await engine.register(fields.name("name"), TaskOptions(reading: fields.object("options")))
            return .object([
                "change": .string(registered.change.rawValue),
                "notices": .array(registered.notices.map(\.json))
            ])
        case "unregisterTask":
            try await engine.unregister(fields.name("name"), from: channel)
            return .object([:])
        case "unregisterAllTasks":
            try await engine.unregisterAll(from: channel)
            return .object([:])
        case "getTasks":
            return .object(["tasks": .array(try await engine.views())])
        case "getTask":
            return .object(["task": try await engine.views(of: [fields.name("name")]).first ?? .null])
        case "getRuns":
            let runs = try await engine.runs(
                open: fields.text("state") == "open",
                taskName: fields.nullable("taskName", fields.name),
                limit: fields.nullable("limit", fields.number).map { Int($0) }
            )
            return .object(["runs": .array(runs.map(\.json))])
        case "getStatus":
            return await engine.status()
        case "triggerTasks":
            let (runtimeId, headless) = (try fields.text("runtimeId"), try fields.flag("headless"))
            let taskName = try fields.nullable("taskName", fields.name)
            let triggered =
                if let id = try fields.nullable("enqueuedId", fields.name) {
                    try await engine.trigger(from: runtimeId, headless: headless, taskName: fields.name("taskName"), enqueuedId: id)
                } else {
                    try await engine.trigger(from: runtimeId, headless: headless, taskName: taskName)
                }
            return .object(["triggered": .bool(triggered)])
        default:
            throw BackgroundTaskFailure(
                .unavailable,
                "The iOS plugin has no method \"\(method)\". Update the app's native part: run npx cap sync ios."
            )
        }
    }

    private static func json(_ claim: Result<ClaimedRun, ClaimRefused>) -> JSONValue {
        switch claim {
        case .success(let claimed):
            .object([
                "claimed": .bool(true),
                "token": .text(claimed.run.claim?.token),
                "deadline": .time(claimed.run.claim?.deadline),
                "timeoutMs": .time(claimed.run.timeout),
                "enqueuedId": .text(claimed.run.item?.id),
                "data": .text(claimed.data)
            ])
        case .failure(let refused):
            .object(["claimed": .bool(false), "reason": .string(refused.reason.rawValue)])
        }
    }
}

extension FieldReader {
    fileprivate func texts(_ key: String) throws -> [String] {
        guard let elements = fields[key]?.elements else { throw CorruptRecord(field: key) }
        return try elements.map { element in
            guard let text = element.text else { throw CorruptRecord(field: key) }
            return text
        }
    }
}
