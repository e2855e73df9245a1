// What Apple's Foundation has beside its Objective-C classes: the value types of swift-foundation, which is the same code on every system, and their
// bridges. For type checks alone.
@_exported import Darwin
@_exported import CoreGraphics
@_exported import Dispatch
@_exported import Foundation
@_exported import FoundationEssentials
@_exported import ObjectiveC

public protocol TypeCheckedBridge: _ObjectiveCBridgeable {}
extension TypeCheckedBridge {
    public func _bridgeToObjectiveC() -> _ObjectiveCType { fatalError() }
    public static func _forceBridgeFromObjectiveC(_ source: _ObjectiveCType, result: inout Self?) { fatalError() }
    public static func _conditionallyBridgeFromObjectiveC(_ source: _ObjectiveCType, result: inout Self?) -> Bool { fatalError() }
    public static func _unconditionallyBridgeFromObjectiveC(_ source: _ObjectiveCType?) -> Self { fatalError() }
}

extension String: TypeCheckedBridge { public typealias _ObjectiveCType = NSString }
extension Array: TypeCheckedBridge { public typealias _ObjectiveCType = NSArray }
extension Dictionary: TypeCheckedBridge { public typealias _ObjectiveCType = NSDictionary }
extension Set: TypeCheckedBridge { public typealias _ObjectiveCType = NSSet }
extension Bool: TypeCheckedBridge { public typealias _ObjectiveCType = NSNumber }
extension Int: TypeCheckedBridge { public typealias _ObjectiveCType = NSNumber }
extension Double: TypeCheckedBridge { public typealias _ObjectiveCType = NSNumber }
extension URL: TypeCheckedBridge { public typealias _ObjectiveCType = NSURL }
extension Date: TypeCheckedBridge { public typealias _ObjectiveCType = NSDate }
extension Data: TypeCheckedBridge { public typealias _ObjectiveCType = NSData }

public struct Notification: TypeCheckedBridge {
    public typealias _ObjectiveCType = NSNotification
    public typealias Name = NSNotification.Name
}
public struct URLRequest: TypeCheckedBridge {
    public typealias _ObjectiveCType = NSURLRequest
    public init(url: URL) { fatalError() }
    public var url: URL? { fatalError() }
}

extension NSError: Error {}

public protocol CustomNSError: Error {}

extension NSLock {
    public func withLock<R>(_ body: () throws -> R) rethrows -> R { fatalError() }
}

extension Error { public var localizedDescription: String { fatalError() } }

extension FileHandle {
    public func read(upToCount count: Int) throws -> Data? { fatalError() }
    public func seekToEnd() throws -> UInt64 { fatalError() }
    public func close() throws { fatalError() }
}

public struct URLResourceValues {
    public init() { fatalError() }
    public var isExcludedFromBackup: Bool?
}

extension URL {
    public mutating func setResourceValues(_ values: URLResourceValues) throws { fatalError() }
}
