@preconcurrency import Capacitor
import Foundation

/// Joins everything, in one place, for the life of the process.
enum AppServices {
    static let shared: BackgroundTaskService = {
        let service = BackgroundTaskService(
            scheduler: SystemScheduler(),
            clock: SystemClock(),
            device: SystemDevice(),
            headless: WebViewHost(
                environment: {
                    HeadlessEnvironment(
                        descriptor: InstanceDescriptor(),
                        configuration: bundledConfiguration(),
                        info: Bundle.main.infoDictionary ?? [:],
                        libraryFolder: libraryFolder,
                        store: KeyValueStore.standard,
                        served: served.ofThisBinary()
                    )
                },
                plugins: { [CapgoBackgroundTaskPlugin.headless($0), HeadlessMarkerPlugin(), HeadlessWebViewPlugin()] },
                log: log
            ),
            earlier: EarlierDefaults(),
            assertions: SystemAssertions(),
            storage: ApplicationSupportStorage(),
            items: ApplicationSupportStorage(),
            wantsRefresh: { bundledConfiguration()["plugins"]?[Constants.pluginName]?["refresh"]?.boolean != false },
            log: log
        )
        service.followApplication()
        return service
    }()

    static let served = ServedFilesNote(
        folder: { try StateFolder.inApplicationSupport() },
        info: Bundle.main.infoDictionary ?? [:],
        bundleFolder: Bundle.main.bundleURL,
        libraryFolder: libraryFolder,
        log: log
    )

    private static let libraryFolder = FileManager.default.urls(for: .libraryDirectory, in: .userDomainMask).first
    private static let log: @Sendable (String) -> Void = { CAPLog.print("⚡️  CapgoBackgroundTask:", $0) }

    /// Reads capacitor.config.json as `npx cap sync` left it in the app.
    private static func bundledConfiguration() -> JSONValue {
        guard let file = Bundle.main.url(forResource: "capacitor.config", withExtension: "json"), let data = try? Data(contentsOf: file)
        else {
            return .object([:])
        }
        return (try? JSONValue(parsing: data)) ?? .object([:])
    }
}
