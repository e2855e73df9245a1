import Foundation

/// The folder of what this plugin stores: readable after the first unlock, and left out of backups.
struct StateFolder: Sendable {
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

    let folder: URL
    var system = System()

    /// May fail before the first unlock, so it is asked at each use.
    static func inApplicationSupport() throws -> StateFolder {
        let support = try FileManager.default.url(for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        return StateFolder(folder: support.appendingPathComponent("CapgoBackgroundTask", isDirectory: true))
    }

    /// Returns nil when there is no such file.
    func read(_ name: String) throws -> Data? {
        do {
            return try Data(contentsOf: file(name))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            return nil
        }
    }

    /// Returns the first bytes of a file, at most so many, and its length; nil when there is no such file.
    func start(_ name: String, maximum: Int) throws -> (bytes: Data, count: Int)? {
        let handle: FileHandle
        do {
            handle = try FileHandle(forReadingFrom: file(name))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile {
            return nil
        }
        defer { try? handle.close() }
        let bytes = try handle.read(upToCount: maximum) ?? Data()
        return (bytes, Int(try handle.seekToEnd()))
    }

    /// Returns the names of the files, or none when the folder has not been made yet.
    func names() throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            return []
        }
    }

    /// Replaces the file, or leaves it as it was.
    func write(_ data: Data, _ name: String) throws {
        try system.createFolder(folder, [.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication])
        // The mark is set on the folder, because replacing the file would lose a mark on the file.
        var values = URLResourceValues()
        values.isExcludedFromBackup = true
        try system.setFolderValues(folder, values)
        try system.write(data, file(name), [.atomic, .completeFileProtectionUntilFirstUserAuthentication])
    }

    func remove(_ name: String) throws {
        do {
            try FileManager.default.removeItem(at: file(name))
        } catch let error as CocoaError where error.code == .fileNoSuchFile {}
    }

    private func file(_ name: String) -> URL { folder.appendingPathComponent(name, isDirectory: false) }
}
