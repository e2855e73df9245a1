import Foundation
import Network

/// The network path as it is now. The monitor tells it a moment after its start, on a queue of its own.
final class NetworkWatch: @unchecked Sendable {
    private let lock = NSLock()
    private let queue = DispatchQueue(label: "app.capgo.backgroundtask.network")
    private var monitor: NWPathMonitor?
    private var latest: NWPath?
    private var waiting: [CheckedContinuation<NWPath?, Never>] = []

    deinit { monitor?.cancel() }

    /// Nil: not known within the limit.
    func path(within seconds: Double) async -> NWPath? {
        start()
        return await withCheckedContinuation { continuation in
            let known: NWPath? = lock.withLock {
                if latest == nil { waiting.append(continuation) }
                return latest
            }
            if let known { return continuation.resume(returning: known) }
            queue.asyncAfter(deadline: .now() + seconds) { [weak self] in self?.answer(nil) }
        }
    }

    private func start() {
        let fresh: NWPathMonitor? = lock.withLock {
            guard monitor == nil else { return nil }
            monitor = NWPathMonitor()
            return monitor
        }
        fresh?.pathUpdateHandler = { [weak self] path in self?.answer(path) }
        fresh?.start(queue: queue)
    }

    private func answer(_ path: NWPath?) {
        let answered = lock.withLock {
            latest = path ?? latest
            defer { waiting = [] }
            return waiting
        }
        answered.forEach { $0.resume(returning: path) }
    }
}
