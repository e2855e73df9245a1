enum BackgroundRefresh: String, Sendable, CaseIterable {
    case available, denied, restricted
}

struct DeviceFacts: Sendable, Equatable {
    var backgroundRefresh: BackgroundRefresh
    var isLowPower: Bool
    var isSimulator: Bool
    var isProtectedDataAvailable: Bool
    /// iOS 17 and later: a web view that nobody sees can be kept from being suspended.
    var keepsHeadlessPageAwake = true
}
