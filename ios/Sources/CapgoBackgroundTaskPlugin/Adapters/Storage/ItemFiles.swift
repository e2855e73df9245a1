import Foundation

/// Stores each item in a file of its own, in a folder beside the ledger.
struct ItemFiles: ItemStorage {
    private let state: StateFolder

    /// `state` is the folder of the ledger.
    init(_ state: StateFolder) {
        self.state = StateFolder(folder: state.folder.appendingPathComponent("items", isDirectory: true), system: state.system)
    }

    func sequences() throws -> [Int64] {
        try names().compactMap { $0.hasSuffix(Self.suffix) ? Int64($0.dropLast(Self.suffix.count)) : nil }.sorted()
    }

    func start(_ sequence: Int64, maximum: Int) throws -> (bytes: Data, count: Int)? { try state.start(name(sequence), maximum: maximum) }
    func read(_ sequence: Int64) throws -> Data? { try state.read(name(sequence)) }
    func write(_ data: Data, _ sequence: Int64) throws { try state.write(data, name(sequence)) }
    func remove(_ sequence: Int64) throws { try state.remove(name(sequence)) }

    func setAside(_ sequence: Int64) throws {
        guard let data = try read(sequence) else { return }
        try state.write(data, "\(sequence).set-aside")
        try remove(sequence)
    }

    func removeAll() throws {
        for name in try names() { try state.remove(name) }
    }

    private static let suffix = ".item"
    private func name(_ sequence: Int64) -> String { "\(sequence)\(Self.suffix)" }

    private func names() throws -> [String] { try state.names() }
}
