import UIKit

/// Takes the system's time for finishing what the user has left.
final class SystemAssertions: ProcessAssertions {
    func begin(_ expired: @escaping @Sendable () -> Void) async -> Int? {
        await MainActor.run {
            let id = UIApplication.shared.beginBackgroundTask(withName: "CapgoBackgroundTask") { expired() }
            return id == .invalid ? nil : id.rawValue
        }
    }

    func end(_ id: Int) async {
        await MainActor.run { UIApplication.shared.endBackgroundTask(UIBackgroundTaskIdentifier(rawValue: id)) }
    }
}
