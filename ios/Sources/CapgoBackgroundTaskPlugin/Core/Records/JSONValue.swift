import Foundation

/// A JSON value with value semantics, so that it may cross isolation boundaries.
enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    /// A number that a double does not hold exactly, kept as it was written, so that a record of a later version is written back unchanged.
    case digits(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// Returns the number as an integer, or nil when it has a fraction or lies outside what a double states exactly.
    var integer: Int64? {
        guard case .number(let value) = self, value.rounded() == value, abs(value) <= 9_007_199_254_740_991 else { return nil }
        return Int64(value)
    }

    var text: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    var boolean: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    var elements: [JSONValue]? {
        guard case .array(let value) = self else { return nil }
        return value
    }
}

extension JSONValue {
    init(parsing data: Data) throws {
        self = try JSONParser.parse(data)
    }

    /// Returns the text with sorted keys, so that the same state gives the same bytes.
    func data() throws -> Data {
        var writer = JSONWriter()
        try writer.write(self)
        return Data(writer.bytes)
    }
}

extension JSONValue {
    static func time(_ value: Milliseconds?) -> JSONValue {
        value.map { .number(Double($0)) } ?? .null
    }

    static func integer(_ value: Int64) -> JSONValue { .number(Double(value)) }

    static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
}
