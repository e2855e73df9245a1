import Foundation

/// Reads JSON text. Foundation's decoder ends the process at some damaged keys (a `try!` in swift-foundation's JSONDecoder, found by the
/// fuzz test); a damaged file must not end the app at every launch.
struct JSONParser {
    struct Malformed: Error {}

    /// A depth that nothing stored reaches. It keeps damaged text from using up the stack.
    private static let maximumDepth = 64

    private let bytes: [UInt8]
    private var place = 0

    static func parse(_ data: Data) throws -> JSONValue {
        var parser = JSONParser(bytes: [UInt8](data))
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.place == parser.bytes.count else { throw Malformed() }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var current: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = current, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
    }

    private mutating func take(_ character: Character) -> Bool {
        guard current == character.asciiValue else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ text: String) throws {
        for character in text { guard take(character) else { throw Malformed() } }
    }

    private mutating func value(depth: Int) throws -> JSONValue {
        guard depth < Self.maximumDepth else { throw Malformed() }
        skipSpace()
        switch current.map({ Character(UnicodeScalar($0)) }) {
        case "{": return try object(depth)
        case "[": return try array(depth)
        case "\"": return .string(try string())
        case "t": try expect("true"); return .bool(true)
        case "f": try expect("false"); return .bool(false)
        case "n": try expect("null"); return .null
        default: return try number()
        }
    }

    private mutating func object(_ depth: Int) throws -> JSONValue {
        try expect("{")
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            let key = try string()
            skipSpace()
            try expect(":")
            members[key] = try value(depth: depth + 1)
            skipSpace()
        } while take(",")
        try expect("}")
        return .object(members)
    }

    private mutating func array(_ depth: Int) throws -> JSONValue {
        try expect("[")
        var elements: [JSONValue] = []
        skipSpace()
        if take("]") { return .array(elements) }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipSpace()
        } while take(",")
        try expect("]")
        return .array(elements)
    }

    /// A double holds every number of 15 decimal digits exactly; a text of so many characters, sign, point and exponent included, has no more.
    private static let exactLength = 17

    private mutating func number() throws -> JSONValue {
        let start = place
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        guard text.utf8.count <= Self.exactLength, let number = Double(text), number.isFinite else { return .digits(text) }
        let isTooSmall = number == 0 && text.prefix { $0 != "e" && $0 != "E" }.contains { ("1"..."9").contains($0) }
        let isTooLarge = number.rounded() == number && abs(number) > Double(Constants.largestCount)
        return isTooSmall || isTooLarge ? .digits(text) : .number(number)
    }

    private mutating func digits() throws {
        let start = place
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
        guard place > start else { throw Malformed() }
    }

    private mutating func string() throws -> String {
        try expect("\"")
        var units: [UInt8] = []
        while let byte = current {
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(bytes: units, encoding: .utf8) else { throw Malformed() }
                return text
            case UInt8(ascii: "\\"): units.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20: throw Malformed()
            default: units.append(byte)
            }
        }
        throw Malformed()
    }

    private mutating func escape() throws -> UnicodeScalar {
        guard let byte = current else { throw Malformed() }
        place += 1
        switch Character(UnicodeScalar(byte)) {
        case "\"": return "\""
        case "\\": return "\\"
        case "/": return "/"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u": return try unicodeEscape()
        default: throw Malformed()
        }
    }

    /// JavaScript writes half a pair of surrogates as an escape; as text it has no form but the replacement character.
    private mutating func unicodeEscape() throws -> UnicodeScalar {
        let unit = try hexUnit()
        guard UTF16.isLeadSurrogate(unit) else { return UnicodeScalar(unit) ?? "\u{FFFD}" }
        let afterLead = place
        if take("\\"), take("u"), let trail = try? hexUnit(), UTF16.isTrailSurrogate(trail) {
            return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
        }
        place = afterLead
        return "\u{FFFD}"
    }

    private mutating func hexUnit() throws -> UInt16 {
        guard place + 4 <= bytes.count, let unit = UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16) else {
            throw Malformed()
        }
        place += 4
        return unit
    }
}
