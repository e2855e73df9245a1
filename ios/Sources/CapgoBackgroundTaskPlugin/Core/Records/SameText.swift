extension String {
    /// Compares as JavaScript does. Swift's own equality holds "é" and "e" with a combining accent to be the same name.
    func isSameText(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }

    /// Orders as JavaScript does, by UTF-16 code units.
    func precedesText(_ other: String) -> Bool {
        utf16.lexicographicallyPrecedes(other.utf16)
    }
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
