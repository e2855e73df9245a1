// Stands in for Apple's Network on Linux.
import Foundation

public struct NWPath: Sendable {
    public enum Status: Sendable {
        case satisfied, unsatisfied, requiresConnection
    }

    public let status: Status
    public let isExpensive: Bool

    /// Of the stand-in; the real one has no initialiser.
    public init(status: Status, isExpensive: Bool) {
        self.status = status
        self.isExpensive = isExpensive
    }
}

public final class NWPathMonitor: @unchecked Sendable {
    /// Of the stand-in: what every monitor reports; nil reports nothing.
    public static let standIn = StandInPath()

    public var pathUpdateHandler: (@Sendable (NWPath) -> Void)?

    public init() {}

    public func start(queue: DispatchQueue) {
        queue.async { [self] in
            if let path = NWPathMonitor.standIn.value { pathUpdateHandler?(path) }
        }
    }

    public func cancel() { pathUpdateHandler = nil }
}

public final class StandInPath: @unchecked Sendable {
    private let lock = NSLock()
    private var stored: NWPath? = NWPath(status: .satisfied, isExpensive: false)
    public var value: NWPath? {
        get { lock.withLock { stored } }
        set { lock.withLock { stored = newValue } }
    }
}
