/// Holds the plugin's methods of docs/contract.md: parses a call, asks the engine, and shapes the answer.
enum MethodTable {
    /// Every method of the contract beside Capacitor's own listeners.
    static let names = [
        "attach", "claimRun", "declineRun", "finishRun", "registerTask", "unregisterTask", "unregisterAllTasks",
        "getTasks", "getTask", "getRuns", "getStatus", "triggerTasks"
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
            let offered = try await engine.attach(fields.text("runtimeId"), taskNames: fields.texts("taskNames"), channel: channel)
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
                error: fields.nullable("error") { try RunError(reading: fields.object($0)) }
            )
            return .object(["accepted": .bool(accepted)])
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
            let triggered = try await engine.trigger(from: fields.text("runtimeId"), headless: fields.flag("headless"))
            return .object(["triggered": .bool(triggered)])
        default:
            throw BackgroundTaskFailure(
                .unavailable,
                "The iOS plugin has no method \"\(method)\". Update the app's native part: run npx cap sync ios."
            )
        }
    }

    private static func json(_ claim: Result<OpenRun, ClaimRefused>) -> JSONValue {
        switch claim {
        case .success(let run):
            .object([
                "claimed": .bool(true),
                "token": .text(run.claim?.token),
                "deadline": .time(run.claim?.deadline),
                "timeoutMs": .time(run.timeout)
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
