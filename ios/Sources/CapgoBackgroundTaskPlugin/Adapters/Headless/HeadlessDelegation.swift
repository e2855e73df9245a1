import Capacitor
import Foundation
import WebKit

/// Answers WebKit for a page that nobody sees: grants, shows and opens nothing, and reports what ends the page.
final class HeadlessDelegation: WebViewDelegationHandler {
    var allowedURLs: [URL] = []
    var ended: (@Sendable (HeadlessEnd) -> Void)?

    override func webView(
        _ webView: WKWebView,
        decidePolicyFor navigationAction: WKNavigationAction,
        decisionHandler: @escaping (WKNavigationActionPolicy) -> Void
    ) {
        // Frames count as well: an embedded page could call the bridge's plugins.
        decisionHandler(navigationAction.request.url.map(isOwn) == true ? .allow : .cancel)
    }

    override func webView(_ webView: WKWebView, didFail navigation: WKNavigation!, withError error: Error) {
        fail(error)
    }

    override func webView(_ webView: WKWebView, didFailProvisionalNavigation navigation: WKNavigation!, withError error: Error) {
        fail(error)
    }

    override func webViewWebContentProcessDidTerminate(_ webView: WKWebView) {
        ended?(.rendererGone)
    }

    override func webView(
        _ webView: WKWebView,
        requestMediaCapturePermissionFor origin: WKSecurityOrigin,
        initiatedByFrame frame: WKFrameInfo,
        type: WKMediaCaptureType,
        decisionHandler: @escaping (WKPermissionDecision) -> Void
    ) {
        decisionHandler(.deny)
    }

    override func webView(
        _ webView: WKWebView,
        requestDeviceOrientationAndMotionPermissionFor origin: WKSecurityOrigin,
        initiatedByFrame frame: WKFrameInfo,
        decisionHandler: @escaping (WKPermissionDecision) -> Void
    ) {
        decisionHandler(.deny)
    }

    override func webView(
        _ webView: WKWebView,
        runJavaScriptAlertPanelWithMessage message: String,
        initiatedByFrame frame: WKFrameInfo,
        completionHandler: @escaping () -> Void
    ) {
        completionHandler()
    }

    override func webView(
        _ webView: WKWebView,
        runJavaScriptConfirmPanelWithMessage message: String,
        initiatedByFrame frame: WKFrameInfo,
        completionHandler: @escaping (Bool) -> Void
    ) {
        completionHandler(false)
    }

    override func webView(
        _ webView: WKWebView,
        runJavaScriptTextInputPanelWithPrompt prompt: String,
        defaultText: String?,
        initiatedByFrame frame: WKFrameInfo,
        completionHandler: @escaping (String?) -> Void
    ) {
        // Capacitor's synchronous cookie and HTTP calls come as prompts. Any other has nobody to answer it, and WebKit ends the process
        // when a completion handler is never called.
        guard Self.isCapacitorCall(prompt) else { return completionHandler(nil) }
        super.webView(
            webView,
            runJavaScriptTextInputPanelWithPrompt: prompt,
            defaultText: defaultText,
            initiatedByFrame: frame,
            completionHandler: completionHandler
        )
    }

    override func webView(
        _ webView: WKWebView,
        createWebViewWith configuration: WKWebViewConfiguration,
        for navigationAction: WKNavigationAction,
        windowFeatures: WKWindowFeatures
    ) -> WKWebView? {
        nil
    }

    private func isOwn(_ url: URL) -> Bool {
        // Capacitor's proxy serves the body of any address at the app's origin.
        if url.path.hasPrefix(CapacitorBridge.httpInterceptorStartIdentifier) { return false }
        return allowedURLs.contains { $0.hasSameOrigin(as: url) }
    }

    /// Tells whether a navigation failed harmlessly: one that made way for another, or that was refused above, leaves a page that runs.
    private static func isGivenUp(_ error: any Error) -> Bool {
        let error = error as NSError
        return (error.domain == NSURLErrorDomain && error.code == NSURLErrorCancelled)
            || (error.domain == "WebKitErrorDomain" && error.code == 102)
    }

    private static func isCapacitorCall(_ prompt: String) -> Bool {
        let known = ["CapacitorCookies.get", "CapacitorCookies.set", "CapacitorCookies.isEnabled", "CapacitorHttp"]
        guard let call = try? JSONValue(parsing: Data(prompt.utf8)), let type = call["type"]?.text, known.contains(type) else {
            return false
        }
        // Capacitor's setter unwraps these two by force, so they must not be nil.
        return type != "CapacitorCookies.set" || (call["action"]?.text != nil && call["domain"]?.text != nil)
    }

    private func fail(_ error: any Error) {
        guard !Self.isGivenUp(error) else { return }
        ended?(
            .failed(
                BackgroundTaskFailure(
                    .loadFailed,
                    "The headless page could not be loaded: \(error.localizedDescription). Build the app's web files with the plugin's build step and run npx cap copy ios."
                )
            )
        )
    }
}

extension URL {
    fileprivate func hasSameOrigin(as other: URL) -> Bool {
        scheme?.lowercased() == other.scheme?.lowercased() && host?.lowercased() == other.host?.lowercased() && port == other.port
    }
}
