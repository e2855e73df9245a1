/// What decoding a stored record found. Nothing that was stored is trusted.
enum Decoded<Value: Sendable & Equatable>: Sendable, Equatable {
    case ok(Value)
    /// The record is of a later version of this plugin and stays as it is.
    case newer
    case corrupt(reason: String)
}

struct CorruptRecord: Error {
    let field: String
}

/// Reads typed fields of one JSON object; an absent field counts as null, since a writer may drop nulls.
struct FieldReader {
    let fields: [String: JSONValue]

    init(_ value: JSONValue?, _ name: String) throws {
        guard case .object(let fields)? = value else { throw CorruptRecord(field: name) }
        self.fields = fields
    }

    func object(_ key: String) throws -> FieldReader { try FieldReader(fields[key], key) }

    func number(_ key: String) throws -> Int64 {
        guard let value = fields[key]?.integer, value >= 0 else { throw CorruptRecord(field: key) }
        return value
    }

    /// With an interval, a limit or a timeout of zero a task would run always, or never.
    func duration(_ key: String) throws -> Int64 {
        let value = try number(key)
        guard value > 0 else { throw CorruptRecord(field: key) }
        return value
    }

    func flag(_ key: String) throws -> Bool {
        guard let value = fields[key]?.boolean else { throw CorruptRecord(field: key) }
        return value
    }

    func anyText(_ key: String) throws -> String {
        guard let value = fields[key]?.text else { throw CorruptRecord(field: key) }
        return value
    }

    func text(_ key: String) throws -> String {
        let value = try anyText(key)
        guard !value.isEmpty else { throw CorruptRecord(field: key) }
        return value
    }

    func name(_ key: String) throws -> String {
        let value = try text(key)
        guard value.utf16.count <= Constants.maximumNameLength else { throw CorruptRecord(field: key) }
        return value
    }

    func one<Value: RawRepresentable>(_ key: String, of type: Value.Type) throws -> Value where Value.RawValue == String {
        guard let raw = fields[key]?.text, let value = type.init(rawValue: raw), value.rawValue.isSameText(as: raw) else {
            throw CorruptRecord(field: key)
        }
        return value
    }

    func nullable<Value>(_ key: String, _ read: (String) throws -> Value) rethrows -> Value? {
        switch fields[key] {
        case nil, .null?: return nil
        default: return try read(key)
        }
    }
}

extension Decoded {
    static func versioned(_ raw: JSONValue, known: ClosedRange<Int64>, _ read: (FieldReader) throws -> Value) -> Decoded {
        unversioned(raw, named: "record") { reader in
            if case .digits(let text)? = reader.fields["version"], text.allSatisfy(\.isNumber) { return .newer }
            guard let version = reader.fields["version"]?.integer else { throw CorruptRecord(field: "version") }
            if version > known.upperBound { return .newer }
            guard known.contains(version) else { throw CorruptRecord(field: "version") }
            return .ok(try read(reader))
        }
    }

    static func unversioned(_ raw: JSONValue, named name: String, _ read: (FieldReader) throws -> Decoded) -> Decoded {
        do {
            return try read(try FieldReader(raw, name))
        } catch let error as CorruptRecord {
            return .corrupt(reason: error.field)
        } catch {
            return .corrupt(reason: name)
        }
    }
}
