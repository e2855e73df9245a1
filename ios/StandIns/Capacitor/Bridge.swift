// Stands in for Capacitor on Linux: the parts that the plugin uses. scripts/ios/check-stand-ins.mjs compares every declaration with
// the sources that @capacitor/ios publishes; names with "standIn" are the test's.
import Foundation
import UIKit
import WebKit

public protocol CAPBridgeDelegate: AnyObject {
    var bridgedWebView: WKWebView? { get }
    var bridgedViewController: UIViewController? { get }
}

public protocol CAPBridgeProtocol: NSObjectProtocol {
    var config: InstanceConfiguration { get }
    var webView: WKWebView? { get }
    func setServerBasePath(_ path: String)
}

public protocol Router {
    func route(for path: String) -> String
    var basePath: String { get set }
}

public struct CapacitorRouter: Router {
    public init() {}
    public var basePath: String = ""
    public func route(for path: String) -> String { basePath + path }
}

open class CapacitorBridge: NSObject, CAPBridgeProtocol {
    public static var isDevEnvironment: Bool { false }
    public static let httpInterceptorStartIdentifier = "/_capacitor_http_interceptor_"
    public let autoRegisterPlugins: Bool
    public private(set) var webViewAssetHandler: WebViewAssetHandler
    public private(set) var webViewDelegationHandler: WebViewDelegationHandler
    public private(set) weak var bridgeDelegate: CAPBridgeDelegate?
    public var config: InstanceConfiguration
    open private(set) var dispatchQueue = DispatchQueue(label: "bridge")
    public var webView: WKWebView? { bridgeDelegate?.bridgedWebView }

    public var standInPlugins: [String: CAPPlugin] = [:]
    public var standInOwnsNotifications: Bool

    public init(
        with configuration: InstanceConfiguration,
        delegate bridgeDelegate: CAPBridgeDelegate,
        cordovaConfiguration: CDVConfigParser,
        assetHandler: WebViewAssetHandler,
        delegationHandler: WebViewDelegationHandler,
        autoRegisterPlugins: Bool = true
    ) {
        self.bridgeDelegate = bridgeDelegate
        self.webViewAssetHandler = assetHandler
        self.webViewDelegationHandler = delegationHandler
        self.config = configuration
        self.autoRegisterPlugins = autoRegisterPlugins
        self.standInOwnsNotifications = configuration.handleApplicationNotifications
        super.init()
        delegationHandler.bridge = self
    }

    /// As the real one: a folder that is not there is ignored, the configuration is replaced, and nothing is loaded again.
    public func setServerBasePath(_ path: String) {
        let url = URL(fileURLWithPath: path, isDirectory: true)
        guard FileManager.default.fileExists(atPath: url.path) else { return }
        config = config.updatingAppLocation(url)
        webViewAssetHandler.setAssetPath(url.path)
    }

    public func registerPluginType(_ pluginType: CAPPlugin.Type) {
        if autoRegisterPlugins { return }
        if pluginType is CAPInstancePlugin.Type {
            fatalError("Cannot register class \(pluginType): CAPInstancePlugin through registerPluginType(_:).")
        }
        guard pluginType is (CAPPlugin & CAPBridgedPlugin).Type else { return }
        registerPluginInstance(pluginType.init())
    }

    public func registerPluginInstance(_ pluginInstance: CAPPlugin) {
        guard let plugin = pluginInstance as? (CAPPlugin & CAPBridgedPlugin) else { return }
        plugin.bridge = self
        plugin.webView = webView
        plugin.load()
        standInPlugins[plugin.jsName] = plugin
    }
}

open class WebViewAssetHandler: NSObject, WKURLSchemeHandler {
    public private(set) var standInRouter: Router
    public private(set) var standInServerUrl: URL?

    public init(router: Router) {
        standInRouter = router
        super.init()
    }

    open func setAssetPath(_ assetPath: String) { standInRouter.basePath = assetPath }
    open func setServerUrl(_ serverUrl: URL?) { standInServerUrl = serverUrl }
    open func webView(_ webView: WKWebView, start urlSchemeTask: WKURLSchemeTask) {}
    open func webView(_ webView: WKWebView, stop urlSchemeTask: WKURLSchemeTask) {}
}

