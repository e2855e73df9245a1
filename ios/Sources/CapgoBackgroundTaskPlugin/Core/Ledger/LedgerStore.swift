import Foundation

/// Keeps the ledger's bytes.
protocol LedgerStorage: Sendable {
    /// Returns what is stored, or nil when nothing ever was. Throws when there may be something that cannot be read now.
    func read() throws -> Data?
    /// Replaces all that is stored, or leaves it as it was.
    func write(_ data: Data) throws
    /// Keeps a copy of what is stored, for people to look at.
    func setAside() throws
    /// Removes that copy.
    func removeSetAside() throws
}

/// Holds the ledger in memory and in its storage. Takes one step at a time, and is never ahead of the storage.
struct LedgerStore {
    private let storage: any LedgerStorage
    private var loaded: LedgerState?
    private(set) var problems: [LedgerProblem] = []

    init(storage: any LedgerStorage) {
        self.storage = storage
    }

    mutating func read() throws -> LedgerState {
        if let loaded { return loaded }
        let state = try load()
        loaded = state
        return state
    }

    /// Persists what `body` made of the state before it answers; when that fails, or `body` throws, nothing has happened.
    mutating func step<Answer>(_ body: (inout LedgerState) throws -> Answer) throws -> Answer {
        let before = try read()
        var state = before
        let answer = try body(&state)
        if state != before {
            try save(state)
            loaded = state
        }
        return answer
    }

    /// Leaves nothing behind: neither records of a later version, nor a copy that was set aside.
    mutating func erase() throws {
        let empty = LedgerState()
        try save(empty)
        loaded = empty
        problems = []
        do {
            try storage.removeSetAside()
        } catch {
            throw BackgroundTaskFailure(
                .storageFailed,
                "The copy of damaged registrations could not be removed (\(error.localizedDescription)). Try again."
            )
        }
    }

    private mutating func load() throws -> LedgerState {
        let data: Data?
        do {
            data = try storage.read()
        } catch {
            // Unreadable does not mean empty: an empty ledger would end every schedule.
            throw BackgroundTaskFailure(
                .storageFailed,
                "The stored registrations cannot be read now (\(error.localizedDescription)). Before the first unlock after a restart this is expected: try again later."
            )
        }
        guard let data else { return LedgerState() }
        switch Self.decode(data) {
        case .ok(let decoded):
            guard !decoded.problems.isEmpty else { return decoded.state }
            try keepCopy()
            problems += decoded.problems
            try save(decoded.state)
            return decoded.state
        case .newer:
            throw BackgroundTaskFailure(
                .storageNewer,
                "The registrations were stored by a later version of this plugin and are left as they are. Install that version of the app again, or a later one."
            )
        case .corrupt(let reason):
            try keepCopy()
            problems.append(LedgerProblem(place: "file", reason: reason))
            try save(LedgerState())
            return LedgerState()
        }
    }

    private static func decode(_ data: Data) -> Decoded<DecodedLedger> {
        guard let json = try? JSONValue(parsing: data) else { return .corrupt(reason: "not JSON") }
        return LedgerState.decode(json)
    }

    private func keepCopy() throws {
        do {
            try storage.setAside()
        } catch {
            throw BackgroundTaskFailure(
                .storageFailed,
                "The stored registrations are damaged and could not be set aside (\(error.localizedDescription)). Free some storage and try again."
            )
        }
    }

    private func save(_ state: LedgerState) throws {
        do {
            try storage.write(try state.json.data())
        } catch {
            throw BackgroundTaskFailure(
                .storageFailed,
                "The registrations could not be stored (\(error.localizedDescription)). Free some storage and try again."
            )
        }
    }
}
