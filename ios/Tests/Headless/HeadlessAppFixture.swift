import Capacitor
import Foundation
import WebKit
@testable import CapgoBackgroundTaskPlugin

/// What a plugin did when it was loaded.
enum LoadedPlugins {
    static let names = Locked<[String]>([])
}

class NotingPlugin: CAPPlugin, CAPBridgedPlugin {
    var identifier: String { "NotingPlugin" }
    var jsName: String { "Noting" }
    var pluginMethods: [CAPPluginMethod] { [] }
    override func load() { LoadedPlugins.names.change { $0.append(jsName) } }
}

final class PreferencesStandIn: NotingPlugin { override var jsName: String { "Preferences" } }
final class CameraStandIn: NotingPlugin { override var jsName: String { "Camera" } }
/// Counts a start without "app ready" as a failed one.
final class UpdaterStandIn: NotingPlugin { override var jsName: String { "CapacitorUpdater" } }
/// Takes the last message at load.
final class PushStandIn: NotingPlugin { override var jsName: String { "PushNotifications" } }
final class OursStandIn: NotingPlugin { override var jsName: String { Constants.pluginName } }

/// An app's files on disk.
@MainActor
final class HeadlessAppFixture {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString, isDirectory: true)
    var bundle: URL { folder.appendingPathComponent("App.app/public", isDirectory: true) }
    var headlessPlugins: [String] = []
    var serverURL: String?
    var appendedUserAgent: String?
    var isLogging = true
    var info: [String: Any] = ["CFBundleVersion": "7", "CFBundleShortVersionString": "1.2"]
    let store = KeyValueStore(suiteName: "test")
    var library: URL
    nonisolated let ends = Locked<[HeadlessEnd]>([])
    nonisolated let log = Recorder()

    init(
        files: [String: String] = [
            "background-task.html": "", "background-task.json": #"{"plugins":["Preferences","CapacitorUpdater","PushNotifications"]}"#
        ]
    ) throws {
        library = folder.appendingPathComponent("Library", isDirectory: true)
        try write(files, to: bundle)
        LoadedPlugins.names.value = []
        WKWebView.standInLoads = []
        WKWebView.standInAnswersScripts = true
        WKWebView.standInUnanswered = 0
    }

    func write(_ files: [String: String], to place: URL) throws {
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: place.appendingPathComponent(name)) }
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    var environment: HeadlessEnvironment {
        let descriptor = InstanceDescriptor(
            at: bundle,
            configuration: nil,
            cordovaConfiguration: nil
        )
        descriptor.serverURL = serverURL
        descriptor.appendedUserAgentString = appendedUserAgent
        descriptor.standInLogging = isLogging
        return HeadlessEnvironment(
            descriptor: descriptor,
            configuration: .object([
                "packageClassList": .array(
                    [PreferencesStandIn.self, CameraStandIn.self, UpdaterStandIn.self, PushStandIn.self].map {
                        .string(NSStringFromClass($0))
                    }
                        + [.string("Gone.MissingPlugin")]
                ),
                "plugins": .object([Constants.pluginName: .object(["headlessPlugins": .array(headlessPlugins.map { .string($0) })])])
            ]),
            info: info,
            libraryFolder: library,
            store: store,
            served: served.ofThisBinary()
        )
    }

    /// What the process of this binary notes, and the next one finds.
    var served: ServedFilesNote {
        let state = StateFolder(folder: library.appendingPathComponent("Application Support/CapgoBackgroundTask", isDirectory: true))
        let log = log
        return ServedFilesNote(
            folder: { state },
            info: info,
            bundleFolder: bundle.deletingLastPathComponent(),
            libraryFolder: library,
            log: { log.note($0) }
        )
    }

    var servedFolder: URL { environment.webFiles().folder }

    func page() throws -> HeadlessPage {
        let (ends, log) = (ends, log)
        return try HeadlessPage(environment, plugins: [OursStandIn()], log: { log.note($0) }) { end in ends.change { $0.append(end) } }
    }
}
