import Foundation
@testable import CapgoBackgroundTaskPlugin

/// Measures what a long queue costs, on files: `{ "few", "many", "startFew", "startMany", "kilobytes" }`, times in milliseconds, medians.
enum QueueCost {
    private static let (few, many, rounds) = (10, 1000, 60)

    static func run(folder: URL) throws {
        let files = FileManager.default
        defer { try? files.removeItem(at: folder) }
        let long = StateFolder(folder: folder.appendingPathComponent("many", isDirectory: true))
        let short = StateFolder(folder: folder.appendingPathComponent("few", isDirectory: true))
        var (manyStore, fewStore) = (store(long), store(short))
        for sequence in 1...many { try enqueue(&manyStore, sequence) }
        for sequence in 1...few { try enqueue(&fewStore, sequence) }
        let kilobytes =
            try files.contentsOfDirectory(atPath: long.folder.appendingPathComponent("items").path).reduce(0) { sum, name in
                let attributes = try files.attributesOfItem(atPath: long.folder.appendingPathComponent("items/\(name)").path)
                return sum + ((attributes[.size] as? NSNumber)?.intValue ?? 0)
            } / 1000

        var times: [String: [Double]] = [:]
        // By turns, so that a busy machine slows both; as many items and as long a log in each round.
        for round in 1...rounds {
            times["startMany", default: []].append(try time { _ = try Self.store(long).loaded() })
            times["startFew", default: []].append(try time { _ = try Self.store(short).loaded() })
            times["many", default: []].append(try time { try oneRun(&manyStore, "\(round)") })
            times["few", default: []].append(try time { try oneRun(&fewStore, "\(round)") })
            try enqueue(&manyStore, many + round)
            try enqueue(&fewStore, few + round)
        }
        var members = times.mapValues { JSONValue.number($0.sorted()[$0.count / 2]) }
        members["kilobytes"] = .integer(Int64(kilobytes))
        FileHandle.standardOutput.write(try JSONValue.object(members).data() + Data("\n".utf8))
    }

    private static func store(_ state: StateFolder) -> LedgerStore { LedgerStore(storage: LedgerFile(state), items: ItemFiles(state)) }

    private static func enqueue(_ store: inout LedgerStore, _ sequence: Int) throws {
        let item = QueuedItem(
            sequence: Int64(sequence),
            taskName: "send-\(sequence % 7)",
            id: "\(sequence)",
            data: "\"\(String(repeating: "x", count: 8000))\"",
            enqueuedAt: 1,
            scheduledAt: 1,
            eligibleAt: 1,
            constraints: LedgerWriter.options.constraints,
            maximumRetries: 3,
            timeLimit: nil
        )
        try store.enqueue(item, removing: [])
    }

    /// Opens, claims and finishes as an engine does it.
    private static func oneRun(_ store: inout LedgerStore, _ id: String) throws {
        try store.step { state in
            state.clampToNow(now: 2)
            let due = WakeSelection.worksToOpen(state.tasks, state.items, open: state.openRuns, conditions: Conditions(), now: 2, .utc)
            guard case .item(let item)? = due.first else { exit(1) }
            state.put(OpenRun(opening: item, trigger: .enqueue, now: 2, deadline: nil, id: id))
        }
        guard let item = try store.read().openRun(id)?.item, try store.data(item.sequence) != nil else { exit(1) }
        let claim = ClaimRequest(taskId: id, runtimeId: "r", runtime: .page, now: 2, token: "t", limit: 1000)
        _ = try store.step { $0.claim(claim) }
        let finish = FinishRequest(taskId: id, token: "t", outcome: .success, error: nil, now: 3)
        guard try store.step({ $0.finish(finish, grace: 1) }) != nil else { exit(1) }
    }

    private static func time(_ work: () throws -> Void) rethrows -> Double {
        let start = DispatchTime.now().uptimeNanoseconds
        try work()
        return Double(DispatchTime.now().uptimeNanoseconds - start) / 1_000_000
    }
}

extension LedgerStore {
    fileprivate func loaded() throws -> LedgerStore {
        var store = self
        _ = try store.read()
        return store
    }
}
