import Foundation

/// Stores the ledger in one file, in a folder of its own. It is readable after the first unlock and left out of backups.
struct LedgerFile: LedgerStorage {
    /// Makes the calls whose effect Linux cannot show, so that a test sees at least what they ask for.
    struct System: Sendable {
        var write: @Sendable (Data, URL, Data.WritingOptions) throws -> Void = { try $0.write(to: $1, options: $2) }
        var createFolder: @Sendable (URL, [FileAttributeKey: Any]) throws -> Void = {
            try FileManager.default.createDirectory(at: $0, withIntermediateDirectories: true, attributes: $1)
        }
        var setFolderValues: @Sendable (URL, URLResourceValues) throws -> Void = {
            var folder = $0
            try folder.setResourceValues($1)
        }
    }

    private let folder: URL
    private let system: System

    init(folder: URL, system: System = System()) {
        self.folder = folder
        self.system = system
    }

    static func inApplicationSupport() throws -> LedgerFile {
        let support = try FileManager.default.url(for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        return LedgerFile(folder: support.appendingPathComponent("CapgoBackgroundTask", isDirectory: true))
    }

    private var file: URL { folder.appendingPathComponent("ledger.json", isDirectory: false) }
    private var setAsideFile: URL { folder.appendingPathComponent("ledger.set-aside.json", isDirectory: false) }

    func read() throws -> Data? {
        do {
            return try Data(contentsOf: file)
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            return nil
        }
    }

    func write(_ data: Data) throws {
        try system.createFolder(folder, [.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication])
        // The mark is set on the folder, because replacing the file would lose a mark on the file.
        var values = URLResourceValues()
        values.isExcludedFromBackup = true
        try system.setFolderValues(folder, values)
        try system.write(data, file, [.atomic, .completeFileProtectionUntilFirstUserAuthentication])
    }

    func removeSetAside() throws {
        do {
            try FileManager.default.removeItem(at: setAsideFile)
        } catch let error as CocoaError where error.code == .fileNoSuchFile {}
    }

    func setAside() throws {
        guard let data = try read() else { return }
        try system.write(data, setAsideFile, [.atomic, .completeFileProtectionUntilFirstUserAuthentication])
    }
}
