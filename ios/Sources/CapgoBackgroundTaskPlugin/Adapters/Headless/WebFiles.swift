import Foundation

/// The folder of web files that a headless page runs: the app's bundle, or a live update.
struct WebFiles {
    let folder: URL
    /// The folder in the app's bundle.
    let bundled: URL
    /// A live update that the app's page ran, and whose files are gone.
    var missingUpdate: URL?

    func file(_ name: String) -> URL { folder.appendingPathComponent(name) }
    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name).path) }

    /// The build's list of tasks and plugins; nil: this app was built without it.
    var manifest: JSONValue? { Self.manifest(in: folder) }

    /// Says what a developer should know of a live update, one sentence each.
    var remarks: [String] {
        if let missingUpdate {
            return ["The live update \(missingUpdate.lastPathComponent) has no index.html any more: the app's own bundle runs."]
        }
        guard folder != bundled, let own = Self.tasks(Self.manifest(in: bundled)) else { return [] }
        let name = folder.lastPathComponent
        guard has(HeadlessEnvironment.headlessPage) else {
            return [
                "The live update \(name) has no \(HeadlessEnvironment.headlessPage), which the app's own bundle has: the whole app is loaded for a task. Upload what the plugin's build step has made."
            ]
        }
        guard let updated = Self.tasks(manifest), updated != own else { return [] }
        let (gone, fresh) = (own.subtracting(updated).sorted(), updated.subtracting(own).sorted())
        return [
            "The live update \(name) defines other tasks than the app's own bundle: without \(Self.list(gone)), with \(Self.list(fresh)) beside it."
        ]
    }

    private static func manifest(in folder: URL) -> JSONValue? {
        try? JSONValue(parsing: Data(contentsOf: folder.appendingPathComponent("background-task.json")))
    }

    private static func tasks(_ manifest: JSONValue?) -> Set<String>? {
        (manifest?["tasks"]?.elements?.compactMap(\.text)).map(Set.init)
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}
