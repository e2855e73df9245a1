import Foundation

/// Keeps each item's bytes under its sequence.
protocol ItemStorage: Sendable {
    func sequences() throws -> [Int64]
    /// Returns the first bytes, at most so many, and how many there are in all; nil when there is no such item.
    func start(_ sequence: Int64, maximum: Int) throws -> (bytes: Data, count: Int)?
    func read(_ sequence: Int64) throws -> Data?
    /// Replaces what is stored, or leaves it as it was.
    func write(_ data: Data, _ sequence: Int64) throws
    func remove(_ sequence: Int64) throws
    /// Keeps the damaged item under another name, for people to look at.
    func setAside(_ sequence: Int64) throws
    func removeAll() throws
}

/// The form of an item's file: the record without its data on the first line, then the data as JavaScript made it. So a start reads no data, and nothing
/// native ever parses it.
enum ItemFile {
    /// A first line is shorter: a task name and an id of 128 characters each are the longest of it.
    static let longestHead = 4096
    private static let lineEnd = UInt8(ascii: "\n")

    static func bytes(_ item: QueuedItem) throws -> Data { try bytes(item, data: item.data.map { Data($0.utf8) }) }

    /// Returns the file of an item whose other bytes stay those of `file`.
    static func bytes(_ item: QueuedItem, keepingDataOf file: Data) throws -> Data { try bytes(item, data: data(in: file)) }

    /// Reads the first line. `count` is the length of the file, by which one that was cut short is known.
    static func decode(_ start: Data, count: Int) -> Decoded<QueuedItem> {
        guard let end = start.firstIndex(of: lineEnd), let head = try? JSONValue(parsing: start[..<end]) else {
            return .corrupt(reason: "not JSON")
        }
        let decoded = QueuedItem.decode(head)
        guard case .ok = decoded else { return decoded }
        let dataCount = head["dataBytes"]?.integer ?? 0
        guard count - (start.distance(from: start.startIndex, to: end) + 1) == dataCount else { return .corrupt(reason: "data") }
        return decoded
    }

    /// Returns the JSON text that the item was enqueued with, or nil when there was none.
    static func text(in file: Data) throws -> String? {
        guard let data = data(in: file) else { return nil }
        guard let text = String(data: data, encoding: .utf8) else { throw CocoaError(.fileReadInapplicableStringEncoding) }
        return text
    }

    /// Returns the data, or nil when there is none: JSON text is never empty.
    private static func data(in file: Data) -> Data? {
        guard let end = file.firstIndex(of: lineEnd) else { return nil }
        let data = file[file.index(after: end)...]
        return data.isEmpty ? nil : Data(data)
    }

    private static func bytes(_ item: QueuedItem, data: Data?) throws -> Data {
        var item = item
        item.data = nil
        guard case .object(var head) = item.json else { return Data() }
        head["dataBytes"] = .integer(Int64(data?.count ?? 0))
        return try JSONValue.object(head).data() + [lineEnd] + (data ?? Data())
    }
}