open class WebViewDelegationHandler: NSObject, WKNavigationDelegate, WKUIDelegate, WKScriptMessageHandler {
    public internal(set) weak var bridge: CapacitorBridge?
    open fileprivate(set) var contentController = WKUserContentController()

    override public init() {
        super.init()
        contentController.add(self, name: "bridge")
    }

    open func cleanUp() { contentController.removeScriptMessageHandler(forName: "bridge") }
    open func userContentController(_ userContentController: WKUserContentController, didReceive message: WKScriptMessage) {}
    open func webView(_ webView: WKWebView, didStartProvisionalNavigation navigation: WKNavigation!) {}
    open func webView(_ webView: WKWebView, didFinish navigation: WKNavigation!) {}
    open func webView(_ webView: WKWebView, didFail navigation: WKNavigation!, withError error: Error) {}
    open func webView(_ webView: WKWebView, didFailProvisionalNavigation navigation: WKNavigation!, withError error: Error) {}
    open func webViewWebContentProcessDidTerminate(_ webView: WKWebView) { _ = webView.reload() }

    open func webView(
        _ webView: WKWebView,
        requestMediaCapturePermissionFor origin: WKSecurityOrigin,
        initiatedByFrame frame: WKFrameInfo,
        type: WKMediaCaptureType,
        decisionHandler: @escaping (WKPermissionDecision) -> Void
    ) {
        decisionHandler(.grant)
    }

    open func webView(
        _ webView: WKWebView,
        requestDeviceOrientationAndMotionPermissionFor origin: WKSecurityOrigin,
        initiatedByFrame frame: WKFrameInfo,
        decisionHandler: @escaping (WKPermissionDecision) -> Void
    ) {
        decisionHandler(.grant)
    }

    open func webView(
        _ webView: WKWebView,
        decidePolicyFor navigationAction: WKNavigationAction,
        decisionHandler: @escaping (WKNavigationActionPolicy) -> Void
    ) {
        decisionHandler(.allow)
    }

    open func webView(
        _ webView: WKWebView,
        runJavaScriptAlertPanelWithMessage message: String,
        initiatedByFrame frame: WKFrameInfo,
        completionHandler: @escaping () -> Void
    ) {
        completionHandler()
    }

    /// As the real one without a view controller: it never answers, which WebKit punishes.
    open func webView(
        _ webView: WKWebView,
        runJavaScriptConfirmPanelWithMessage message: String,
        initiatedByFrame frame: WKFrameInfo,
        completionHandler: @escaping (Bool) -> Void
    ) {}

    /// As the real one: synchronous calls of Capacitor's own JavaScript are answered, a prompt without a view controller is not.
    open func webView(
        _ webView: WKWebView,
        runJavaScriptTextInputPanelWithPrompt prompt: String,
        defaultText: String?,
        initiatedByFrame frame: WKFrameInfo,
        completionHandler: @escaping (String?) -> Void
    ) {
        if prompt.contains("\"CapacitorCookies.isEnabled\"") { completionHandler("false") }
    }

    open func webView(
        _ webView: WKWebView,
        createWebViewWith configuration: WKWebViewConfiguration,
        for navigationAction: WKNavigationAction,
        windowFeatures: WKWindowFeatures
    ) -> WKWebView? {
        fatalError("a link would have been opened outside the app")
    }
}

public class CAPLog {
    public static var enableLogging: Bool = true

    public static func print(_ items: Any..., separator: String = " ", terminator: String = "\n") {}
}

public class KeyValueStore {
    public static let standard = KeyValueStore(suiteName: "standard")
    public var standInValues: [String: String] = [:]
    public var standInWrites = 0

    public init(suiteName: String) {}

    public subscript<T>(_ key: String, as type: T.Type = T.self) -> T? where T: Codable {
        get { standInValues[key] as? T }
        set {
            standInWrites += 1
            standInValues[key] = newValue as? String
        }
    }
}
