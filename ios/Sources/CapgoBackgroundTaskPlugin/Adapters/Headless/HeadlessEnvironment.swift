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

    var pluginConfiguration: JSONValue? { configuration["plugins"]?[Constants.pluginName] }
    var pluginClassNames: [String] { configuration["packageClassList"]?.elements?.compactMap(\.text) ?? [] }

    /// Returns the descriptor of a page without a view controller. It is like the app's own, live update included, but with our start page.
    func headlessDescriptor() -> InstanceDescriptor {
        if let location = liveUpdateLocation { descriptor.appLocation = location }
        if !isServedByDevelopmentServer { descriptor.serverURL = nil }
        // The app's own bridge is the delegate of the notification center, and stays it.
        descriptor.handleApplicationNotifications = false
        if hasHeadlessPage { descriptor.appStartPath = Self.headlessPage }
        return descriptor
    }

    static let headlessPage = "background-task.html"

    func file(_ name: String) -> URL { descriptor.appLocation.appendingPathComponent(name) }

    /// With a development server the page comes from there, so the bundle does not tell whether it exists. Capacitor ignores an address that is no URL.
    var isServedByDevelopmentServer: Bool { descriptor.serverURL.flatMap(URL.init(string:)) != nil }

    private var hasHeadlessPage: Bool {
        isServedByDevelopmentServer || FileManager.default.fileExists(atPath: file(Self.headlessPage).path)
    }

    /// Finds the folder of a live update as CAPBridgeViewController does, and writes nothing.
    private var liveUpdateLocation: URL? {
        guard !isNewBinary, !descriptor.cordovaDeployDisabled, let libraryFolder,
            let path = store["serverBasePath", as: String.self], !path.isEmpty
        else { return nil }
        let name = URL(fileURLWithPath: path, isDirectory: true).lastPathComponent
        return libraryFolder.appendingPathComponent("NoCloud").appendingPathComponent("ionic_built_snapshots").appendingPathComponent(name)
    }

    private var isNewBinary: Bool {
        guard let code = info["CFBundleVersion"] as? String, let name = info["CFBundleShortVersionString"] as? String else { return false }
        guard let lastCode = store["lastBinaryVersionCode", as: String.self],
            let lastName = store["lastBinaryVersionName", as: String.self]
        else { return true }
        return code != lastCode || name != lastName
    }
}
