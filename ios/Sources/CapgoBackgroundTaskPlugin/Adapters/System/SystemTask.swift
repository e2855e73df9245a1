import BackgroundTasks
import Foundation

/// Holds the system's task, which whichever thread comes first completes, once. It is released then.
final class SystemTask: @unchecked Sendable {
    private let lock = NSLock()
    private var task: BGTask?

    init(_ task: BGTask) {
        self.task = task
    }

    /// `expired` must not wait. If nobody completes the task soon after it, it is completed as failed.
    func whenExpired(completingWithin seconds: Double, _ expired: @escaping @Sendable () -> Void) {
        let handler: @Sendable () -> Void = { [self] in
            DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [self] in complete(false) }
            expired()
        }
        lock.withLock { task?.expirationHandler = handler }
    }

    func complete(_ success: Bool) {
        let mine: BGTask? = lock.withLock {
            defer { task = nil }
            return task
        }
        // The handler holds this object and the task holds the handler; without it both are released.
        mine?.expirationHandler = nil
        mine?.setTaskCompleted(success: success)
    }
}
