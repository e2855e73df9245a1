@preconcurrency import Capacitor
import Foundation
import UIKit
import WebKit

/// Holds one web view that nobody sees, with a bridge of its own.
@MainActor
final class HeadlessPage: CAPBridgeDelegate {
    private let webView: WKWebView
    private let delegation = HeadlessDelegation()
    private var bridge: CapacitorBridge?
    private let startURL: URL
    private var pings: [Int: CheckedContinuation<Bool, Never>] = [:]
    private var pingCount = 0

    // Plugins ask for these from any thread.
    nonisolated var bridgedWebView: WKWebView? { webView }
    nonisolated var bridgedViewController: UIViewController? { nil }

    init(
        _ environment: HeadlessEnvironment,
        plugins: [CAPPlugin],
        log: @Sendable (String) -> Void,
        ended: @escaping @Sendable (HeadlessEnd) -> Void
    ) throws(BackgroundTaskFailure) {
        let files = environment.webFiles()
        files.remarks.forEach(log)
        let descriptor = environment.headlessDescriptor(files)
        if !environment.isServedByDevelopmentServer { try Self.requireFile(files.file(descriptor.appStartPath ?? "index.html")) }

        let configuration = InstanceConfiguration(with: descriptor, isDebug: CapacitorBridge.isDevEnvironment)
        // Capacitor logs what passes its bridge only if this says so. Its view controller sets it, and a background launch has none.
        CAPLog.enableLogging = configuration.loggingEnabled
        let assetHandler = WebViewAssetHandler(router: CapacitorRouter())
        assetHandler.setAssetPath(configuration.appLocation.path)
        assetHandler.setServerUrl(configuration.serverURL)
        delegation.allowedURLs = [configuration.localURL, configuration.serverURL]
        delegation.ended = ended
        startURL = configuration.appStartServerURL
        webView = WKWebView(frame: .zero, configuration: Self.webConfiguration(configuration, assetHandler, delegation))
        webView.navigationDelegate = delegation
        webView.uiDelegate = delegation
        if let agent = configuration.overridenUserAgentString { webView.customUserAgent = agent }

        let bridge = CapacitorBridge(
            with: configuration,
            delegate: self,
            cordovaConfiguration: descriptor.cordovaConfiguration,
            assetHandler: assetHandler,
            delegationHandler: delegation,
            autoRegisterPlugins: false
        )
        self.bridge = bridge
        // Plugins are registered before the page is loaded, because that puts their JavaScript into it.
        plugins.forEach { bridge.registerPluginInstance($0) }
        Self.classes(environment, files).forEach { bridge.registerPluginType($0) }
    }

    func load() {
        showInWindowIfNeeded()
        webView.load(URLRequest(url: startURL))
    }

    /// Returns whether its JavaScript answers. While the web content process is suspended it does not; closing the page ends the wait.
    func ping() async -> Bool {
        await withCheckedContinuation { continuation in
            pingCount += 1
            let id = pingCount
            pings[id] = continuation
            webView.evaluateJavaScript("1") { [weak self] result, _ in self?.endPing(id, isAlive: result != nil) }
        }
    }

    private func endPing(_ id: Int, isAlive: Bool) {
        pings.removeValue(forKey: id)?.resume(returning: isAlive)
    }

    func close() {
        // A caller that waited on would keep this page and its web view alive.
        for id in pings.keys { endPing(id, isAlive: false) }
        delegation.ended = nil
        webView.stopLoading()
        webView.navigationDelegate = nil
        webView.uiDelegate = nil
        webView.removeFromSuperview()
        delegation.cleanUp()
        bridge = nil
    }

    private static func webConfiguration(
        _ configuration: InstanceConfiguration,
        _ assetHandler: WebViewAssetHandler,
        _ delegation: HeadlessDelegation
    ) -> WKWebViewConfiguration {
        let web = WKWebViewConfiguration()
        web.setURLSchemeHandler(assetHandler, forURLScheme: configuration.localURL.scheme ?? "capacitor")
        web.userContentController = delegation.contentController
        web.limitsNavigationsToAppBoundDomains = configuration.limitsNavigationsToAppBoundDomains
        web.mediaTypesRequiringUserActionForPlayback = .all
        if let agent = configuration.appendedUserAgentString {
            web.applicationNameForUserAgent = [web.applicationNameForUserAgent, agent].compactMap { $0 }.joined(separator: " ")
        }
        if #available(iOS 17.0, *) {
            // Without this WebKit suspends the web content process of a page that nobody sees (WebKit/WebKit#19193).
            web.preferences.inactiveSchedulingPolicy = .none
        }
        return web
    }

    /// Puts the page into the window of a scene, if there is one. iOS 15 and 16 lack the policy, and there it at least counts as part of the app.
    private func showInWindowIfNeeded() {
        if #available(iOS 17.0, *) { return }
        let window = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }.flatMap(\.windows).first
        window?.insertSubview(webView, at: 0)
    }

    private static func requireFile(_ file: URL) throws(BackgroundTaskFailure) {
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw BackgroundTaskFailure(
                .loadFailed,
                "The app's web files have no \(file.lastPathComponent). Build them with the plugin's build step and run npx cap copy ios."
            )
        }
    }

    private static func classes(_ environment: HeadlessEnvironment, _ files: WebFiles) -> [CAPPlugin.Type] {
        let selection = HeadlessPlugins(manifest: files.manifest, configuration: environment.pluginConfiguration)
        return environment.pluginClassNames.compactMap { className in
            // Only an instance tells the name. Making one loads nothing.
            guard let type = NSClassFromString(className) as? CAPPlugin.Type, !(type is CAPInstancePlugin.Type),
                let name = (type.init() as? (CAPPlugin & CAPBridgedPlugin))?.jsName
            else { return nil }
            return selection.loads(name) ? type : nil
        }
    }
}
