import Foundation

/// Runs every job of the actors and tasks on the one thread that drives a model, in the order in which they were made: a scenario plays the same way each
/// time, and "nothing goes on any more" is a fact instead of a wait.
final class ModelJobs: SerialExecutor, @unchecked Sendable {
    private typealias Original = @convention(thin) (UnownedJob) -> Void
    private typealias Hook = @convention(thin) (UnownedJob, Original) -> Void

    static let shared = ModelJobs()

    private let lock = NSLock()
    private var jobs: [UnownedJob] = []
    private var first = 0

    private static var hook: UnsafeMutablePointer<Hook?>? {
        dlsym(dlopen(nil, RTLD_NOW), "swift_task_enqueueGlobal_hook")?.assumingMemoryBound(to: Hook?.self)
    }

    /// Takes over the concurrency of the process while `body` runs.
    static func whileHere(_ body: () throws -> Void) throws {
        guard let hook else { throw CocoaError(.featureUnsupported) }
        hook.pointee = { job, _ in ModelJobs.shared.add(job) }
        defer { hook.pointee = nil }
        try body()
    }

    func enqueue(_ job: consuming ExecutorJob) { add(UnownedJob(job)) }

    private func add(_ job: UnownedJob) { lock.withLock { jobs.append(job) } }

    private func next() -> UnownedJob? {
        lock.withLock {
            guard first < jobs.count else {
                jobs.removeAll(keepingCapacity: true)
                first = 0
                return nil
            }
            first += 1
            return jobs[first - 1]
        }
    }

    /// Runs what there is to do, and what follows from it, until all of it waits for something.
    func drain() {
        while let job = next() { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }

    /// Begins an asynchronous call, and goes on with it as far as it gets now.
    func run(_ call: @escaping @Sendable () async -> Void) {
        Task.detached { await call() }
        drain()
    }
}
