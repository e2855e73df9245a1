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
                        libraryFolder: FileManager.default.urls(for: .libraryDirectory, in: .userDomainMask).first,
                        store: KeyValueStore.standard
                    )
                },
                plugins: { [CapgoBackgroundTaskPlugin.headless($0), HeadlessMarkerPlugin(), HeadlessWebViewPlugin()] }
            ),
            storage: ApplicationSupportStorage(),
            wantsRefresh: { bundledConfiguration()["plugins"]?[Constants.pluginName]?["refresh"]?.boolean != false },
            log: { CAPLog.print("⚡️  CapgoBackgroundTask:", $0) }
        )
        service.followApplication()
        return service
    }()

    /// Reads capacitor.config.json as `npx cap sync` left it in the app.
    private static func bundledConfiguration() -> JSONValue {
        guard let file = Bundle.main.url(forResource: "capacitor.config", withExtension: "json"), let data = try? Data(contentsOf: file)
        else {
            return .object([:])
        }
        return (try? JSONValue(parsing: data)) ?? .object([:])
    }
}
