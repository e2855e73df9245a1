// Stands in for WebKit on Linux: the parts that the plugin uses, with the same signatures and isolation.
import Foundation
// Where URLRequest is on Linux; an app has it from Foundation.
@_exported import FoundationNetworking
import UIKit

@MainActor @preconcurrency open class WKNavigation: NSObject {}
@MainActor @preconcurrency open class WKUserScript: NSObject {}
@MainActor @preconcurrency open class WKWindowFeatures: NSObject {}
@MainActor @preconcurrency open class WKSecurityOrigin: NSObject {}
@MainActor @preconcurrency open class WKScriptMessage: NSObject {}

@MainActor @preconcurrency open class WKFrameInfo: NSObject {
    open var isMainFrame = true
}

@MainActor @preconcurrency open class WKNavigationAction: NSObject {
    open var request: URLRequest
    open var targetFrame: WKFrameInfo?
    /// Of the stand-in.
    public init(standIn url: URL) { request = URLRequest(url: url) }
}

public enum WKNavigationActionPolicy: Int, Sendable { case cancel = 0, allow = 1, download = 2 }
public enum WKPermissionDecision: Int, Sendable { case prompt = 0, grant = 1, deny = 2 }
public enum WKMediaCaptureType: Int, Sendable { case camera = 0, microphone = 1, cameraAndMicrophone = 2 }

public struct WKAudiovisualMediaTypes: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let all = WKAudiovisualMediaTypes(rawValue: .max)
}

@MainActor @preconcurrency open class WKPreferences: NSObject {
    public enum InactiveSchedulingPolicy: Int, Sendable { case suspend = 0, throttle = 1, none = 2 }
    open var inactiveSchedulingPolicy = InactiveSchedulingPolicy.suspend
}

@MainActor @preconcurrency public protocol WKScriptMessageHandler: NSObjectProtocol {
    func userContentController(_ userContentController: WKUserContentController, didReceive message: WKScriptMessage)
}

@MainActor @preconcurrency open class WKUserContentController: NSObject {
    private var handlers: [String: any WKScriptMessageHandler] = [:]
    open func add(_ scriptMessageHandler: any WKScriptMessageHandler, name: String) { handlers[name] = scriptMessageHandler }
    open func removeScriptMessageHandler(forName name: String) { handlers[name] = nil }
    public var standInHandlers: [String] { Array(handlers.keys) }
}

@MainActor @preconcurrency public protocol WKURLSchemeTask: NSObjectProtocol {}
@MainActor @preconcurrency public protocol WKURLSchemeHandler: NSObjectProtocol {
    func webView(_ webView: WKWebView, start urlSchemeTask: any WKURLSchemeTask)
    func webView(_ webView: WKWebView, stop urlSchemeTask: any WKURLSchemeTask)
}

@MainActor @preconcurrency open class WKWebViewConfiguration: NSObject {
    open var preferences = WKPreferences()
    open var userContentController = WKUserContentController()
    open var limitsNavigationsToAppBoundDomains = false
    open var applicationNameForUserAgent: String? = "Mobile/15E148"
    open var mediaTypesRequiringUserActionForPlayback = WKAudiovisualMediaTypes()
    private var schemeHandlers: [String: any WKURLSchemeHandler] = [:]

    open func setURLSchemeHandler(_ urlSchemeHandler: (any WKURLSchemeHandler)?, forURLScheme urlScheme: String) {
        if schemeHandlers[urlScheme] != nil { fatalError("URL scheme handler already registered for \(urlScheme)") }
        schemeHandlers[urlScheme] = urlSchemeHandler
    }

    open func urlSchemeHandler(forURLScheme urlScheme: String) -> (any WKURLSchemeHandler)? { schemeHandlers[urlScheme] }
}

@MainActor @preconcurrency public protocol WKNavigationDelegate: NSObjectProtocol {}
@MainActor @preconcurrency public protocol WKUIDelegate: NSObjectProtocol {}

@MainActor @preconcurrency open class WKWebView: UIView {
    public let configuration: WKWebViewConfiguration
    open weak var navigationDelegate: (any WKNavigationDelegate)?
    open weak var uiDelegate: (any WKUIDelegate)?
    open var customUserAgent: String?
    open private(set) var isLoading = false

    /// Of the stand-in: every view made, weakly, what it was told, and how it answers.
    public struct StandIn {
        public weak var view: WKWebView?
        public let policyAtFirstLoad: WKPreferences.InactiveSchedulingPolicy
        public let url: URL?
    }
    public static var standInLoads: [StandIn] = []
    public static var standInAnswersScripts = true
    public static var standInUnanswered = 0
    public static var standInLive = 0

    public init(frame: CGRect, configuration: WKWebViewConfiguration) {
        self.configuration = configuration
        super.init()
        WKWebView.standInLive += 1
    }

    deinit {
        Task { @MainActor in WKWebView.standInLive -= 1 }
    }

    @discardableResult
    open func load(_ request: URLRequest) -> WKNavigation? {
        WKWebView.standInLoads.append(
            StandIn(
                view: self,
                policyAtFirstLoad: configuration.preferences.inactiveSchedulingPolicy,
                url: request.url
            )
        )
        isLoading = true
        return WKNavigation()
    }

    open func stopLoading() { isLoading = false }
    open func reload() -> WKNavigation? { load(URLRequest(url: URL(fileURLWithPath: "/reload"))) }

    open func evaluateJavaScript(_ javaScriptString: String, completionHandler: (@MainActor @Sendable (Any?, (any Error)?) -> Void)? = nil)
    {
        guard WKWebView.standInAnswersScripts else {
            WKWebView.standInUnanswered += 1
            return
        }
        completionHandler?(1, nil)
    }
}
