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

/// Holds the ledger in memory and in its storage. Takes one step at a time, and is never ahead of the storage, but for items: the ledger's file is written
/// first and those of its items after it, so an item may run twice and is never lost.
struct LedgerStore {
    private let storage: any LedgerStorage
    private let items: any ItemStorage
    private var writer = LedgerWriter()
    private var loaded: LedgerState?
    private(set) var problems: [LedgerProblem] = []
    /// Items whose files are behind the memory, because writing them failed. The next step tries again.
    private(set) var unsaved: Set<Int64> = []

    init(storage: any LedgerStorage, items: any ItemStorage) {
        self.storage = storage
        self.items = items
    }

    mutating func read() throws -> LedgerState {
        if let loaded { return loaded }
        let state = try load()
        loaded = state
        return state
    }

    /// Persists what `body` made of the state before it answers; when that fails, or `body` throws, nothing has happened. What `preparing` does to the state
    /// is stored only along with what `body` does.
    mutating func step<Answer>(preparing: (inout LedgerState) -> Void = { _ in }, _ body: (inout LedgerState) throws -> Answer) throws
        -> Answer
    {
        var before = try read()
        preparing(&before)
        var state = before
        let answer = try body(&state)
        if state != before {
            if state.withoutItems != before.withoutItems { try save(state) }
            adopt(state)
        }
        return answer
    }

    /// Stores an item with its data, and then removes the records of the waiting ones that it replaces.
    mutating func enqueue(_ item: QueuedItem, removing replaced: [Int64]) throws {
        var state = try read()
        do {
            try items.write(ItemFile.bytes(item), item.sequence)
        } catch {
            throw BackgroundTaskFailure(
                .storageFailed,
                "The item \"\(item.id)\" of the task \"\(item.taskName)\" could not be stored (\(error.localizedDescription)). Free some storage and try again."
            )
        }
        var stored = item
        stored.data = nil
        state.put(stored)
        loaded = state
        replaced.forEach { state.removeItem($0) }
        adopt(state)
    }

    /// Removes items for good, before the ledger is told. A run that names one of them is then found without its item.
    mutating func removeItems(_ sequences: [Int64]) throws {
        var state = try read()
        do {
            for sequence in sequences {
                try items.remove(sequence)
                // It is gone, although the next one may stay.
                state.removeItem(sequence)
                loaded = state
                unsaved.remove(sequence)
            }
        } catch {
            throw BackgroundTaskFailure(.storageFailed, "An item could not be removed (\(error.localizedDescription)). Try again.")
        }
    }

    /// Returns the JSON text that an item was enqueued with.
    func data(_ sequence: Int64) throws -> String? {
        do {
            return try items.read(sequence).flatMap { try ItemFile.text(in: $0) }
        } catch {
            throw BackgroundTaskFailure(
                .storageFailed,
                "The data of an item cannot be read now (\(error.localizedDescription)). Try again."
            )
        }
    }

    /// Leaves nothing behind: neither items, nor records of a later version, nor a copy that was set aside.
    mutating func erase() throws {
        do {
            // First, because they hold what the app gave: after a crash in between the registrations are left, and no data.
            try items.removeAll()
        } catch {
            throw BackgroundTaskFailure(.storageFailed, "The queue could not be removed (\(error.localizedDescription)). Try again.")
        }
        let empty = LedgerState()
        try save(empty)
        loaded = empty
        problems = []
        unsaved = []
        do {
            try storage.removeSetAside()
        } catch {
            throw BackgroundTaskFailure(
                .storageFailed,
                "The copy of damaged registrations could not be removed (\(error.localizedDescription)). Try again."
            )
        }
    }

    /// Takes over the state, and brings the files of its items in line with it.
    private mutating func adopt(_ state: LedgerState) {
        if state.items == loaded?.items, unsaved.isEmpty {
            loaded = state
            return
        }
        unsaved.formUnion(state.itemsChanged(since: loaded))
        loaded = state
        for sequence in unsaved {
            do {
                try bring(sequence, inLineWith: state.item(sequence))
                unsaved.remove(sequence)
            } catch { continue }
        }
    }

    private func bring(_ sequence: Int64, inLineWith item: QueuedItem?) throws {
        guard let item else { return try items.remove(sequence) }
        guard let file = try items.read(sequence) else { throw CocoaError(.fileReadNoSuchFile) }
        let bytes = try ItemFile.bytes(item, keepingDataOf: file)
        if bytes != file { try items.write(bytes, sequence) }
    }

    private mutating func load() throws -> LedgerState {
        let data: Data?
        let sequences: [Int64]
        do {
            data = try storage.read()
            sequences = try items.sequences()
        } catch {
            throw Self.unreadable(error)
        }
        var state = try data.map { try decode($0) } ?? LedgerState()
        try loadItems(sequences, &state)
        return state
    }

    // Unreadable does not mean empty: an empty ledger would end every schedule.
    private static func unreadable(_ error: any Error) -> BackgroundTaskFailure {
        BackgroundTaskFailure(
            .storageFailed,
            "The stored registrations cannot be read now (\(error.localizedDescription)). Before the first unlock after a restart this is expected: try again later."
        )
    }

    private mutating func decode(_ data: Data) throws -> LedgerState {
        switch (try? JSONValue(parsing: data)).map(LedgerState.decode) ?? .corrupt(reason: "not JSON") {
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

    /// Reads the records of the items, and mends what a death between two of their steps has left.
    private mutating func loadItems(_ sequences: [Int64], _ state: inout LedgerState) throws {
        var found: [QueuedItem] = []
        for sequence in sequences {
            do {
                guard let (start, count) = try items.start(sequence, maximum: ItemFile.longestHead) else { continue }
                switch ItemFile.decode(start, count: count) {
                case .ok(let item) where item.sequence == sequence: found.append(item)
                case .newer: state.reserve(sequence)
                case .ok: try setAside(sequence, "sequence")
                case .corrupt(let reason): try setAside(sequence, reason)
                }
            } catch {
                throw Self.unreadable(error)
            }
        }
        let mended = MendedQueue(found, state.openRuns)
        state.load(found.filter { mended.stay.contains($0.sequence) })
        for sequence in mended.remove where (try? items.remove(sequence)) == nil { unsaved.insert(sequence) }
    }

    private mutating func setAside(_ sequence: Int64, _ reason: String) throws {
        try items.setAside(sequence)
        problems.append(LedgerProblem(place: "item \(sequence)", reason: reason))
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

    private mutating func save(_ state: LedgerState) throws {
        do {
            try storage.write(try writer.data(state))
        } catch {
            throw BackgroundTaskFailure(
                .storageFailed,
                "The registrations could not be stored (\(error.localizedDescription)). Free some storage and try again."
            )
        }
    }
}
