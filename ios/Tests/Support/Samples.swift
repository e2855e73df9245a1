import Foundation
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

extension LedgerState {
    /// Its file, written at once.
    func data() throws -> Data {
        var writer = LedgerWriter()
        return try writer.data(self)
    }
}
