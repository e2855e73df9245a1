enum BackgroundRefresh: String, Sendable, CaseIterable {
    case available, denied, restricted
}

struct BatteryFacts: Sendable, Equatable {
    /// Nil when the device does not say.
    var charging: Bool?
    /// From 0 to 1.
    var level: Double?
    var isLowPower: Bool

    /// Returns whether the battery is not low; nil when that cannot be known. In Low Power Mode the user wants it spared; at 20 % iOS itself warns.
    var isNotLow: Bool? {
        if charging == true { return true }
        return isLowPower ? false : level.map { $0 > 0.2 }
    }
}

struct DeviceFacts: Sendable, Equatable {
    var backgroundRefresh: BackgroundRefresh
    var isLowPower: Bool
    var isSimulator: Bool
    var isProtectedDataAvailable: Bool
    /// iOS 17 and later: a web view that nobody sees can be kept from being suspended.
    var keepsHeadlessPageAwake = true
}
