import Capacitor
import Foundation

/// Knows the app as it is installed: its configuration, its web files, its plugin classes.
struct HeadlessEnvironment {
    var descriptor: InstanceDescriptor
    /// What capacitor.config.json of the bundle says.
    var configuration: JSONValue
    var info: [String: Any]
    var libraryFolder: URL?
    var store: KeyValueStore
    /// From where the page of this binary was last served; nil: no page of it has attached yet.
    var served: ServedFiles?

    static let headlessPage = "background-task.html"

    var pluginConfiguration: JSONValue? { configuration["plugins"]?[Constants.pluginName] }
    var pluginClassNames: [String] { configuration["packageClassList"]?.elements?.compactMap(\.text) ?? [] }

    /// With a development server the page comes from there, so the bundle does not tell whether it exists. Capacitor ignores an address that is no URL.
    var isServedByDevelopmentServer: Bool { descriptor.serverURL.flatMap(URL.init(string:)) != nil }

    /// Finds the web files that the app's own page runs, or would run.
    func webFiles() -> WebFiles {
        let bundled = descriptor.appLocation
        guard !isServedByDevelopmentServer, let update = liveUpdateFolder else { return WebFiles(folder: bundled, bundled: bundled) }
        let files = WebFiles(folder: update, bundled: bundled)
        return files.has("index.html") ? files : WebFiles(folder: bundled, bundled: bundled, missingUpdate: update)
    }

    /// Returns the descriptor of a page without a view controller. It is like the app's own, live update included, but with our start page.
    func headlessDescriptor(_ files: WebFiles) -> InstanceDescriptor {
        descriptor.appLocation = files.folder
        if !isServedByDevelopmentServer { descriptor.serverURL = nil }
        // The app's own bridge is the delegate of the notification center, and stays it.
        descriptor.handleApplicationNotifications = false
        if isServedByDevelopmentServer || files.has(Self.headlessPage) { descriptor.appStartPath = Self.headlessPage }
        return descriptor
    }

    private var liveUpdateFolder: URL? {
        switch served?.place {
        case .bundle: nil
        case .library(let path): libraryFolder?.appendingPathComponent(path, isDirectory: true)
        case nil: persistedFolder
        }
    }

    /// Finds the folder that Capacitor's own key-value store names, as CAPBridgeViewController does, and writes nothing. It may be a live update that
    /// has never been started, so it counts only until a page has told more.
    private var persistedFolder: URL? {
        guard !isNewBinary, !descriptor.cordovaDeployDisabled, let libraryFolder,
            let path = store["serverBasePath", as: String.self], !path.isEmpty
        else { return nil }
        let name = URL(fileURLWithPath: path, isDirectory: true).lastPathComponent
        return libraryFolder.appendingPathComponent("NoCloud").appendingPathComponent("ionic_built_snapshots").appendingPathComponent(name)
    }

    private var isNewBinary: Bool {
        guard let binary = BinaryVersion(info: info) else { return false }
        guard let code = store["lastBinaryVersionCode", as: String.self], let name = store["lastBinaryVersionName", as: String.self]
        else { return true }
        return binary != BinaryVersion(name: name, code: code)
    }
}
