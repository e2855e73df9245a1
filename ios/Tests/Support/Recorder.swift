import Foundation

/// Notes what was asked of it, from any thread.
final class Recorder: @unchecked Sendable {
    private let lock = NSLock()
    private var list: [String] = []

    init() {}
    var notes: [String] { lock.withLock { list } }
    func note(_ text: String) { lock.withLock { list.append(text) } }
}
