// Stands in for UIKit on Linux: the parts that the plugin uses, with the same signatures and isolation.
import Foundation

public enum UIBackgroundRefreshStatus: Int, Sendable {
    case restricted = 0, denied = 1, available = 2
}

@MainActor
open class UIApplication: NSObject {
    public enum State: Int, Sendable {
        case active, inactive, background
    }

    public static let shared = UIApplication()

    open var backgroundRefreshStatus = UIBackgroundRefreshStatus.available
    open var applicationState = State.background
    open var isProtectedDataAvailable = true
    open var connectedScenes: Set<UIScene> = []

    public nonisolated static let didBecomeActiveNotification = Notification.Name("UIApplicationDidBecomeActiveNotification")
    public nonisolated static let willResignActiveNotification = Notification.Name("UIApplicationWillResignActiveNotification")

    public struct LaunchOptionsKey: Hashable, Sendable {}

    private override init() {}
}

@MainActor public protocol UIApplicationDelegate: NSObjectProtocol {}

@MainActor
open class UIDevice: NSObject {
    public enum BatteryState: Int, Sendable {
        case unknown, unplugged, charging, full
    }

    public static let current = UIDevice()
    open var isBatteryMonitoringEnabled = false
    /// Of the stand-in.
    public var standInBatteryState = BatteryState.unplugged
    open var batteryState: BatteryState { isBatteryMonitoringEnabled ? standInBatteryState : .unknown }

    public var standInBatteryLevel: Float = 0.8
    open var batteryLevel: Float { isBatteryMonitoringEnabled ? standInBatteryLevel : -1 }

    private override init() {}
}

@MainActor open class UIResponder: NSObject {}
@MainActor open class UIView: UIResponder {
    public private(set) var subviews: [UIView] = []
    public private(set) weak var superview: UIView?
    open var isHidden = false

    open func insertSubview(_ view: UIView, at index: Int) {
        view.removeFromSuperview()
        subviews.insert(view, at: index)
        view.superview = self
    }

    open func removeFromSuperview() {
        superview?.subviews.removeAll { $0 === self }
        superview = nil
    }
}
@MainActor open class UIWindow: UIView {}
@MainActor open class UIViewController: UIResponder {}
@MainActor open class UIScene: UIResponder {}
@MainActor open class UIWindowScene: UIScene {
    open var windows: [UIWindow] = []
}

extension ProcessInfo {
    /// Linux lacks it. The variable is the stand-in's.
    public static let standInLowPower = StandInFlag()
    public var isLowPowerModeEnabled: Bool { ProcessInfo.standInLowPower.value }
}

public final class StandInFlag: @unchecked Sendable {
    private let lock = NSLock()
    private var stored = false
    public var value: Bool {
        get { lock.withLock { stored } }
        set { lock.withLock { stored = newValue } }
    }
}
