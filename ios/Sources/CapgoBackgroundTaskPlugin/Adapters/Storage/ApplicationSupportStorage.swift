import Foundation

/// Keeps the ledger's file in the app's container. Looks the place up at each use, because before the first unlock that may fail.
struct ApplicationSupportStorage: LedgerStorage {
    func read() throws -> Data? { try file().read() }
    func write(_ data: Data) throws { try file().write(data) }
    func setAside() throws { try file().setAside() }
    func removeSetAside() throws { try file().removeSetAside() }

    private func file() throws -> LedgerFile { LedgerFile(try StateFolder.inApplicationSupport()) }
}
