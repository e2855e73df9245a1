/// Writes JSON text, as the bytes of its UTF-8: the ledger is written at each step. Foundation's encoder has no form for a number that a double does not hold.
struct JSONWriter {
    struct NotANumber: Error {}

    private static let hexDigits = Array("0123456789abcdef".utf8)

    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: JSONValue) throws {
        switch value {
        case .null: add("null")
        case .bool(let value): add(value ? "true" : "false")
        case .number(let number):
            guard number.isFinite else { throw NotANumber() }
            add(value.integer.map { String($0) } ?? "\(number)")
        case .digits(let digits): add(digits)
        case .string(let value): quote(value)
        case .array(let elements):
            add("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { add(",") }
                try write(element)
            }
            add("]")
        case .object(let members):
            add("{")
            for (index, key) in members.keys.sorted(by: { $0.precedesText($1) }).enumerated() {
                if index > 0 { add(",") }
                quote(key)
                add(":")
                try write(members[key] ?? .null)
            }
            add("}")
        }
    }

    private mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// What has to be escaped is ASCII, and no byte of another character is.
    private mutating func quote(_ value: String) {
        add("\"")
        var value = value
        value.withUTF8 { text in
            if !text.contains(where: Self.needsEscape) { return bytes.append(contentsOf: text) }
            for byte in text {
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
                case 0..<0x20:
                    add("\\u00")
                    bytes += [Self.hexDigits[Int(byte >> 4)], Self.hexDigits[Int(byte & 15)]]
                default: bytes.append(byte)
                }
            }
        }
        add("\"")
    }

    private static func needsEscape(_ byte: UInt8) -> Bool { byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") }
}
