import Foundation

/// Notes from where the app's own page is served, so that a closed app runs the same files. Whoever decided it (Capacitor, or any live updater) has told
/// the bridge by the time a page's JavaScript attaches.
final class ServedFilesNote: Sendable {
    private let folder: @Sendable () throws -> StateFolder
    private let binary: BinaryVersion?
    private let bundleFolder: URL
    private let libraryFolder: URL?
    private let log: @Sendable (String) -> Void
    /// Keeps the notes in order, off the main thread.
    private let queue = DispatchQueue(label: "app.capgo.backgroundtask.served-files")
    private let name = "served-files.json"

    init(
        folder: @escaping @Sendable () throws -> StateFolder,
        info: [String: Any],
        bundleFolder: URL,
        libraryFolder: URL?,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.folder = folder
        self.binary = BinaryVersion(info: info)
        self.bundleFolder = bundleFolder
        self.libraryFolder = libraryFolder
        self.log = log
    }

    /// `location` is the folder that the bridge of the app's own page serves now.
    func note(_ location: URL) {
        queue.async { [self] in
            do {
                guard let files = files(at: location) else { return try folder().remove(name) }
                if files != read() { try folder().write(try files.json.data(), name) }
            } catch {
                log(
                    "The folder of the app's web files cannot be noted (\(error.localizedDescription)); a closed app may run those of before."
                )
            }
        }
    }

    /// Returns nil when this binary's page has not attached yet.
    func ofThisBinary() -> ServedFiles? {
        queue.sync { read() }.flatMap { $0.binary == binary ? $0 : nil }
    }

    /// Waits until what was noted is stored.
    func settle() { queue.sync {} }

    private func read() -> ServedFiles? {
        guard let data = try? folder().read(name), let json = try? JSONValue(parsing: data) else { return nil }
        return ServedFiles(reading: json)
    }

    private func files(at location: URL) -> ServedFiles? {
        guard let binary else { return nil }
        if location.path(inside: bundleFolder) != nil { return ServedFiles(place: .bundle, binary: binary) }
        if let path = libraryFolder.flatMap({ location.path(inside: $0) }) { return ServedFiles(place: .library(path), binary: binary) }
        log(
            "The app's web files are served from \(location.path), outside the app's bundle and its Library folder. A closed app cannot follow them there."
        )
        return nil
    }
}

extension BinaryVersion {
    init?(info: [String: Any]) {
        guard let name = info["CFBundleShortVersionString"] as? String, let code = info["CFBundleVersion"] as? String else { return nil }
        self.init(name: name, code: code)
    }
}

extension URL {
    /// Returns the rest of the path, or nil when this is not inside `folder`. One of them may name /private and the other may not.
    fileprivate func path(inside folder: URL) -> String? {
        let own = resolvingSymlinksInPath().standardizedFileURL.pathComponents
        let outer = folder.resolvingSymlinksInPath().standardizedFileURL.pathComponents
        guard own.count > outer.count, own.starts(with: outer) else { return nil }
        return own.dropFirst(outer.count).joined(separator: "/")
    }
}
