import Foundation
import Network
import UIKit

/// What the device says of itself now.
final class SystemDevice: DeviceSignals {
    private let network = NetworkWatch()

    func conditions() async -> Conditions {
        let path = await network.path(within: 1)
        let charging: Bool? = await MainActor.run {
            UIDevice.current.isBatteryMonitoringEnabled = true
            switch UIDevice.current.batteryState {
            case .charging, .full: return true
            case .unplugged: return false
            default: return nil
            }
        }
        let isConnected = path.map { $0.status == .satisfied }
        return Conditions(
            network: isConnected,
            unmeteredNetwork: path.map { $0.status == .satisfied && !$0.isExpensive },
            charging: charging
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
            isLowPower: ProcessInfo.processInfo.isLowPowerModeEnabled,
            isSimulator: Self.isSimulator,
            isProtectedDataAvailable: isProtectedDataAvailable,
            keepsHeadlessPageAwake: Self.keepsHeadlessPageAwake
        )
    }

    /// WKPreferences.inactiveSchedulingPolicy.
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

extension BackgroundRefresh {
    fileprivate init(_ status: UIBackgroundRefreshStatus) {
        switch status {
        case .denied: self = .denied
        case .restricted: self = .restricted
        default: self = .available
        }
    }
}
