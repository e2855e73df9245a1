import Foundation

/// Stores the ledger in one file.
struct LedgerFile: LedgerStorage {
    private let folder: StateFolder
    private let name = "ledger.json"
    private let setAsideName = "ledger.set-aside.json"

    init(folder: URL, system: StateFolder.System = StateFolder.System()) {
        self.init(StateFolder(folder: folder, system: system))
    }

    init(_ folder: StateFolder) {
        self.folder = folder
    }

    func read() throws -> Data? { try folder.read(name) }
    func write(_ data: Data) throws { try folder.write(data, name) }
    func removeSetAside() throws { try folder.remove(setAsideName) }

    func setAside() throws {
        guard let data = try read() else { return }
        try folder.write(data, setAsideName)
    }
}
