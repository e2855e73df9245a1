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
