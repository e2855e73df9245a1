import BackgroundTasks
import Foundation

/// Wraps the system's scheduler. Nothing else registers and submits.
final class SystemScheduler: RequestScheduler, @unchecked Sendable {
    private let scheduler: BGTaskScheduler
    private let info: @Sendable () -> [String: Any]
    private let usesReports: Bool
    private let lock = NSLock()
    private var registered: [RequestKind]?

    /// `usesReports`: submits as iOS 27 wants it, where that is there. A test of the way before says no.
    init(
        scheduler: BGTaskScheduler = .shared,
        usesReports: Bool = true,
        info: @escaping @Sendable () -> [String: Any] = { Bundle.main.infoDictionary ?? [:] }
    ) {
        self.scheduler = scheduler
        self.usesReports = usesReports
        self.info = info
    }

    /// Registers those of our identifiers that Info.plist permits, and no others. It is called once, while the application launches. The system
    /// calls `launched` on a queue of its own.
    func registerHandlers(_ launched: @escaping @Sendable (RequestKind, SystemTask) -> Void) {
        lock.withLock {
            guard registered == nil else { return }
            registered = LaunchFacts(info: info(), registered: []).permitted.filter { kind in
                scheduler.register(forTaskWithIdentifier: kind.identifier, using: nil) { @Sendable task in
                    launched(kind, SystemTask(task))
                }
            }
        }
    }

    func launch() -> LaunchFacts {
        LaunchFacts(info: info(), registered: lock.withLock { registered ?? [] })
    }

    func submit(_ request: PlannedRequest, late: @escaping @Sendable (SubmitFailure) -> Void) -> SubmitFailure? {
        // Without a handler the system would raise an exception at delivery, in a later process.
        guard launch().registered.contains(request.kind) else { return .notPermitted }
        // Swift 6.4 comes with the SDK of iOS 27, whose submit(_:) is deprecated and keeps some errors to itself.
        #if compiler(>=6.4) || STAND_IN_SDK_27
        if usesReports, #available(iOS 27.0, *) {
            scheduler.submitTaskRequest(request.systemRequest) { error in
                if let error { late(SubmitFailure(error as NSError)) }
            }
            return nil
        }
        #endif
        do {
            try scheduler.submit(request.systemRequest)
            return nil
        } catch {
            return SubmitFailure(error as NSError)
        }
    }

    func pending() async -> [PlannedRequest] {
        let scheduler = scheduler
        return await withCheckedContinuation { continuation in
            scheduler.getPendingTaskRequests { requests in
                continuation.resume(returning: requests.compactMap(PlannedRequest.init(system:)))
            }
        }
    }

    func cancel(_ kind: RequestKind) {
        scheduler.cancel(taskRequestWithIdentifier: kind.identifier)
    }
}

extension PlannedRequest {
    fileprivate var systemRequest: BGTaskRequest {
        let request: BGTaskRequest
        switch kind {
        case .refresh:
            request = BGAppRefreshTaskRequest(identifier: kind.identifier)
        case .processing:
            let processing = BGProcessingTaskRequest(identifier: kind.identifier)
            processing.requiresNetworkConnectivity = requiresNetwork
            processing.requiresExternalPower = requiresPower
            request = processing
        }
        request.earliestBeginDate = earliest.map { Date(timeIntervalSince1970: Double($0) / 1000) }
        return request
    }

    /// Returns nil for a request of somebody else, which is none of our business.
    fileprivate init?(system request: BGTaskRequest) {
        guard let kind = RequestKind.allCases.first(where: { $0.identifier == request.identifier }) else { return nil }
        let processing = request as? BGProcessingTaskRequest
        self.init(
            kind: kind,
            earliest: request.earliestBeginDate.map { Milliseconds(($0.timeIntervalSince1970 * 1000).rounded()) },
            requiresNetwork: processing?.requiresNetworkConnectivity ?? false,
            requiresPower: processing?.requiresExternalPower ?? false
        )
    }
}

extension SubmitFailure {
    fileprivate init(_ error: NSError) {
        switch (error.domain, error.code) {
        case (BGTaskScheduler.errorDomain, 1): self = .unavailable
        case (BGTaskScheduler.errorDomain, 2): self = .tooManyPending
        case (BGTaskScheduler.errorDomain, 3): self = .notPermitted
        default: self = .other(domain: error.domain, code: error.code, message: error.localizedDescription)
        }
    }
}
