extension String {
    /// Compares as JavaScript does. Swift's own equality holds "é" and "e" with a combining accent to be the same name.
    func isSameText(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }

    /// Orders as JavaScript does, by UTF-16 code units. It compares the bytes of the UTF-8, which is many times faster, and the ledger's keys are sorted at each
    /// step: both orders are the same, but for characters beyond U+FFFF, whose surrogates come before U+E000.
    func precedesText(_ other: String) -> Bool {
        var (one, other) = (self, other)
        return one.withUTF8 { one in
            other.withUTF8 { other in
                for (byte, otherByte) in zip(one, other) where byte != otherByte { return Self.rank(byte) < Self.rank(otherByte) }
                return one.count < other.count
            }
        }
    }

    /// U+E000 to U+FFFF begin with 0xEE or 0xEF, what lies beyond with 0xF0 to 0xF4.
    private static func rank(_ byte: UInt8) -> UInt8 { byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte }
}

/// A key that is equal to another when JavaScript holds the two texts to be the same.
struct TextKey: Hashable, Sendable {
    private let text: String

    init(_ text: String) { self.text = text }

    static func == (one: TextKey, other: TextKey) -> Bool { one.text.isSameText(as: other.text) }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
