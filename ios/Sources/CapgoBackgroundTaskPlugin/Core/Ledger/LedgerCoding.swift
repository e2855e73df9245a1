/// A part of the ledger that could not be kept as it was when it was read.
struct LedgerProblem: Sendable, Equatable {
    let place: String
    let reason: String
}

struct DecodedLedger: Sendable, Equatable {
    var state = LedgerState()
    var problems: [LedgerProblem] = []
}

extension LedgerState {
    /// `newer`: the whole file is of a later version. `corrupt`: nothing of it can be used.
    static func decode(_ raw: JSONValue) -> Decoded<DecodedLedger> {
        .versioned(raw, known: Constants.recordVersion...Constants.recordVersion) { reader in
            var decoded = DecodedLedger()
            for (index, raw) in try list(reader, "tasks").enumerated() {
                switch TaskRecord.decode(raw) {
                case .ok(let task):
                    if decoded.state.task(task.name) != nil {
                        decoded.problems.append(LedgerProblem(place: "tasks[\(index)]", reason: "name appears twice"))
                    } else {
                        decoded.state.put(task)
                    }
                case .newer: decoded.state.newerTasks.append(raw)
                case .corrupt(let reason): decoded.problems.append(LedgerProblem(place: "tasks[\(index)]", reason: reason))
                }
            }
            for (index, raw) in try list(reader, "openRuns").enumerated() {
                switch OpenRun.decode(raw) {
                case .ok(let run):
                    if decoded.state.openRun(run.id) != nil || decoded.state.openRun(ofTask: run.taskName) != nil {
                        decoded.problems.append(LedgerProblem(place: "openRuns[\(index)]", reason: "run appears twice"))
                    } else {
                        decoded.state.put(run)
                    }
                case .newer: decoded.state.newerRuns.append(raw)
                case .corrupt(let reason): decoded.problems.append(LedgerProblem(place: "openRuns[\(index)]", reason: reason))
                }
            }
            for (index, raw) in try list(reader, "log").enumerated() {
                switch SettledRun.decode(raw) {
                case .ok(let run): decoded.state.append(run)
                case .newer: break
                case .corrupt(let reason): decoded.problems.append(LedgerProblem(place: "log[\(index)]", reason: reason))
                }
            }
            decoded.state.hasTakenOver = reader.fields["takenOver"]?.boolean == true
            return decoded
        }
    }

    /// Everything that is stored but the log.
    var jsonWithoutLog: JSONValue {
        var members: [String: JSONValue] = [
            "version": .integer(Constants.recordVersion),
            "tasks": .array(tasks.map(\.json) + newerTasks),
            "openRuns": .array(openRuns.map(\.json) + newerRuns)
        ]
        if hasTakenOver { members["takenOver"] = .bool(true) }
        return .object(members)
    }

    private static func list(_ reader: FieldReader, _ key: String) throws -> [JSONValue] {
        guard let elements = reader.fields[key]?.elements else { throw CorruptRecord(field: key) }
        return elements
    }

    /// True when a later version's record holds this name or run id.
    func isNewer(task name: String) -> Bool {
        newerTasks.contains { $0["name"]?.text?.isSameText(as: name) == true }
    }

    func isNewer(run id: String) -> Bool {
        newerRuns.contains { $0["id"]?.text?.isSameText(as: id) == true }
    }
}
