import Foundation
import Network

/// Asks for the network path as it is now. Each question has a monitor of its own. One that lasts would answer the first question after the
/// process was suspended with the path from before.
final class NetworkWatch: Sendable {
    private let queue = DispatchQueue(label: "app.capgo.backgroundtask.network")

    /// Returns nil when the path is not known within the limit.
    func path(within seconds: Double) async -> NWPath? {
        let monitor = NWPathMonitor()
        defer { monitor.cancel() }
        return await withCheckedContinuation { continuation in
            let answer = FirstAnswer(continuation)
            monitor.pathUpdateHandler = { answer.give($0) }
            monitor.start(queue: queue)
            queue.asyncAfter(deadline: .now() + seconds) { answer.give(nil) }
        }
    }
}

/// Takes the first answer only. A monitor may tell the path more than once, and after the limit.
private final class FirstAnswer: @unchecked Sendable {
    private let lock = NSLock()
    private var continuation: CheckedContinuation<NWPath?, Never>?

    init(_ continuation: CheckedContinuation<NWPath?, Never>) {
        self.continuation = continuation
    }

    func give(_ path: NWPath?) {
        let waiting = lock.withLock {
            defer { continuation = nil }
            return continuation
        }
        waiting?.resume(returning: path)
    }
}
