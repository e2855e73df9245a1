extension String {
    /// JavaScript's equality. Swift's own holds "é" and "e" with a combining accent to be the same name.
    func isSameText(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }

    /// JavaScript's order, by UTF-16 code units.
    func precedesText(_ other: String) -> Bool {
        utf16.lexicographicallyPrecedes(other.utf16)
    }
}
