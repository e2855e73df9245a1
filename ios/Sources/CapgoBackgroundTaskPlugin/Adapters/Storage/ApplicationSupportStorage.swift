import Foundation

/// Keeps the ledger and its items in the app's container. Looks the place up at each use, because before the first unlock that may fail.
struct ApplicationSupportStorage: LedgerStorage, ItemStorage {
    func read() throws -> Data? { try ledger().read() }
    func write(_ data: Data) throws { try ledger().write(data) }
    func setAside() throws { try ledger().setAside() }
    func removeSetAside() throws { try ledger().removeSetAside() }

    func sequences() throws -> [Int64] { try items().sequences() }
    func start(_ sequence: Int64, maximum: Int) throws -> (bytes: Data, count: Int)? { try items().start(sequence, maximum: maximum) }
    func read(_ sequence: Int64) throws -> Data? { try items().read(sequence) }
    func write(_ data: Data, _ sequence: Int64) throws { try items().write(data, sequence) }
    func remove(_ sequence: Int64) throws { try items().remove(sequence) }
    func setAside(_ sequence: Int64) throws { try items().setAside(sequence) }
    func removeAll() throws { try items().removeAll() }

    private func ledger() throws -> LedgerFile { LedgerFile(try StateFolder.inApplicationSupport()) }
    private func items() throws -> ItemFiles { ItemFiles(try StateFolder.inApplicationSupport()) }
}
