import Foundation
import Network
import UIKit

/// Asks the device for its state.
final class SystemDevice: DeviceSignals {
    private let network = NetworkWatch()

    func conditions() async -> Conditions {
        let path = await network.path(within: 1)
        let battery = await MainActor.run { BatteryFacts(UIDevice.current, isLowPower: Self.isLowPower) }
        let isConnected = path.map { $0.status == .satisfied }
        return Conditions(
            network: isConnected,
            unmeteredNetwork: path.map { $0.status == .satisfied && !$0.isExpensive && !$0.isConstrained },
            charging: battery.charging,
            batteryNotLow: battery.isNotLow
        )
    }

    func isOnScreen() async -> Bool {
        await MainActor.run { UIApplication.shared.applicationState == .active }
    }

    func facts() async -> DeviceFacts {
        let (refresh, isProtectedDataAvailable) = await MainActor.run {
            (UIApplication.shared.backgroundRefreshStatus, UIApplication.shared.isProtectedDataAvailable)
        }
        return DeviceFacts(
            backgroundRefresh: BackgroundRefresh(refresh),
            isLowPower: Self.isLowPower,
            isSimulator: Self.isSimulator,
            isProtectedDataAvailable: isProtectedDataAvailable,
            keepsHeadlessPageAwake: Self.keepsHeadlessPageAwake
        )
    }

    private static var isLowPower: Bool { ProcessInfo.processInfo.isLowPowerModeEnabled }

    /// Tells whether WKPreferences.inactiveSchedulingPolicy can keep a headless page awake.
    private static var keepsHeadlessPageAwake: Bool {
        if #available(iOS 17.0, *) { return true }
        return false
    }

    private static var isSimulator: Bool {
        #if targetEnvironment(simulator)
        true
        #else
        false
        #endif
    }
}

extension BatteryFacts {
    @MainActor
    fileprivate init(_ device: UIDevice, isLowPower: Bool) {
        device.isBatteryMonitoringEnabled = true
        let charging: Bool? =
            switch device.batteryState {
            case .charging, .full: true
            case .unplugged: false
            default: nil
            }
        // A negative level means that it is not known.
        let level = Double(device.batteryLevel)
        self.init(charging: charging, level: level < 0 ? nil : level, isLowPower: isLowPower)
    }
}

extension BackgroundRefresh {
    fileprivate init(_ status: UIBackgroundRefreshStatus) {
        switch status {
        case .denied: self = .denied
        case .restricted: self = .restricted
        default: self = .available
        }
    }
}
