// What Apple's Swift overlay adds to Dispatch, as far as the plugin and Capacitor use it. For type checks alone.
@_exported import Dispatch
import ObjectiveC

public struct DispatchTime: Sendable {
    public static func now() -> DispatchTime { fatalError() }
    public static func + (time: DispatchTime, seconds: Double) -> DispatchTime { fatalError() }
}

public struct DispatchQoS: Sendable {
    public enum QoSClass: Sendable { case background, utility, `default`, userInitiated, userInteractive, unspecified }
    public static let `default` = DispatchQoS()
    public static let unspecified = DispatchQoS()
}

extension DispatchQueue {
    public class var main: DispatchQueue { fatalError() }
    public class func global(qos: DispatchQoS.QoSClass = .default) -> DispatchQueue { fatalError() }
    public convenience init(label: String) { fatalError() }
    @preconcurrency public func async(execute work: @escaping @Sendable @convention(block) () -> Void) { fatalError() }
    @preconcurrency public func asyncAfter(deadline: DispatchTime, execute work: @escaping @Sendable @convention(block) () -> Void) {
        fatalError()
    }
    public func sync<T>(execute work: () throws -> T) rethrows -> T { fatalError() }
}
