import Capacitor

/// Its presence tells JavaScript, synchronously, that nobody sees this page.
///
/// Without an Objective-C name of its own, and an instance plugin: `npx cap sync` lists a class under `@objc` with a name for the
/// app's own bridge, and that bridge must never have this one.
public final class HeadlessMarkerPlugin: CAPInstancePlugin, CAPBridgedPlugin {
    public let identifier = "CapgoBackgroundTaskHeadlessPlugin"
    public let jsName = "CapgoBackgroundTaskHeadless"
    public let pluginMethods: [CAPPluginMethod] = []
}
