import Capacitor

/// Tells JavaScript by its presence alone, synchronously, that nobody sees this page.
///
/// It has no Objective-C name of its own, and is an instance plugin: `npx cap sync` lists a class under `@objc` with a name for the
/// app's own bridge, and that bridge must never have this one.
public final class HeadlessMarkerPlugin: CAPInstancePlugin, CAPBridgedPlugin {
    public let identifier = "CapgoBackgroundTaskHeadlessPlugin"
    public let jsName = "CapgoBackgroundTaskHeadless"
    public let pluginMethods: [CAPPluginMethod] = []
}
