import Foundation

/// Converts between the values that Capacitor's bridge carries and ours. Foundation's serialisation tells booleans from numbers.
extension JSONValue {
    init(bridged value: [AnyHashable: Any]) throws {
        guard JSONSerialization.isValidJSONObject(value) else { throw CorruptRecord(field: "argument") }
        try self.init(parsing: JSONSerialization.data(withJSONObject: value))
    }

    /// Returns nil for anything but an object.
    var bridged: [String: Any]? {
        guard case .object = self, let data = try? data() else { return nil }
        return (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
    }
}
