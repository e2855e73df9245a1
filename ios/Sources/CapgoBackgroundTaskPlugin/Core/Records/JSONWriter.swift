/// Writes JSON text. Foundation's encoder has no form for a number that a double does not hold.
struct JSONWriter {
    struct NotANumber: Error {}

    private(set) var text = ""

    mutating func write(_ value: JSONValue) throws {
        switch value {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let number):
            guard number.isFinite else { throw NotANumber() }
            text += value.integer.map { String($0) } ?? "\(number)"
        case .digits(let digits): text += digits
        case .string(let value): quote(value)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                try write(element)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, key) in members.keys.sorted(by: { $0.precedesText($1) }).enumerated() {
                if index > 0 { text += "," }
                quote(key)
                text += ":"
                try write(members[key] ?? .null)
            }
            text += "}"
        }
    }

    private mutating func quote(_ value: String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{0}"..<"\u{20}":
                let hex = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
