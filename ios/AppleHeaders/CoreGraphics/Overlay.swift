@_exported import CoreGraphics

public struct CGFloat: Sendable { public init(_ value: Double) { fatalError() } }

extension CGRect { public static var zero: CGRect { fatalError() } }
