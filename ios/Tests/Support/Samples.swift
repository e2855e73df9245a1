@testable import CapgoBackgroundTaskPlugin

extension TaskOptions {
    static let plain = TaskOptions(
        minimumInterval: 30 * Constants.minute,
        requiresNetwork: true,
        requiresUnmeteredNetwork: false,
        requiresCharging: false,
        requiresBatteryNotLow: false,
        requiresStorageNotLow: false,
        requiresDeviceIdle: false,
        maximumRetries: 0,
        timeLimit: nil,
        timeout: nil
    )
}
