// Stands in for Apple's BackgroundTasks on Linux: the same signatures, and a trap where the real one raises.
import Foundation

open class BGTaskRequest: NSObject {
    public let identifier: String
    open var earliestBeginDate: Date?

    fileprivate init(identifier: String) { self.identifier = identifier }
}

open class BGAppRefreshTaskRequest: BGTaskRequest {
    public override init(identifier: String) { super.init(identifier: identifier) }
}

open class BGProcessingTaskRequest: BGTaskRequest {
    open var requiresNetworkConnectivity = false
    open var requiresExternalPower = false
    public override init(identifier: String) { super.init(identifier: identifier) }
}

open class BGTask: NSObject {
    public let identifier: String
    open var expirationHandler: (() -> Void)?
    private let lock = NSLock()
    private var completions: [Bool] = []

    fileprivate init(identifier: String) { self.identifier = identifier }

    open func setTaskCompleted(success: Bool) {
        let isSecond = lock.withLock {
            completions.append(success)
            return completions.count > 1
        }
        if isSecond { fatalError("BGTask \(identifier) was completed twice") }
    }

    /// Of the stand-in: what the plugin told the system.
    public var completed: Bool? { lock.withLock { completions.first } }
}

open class BGAppRefreshTask: BGTask {}
open class BGProcessingTask: BGTask {}

/// The real one is thread-safe; so is this one, by its lock.
open class BGTaskScheduler: NSObject {
    nonisolated(unsafe) private static let one = BGTaskScheduler()
    public class var shared: BGTaskScheduler { one }
    /// Its name in Objective-C, BGTaskSchedulerErrorDomain, is an error in Swift.
    public static let errorDomain = "BGTaskSchedulerErrorDomain"

    private let lock = NSLock()
    private var permitted: Set<String> = []
    private var refused: Set<String> = []
    private var handlers: [String: (queue: DispatchQueue, handler: (BGTask) -> Void)] = [:]
    private var requests: [String: BGTaskRequest] = [:]
    private var errors: [String: NSError] = [:]
    private var hasLaunched = false

    open func register(
        forTaskWithIdentifier identifier: String,
        using queue: DispatchQueue?,
        launchHandler: @escaping (BGTask) -> Void
    ) -> Bool {
        lock.withLock {
            if hasLaunched { fatalError("All launch handlers must be registered before application finishes launching") }
            // The real one answers false; a plugin that reads Info.plist never asks.
            if !permitted.contains(identifier) { fatalError("\(identifier) is not among the permitted identifiers") }
            if refused.contains(identifier) { return false }
            if handlers[identifier] != nil {
                fatalError("Launch handler for task with identifier \(identifier) has already been registered")
            }
            handlers[identifier] = (queue ?? DispatchQueue(label: "BGTaskScheduler"), launchHandler)
            return true
        }
    }

    open func submit(_ taskRequest: BGTaskRequest) throws {
        try lock.withLock {
            if handlers[taskRequest.identifier] == nil {
                fatalError("No launch handler registered for task with identifier \(taskRequest.identifier)")
            }
            if let error = errors[taskRequest.identifier] { throw error }
            requests[taskRequest.identifier] = taskRequest
        }
    }

    /// Reports on a queue of its own, as the real one may.
    @available(iOS 27.0, *)
    open func submitTaskRequest(_ taskRequest: BGTaskRequest, completionHandler: @escaping @Sendable ((any Error)?) -> Void) {
        nonisolated(unsafe) let (system, request) = (self, taskRequest)
        DispatchQueue.global().async {
            do {
                try system.submit(request)
                completionHandler(nil)
            } catch {
                completionHandler(error)
            }
        }
    }

    open func cancel(taskRequestWithIdentifier identifier: String) {
        lock.withLock { requests[identifier] = nil }
    }

    open func cancelAllTaskRequests() {
        lock.withLock { requests = [:] }
    }

    open func getPendingTaskRequests(completionHandler: @escaping @Sendable ([BGTaskRequest]) -> Void) {
        nonisolated(unsafe) let pending = lock.withLock { Array(requests.values) }
        DispatchQueue.global().async { completionHandler(pending) }
    }
}

/// What a test does in the system's place.
extension BGTaskScheduler {
    public func standInPermit(_ identifiers: [String]) { lock.withLock { permitted = Set(identifiers) } }
    public func standInRefuse(_ identifier: String) { _ = lock.withLock { refused.insert(identifier) } }
    public func standInFinishLaunching() { lock.withLock { hasLaunched = true } }
    public func standInFail(_ identifier: String, code: Int?) {
        lock.withLock { errors[identifier] = code.map { NSError(domain: BGTaskScheduler.errorDomain, code: $0) } }
    }

    public var standInRegistered: [String] { lock.withLock { handlers.keys.sorted() } }
    public func standInPending(_ identifier: String) -> BGTaskRequest? { lock.withLock { requests[identifier] } }

    /// As an older version of the plugin, or another part of the app, left it.
    public func standInLeavePending(_ request: BGTaskRequest) { lock.withLock { requests[request.identifier] = request } }

    /// Delivers on a background queue, as the real one does, and takes the request out.
    public func standInDeliver(_ identifier: String) -> BGTask {
        let task: BGTask = lock.withLock {
            let request = requests.removeValue(forKey: identifier)
            return request is BGProcessingTaskRequest ? BGProcessingTask(identifier: identifier) : BGAppRefreshTask(identifier: identifier)
        }
        guard let entry = lock.withLock({ handlers[identifier] }) else {
            fatalError("No launch handler registered for task with identifier \(identifier)")
        }
        nonisolated(unsafe) let (delivered, handler) = (task, entry.handler)
        entry.queue.async { handler(delivered) }
        return task
    }
}
