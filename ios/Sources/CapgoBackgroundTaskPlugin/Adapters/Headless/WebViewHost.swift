import Capacitor
import Foundation

/// Makes the engine's headless page for a run, and lets go of it after the last.
final class WebViewHost: HeadlessHost {
    private let environment: @MainActor @Sendable () -> HeadlessEnvironment
    private let plugins: @MainActor @Sendable (_ generation: Int) -> [CAPPlugin]
    private let log: @Sendable (String) -> Void
    @MainActor private var page: HeadlessPage?

    init(
        environment: @escaping @MainActor @Sendable () -> HeadlessEnvironment,
        plugins: @escaping @MainActor @Sendable (_ generation: Int) -> [CAPPlugin],
        log: @escaping @Sendable (String) -> Void
    ) {
        self.environment = environment
        self.plugins = plugins
        self.log = log
    }

    @MainActor
    func start(generation: Int, ended: @escaping @Sendable (HeadlessEnd) -> Void) async throws(BackgroundTaskFailure) {
        page?.close()
        let fresh = try HeadlessPage(environment(), plugins: plugins(generation), log: log, ended: ended)
        page = fresh
        fresh.load()
    }

    @MainActor
    func ping() async -> Bool {
        guard let page else { return false }
        return await page.ping()
    }

    @MainActor
    func stop() async {
        page?.close()
        page = nil
    }
}
