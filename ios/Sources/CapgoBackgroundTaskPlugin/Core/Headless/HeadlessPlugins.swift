/// Decides which of the app's plugins a headless page gets. Most were not written for a page that nobody sees.
struct HeadlessPlugins: Sendable, Equatable {
    /// The names in background-task.json; nil: there is no such file, and the app's full entry is loaded.
    var manifest: [String]?
    /// `plugins.CapgoBackgroundTask.headlessPlugins` of the app's configuration.
    var included: [String] = []
    var excluded: [String] = []

    /// These are never loaded, whatever the app asks for: they roll a live update back, delete one, or call home.
    static let neverLoaded: Set<String> = ["CapacitorUpdater", "LiveUpdate", "LiveUpdates"]

    /// These are loaded only when named: they take a singleton or the last message from the live app, or are of no use without a screen.
    static let loadedWhenIncluded: Set<String> = [
        "ActionSheet", "BackgroundFetch", "BackgroundGeolocation", "BackgroundRunner", "BarcodeScanner", "CapacitorBackgroundRunner",
        "CapacitorBarcodeScanner", "CapacitorGoogleMaps", "Dialog", "FirebaseMessaging", "Keyboard", "PrivacyScreen",
        "PushNotifications", "SplashScreen", "StatusBar"
    ]

    init(manifest: JSONValue?, configuration: JSONValue?) {
        self.manifest = manifest?["plugins"]?.elements?.compactMap(\.text)
        let headless = configuration?["headlessPlugins"]
        included = Self.names(headless?["include"] ?? headless)
        excluded = Self.names(headless?["exclude"])
    }

    func loads(_ name: String) -> Bool {
        if Self.neverLoaded.contains(name) || excluded.contains(name) { return false }
        if [Constants.pluginName, Constants.headlessMarkerPluginName].contains(name) { return false }
        if included.contains(name) { return true }
        if Self.loadedWhenIncluded.contains(name) { return false }
        return manifest?.contains(name) ?? true
    }

    private static func names(_ value: JSONValue?) -> [String] {
        value?.elements?.compactMap(\.text) ?? []
    }
}
