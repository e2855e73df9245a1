import Capacitor

/// Takes the place of Capacitor's own WebView plugin in a headless page. The real one looks for the app's view controller, finds none, and then
/// never answers, so that a task which calls it would hang until its deadline.
///
/// Without an Objective-C name of its own, and an instance plugin, for the same reason as `HeadlessMarkerPlugin`.
public final class HeadlessWebViewPlugin: CAPInstancePlugin, CAPBridgedPlugin {
    public let identifier = "CapgoBackgroundTaskHeadlessWebViewPlugin"
    public let jsName = "WebView"
    public let pluginMethods: [CAPPluginMethod] = [
        CAPPluginMethod(#selector(setServerAssetPath(_:)), returnType: .promise),
        CAPPluginMethod(#selector(setServerBasePath(_:)), returnType: .promise),
        CAPPluginMethod(#selector(getServerBasePath(_:)), returnType: .promise),
        CAPPluginMethod(#selector(persistServerBasePath(_:)), returnType: .promise)
    ]

    @objc func setServerAssetPath(_ call: CAPPluginCall) { refuse(call) }
    @objc func setServerBasePath(_ call: CAPPluginCall) { refuse(call) }
    @objc func getServerBasePath(_ call: CAPPluginCall) { refuse(call) }
    @objc func persistServerBasePath(_ call: CAPPluginCall) { refuse(call) }

    private func refuse(_ call: CAPPluginCall) {
        call.reject(
            "Capacitor's WebView plugin needs the app's own page, and this is the page of a background task. Call it while the app is open.",
            "UNAVAILABLE"
        )
    }
}
