import Foundation
@testable import CapgoBackgroundTaskPlugin

/// Ends this process, as the system would, just before or after one of its writes.
final class Death: @unchecked Sendable {
    enum Place: String, CaseIterable {
        case beforeLedger, afterLedger, beforeItemWrite, afterItemWrite, beforeItemRemoval, afterItemRemoval
    }

    private let lock = NSLock()
    private let place: Place?
    private var left: Int

    /// Dies at the `count`-th time that the place is reached; nil: never.
    init(_ place: Place?, count: Int) {
        self.place = place
        left = count
    }

    func reach(_ place: Place) {
        guard place == self.place else { return }
        let isDue = lock.withLock {
            left -= 1
            return left == 0
        }
        guard isDue else { return }
        kill(getpid(), SIGKILL)
        // The signal takes the process, whichever thread it reaches first.
        while true { sleep(1) }
    }
}

struct DyingLedger: LedgerStorage {
    let file: LedgerFile
    let death: Death

    func read() throws -> Data? { try file.read() }
    func setAside() throws { try file.setAside() }
    func removeSetAside() throws { try file.removeSetAside() }
    func write(_ data: Data) throws {
        death.reach(.beforeLedger)
        try file.write(data)
        death.reach(.afterLedger)
    }
}

struct DyingItems: ItemStorage {
    let files: ItemFiles
    let death: Death

    func sequences() throws -> [Int64] { try files.sequences() }
    func start(_ sequence: Int64, maximum: Int) throws -> (bytes: Data, count: Int)? { try files.start(sequence, maximum: maximum) }
    func read(_ sequence: Int64) throws -> Data? { try files.read(sequence) }
    func setAside(_ sequence: Int64) throws { try files.setAside(sequence) }
    func removeAll() throws { try files.removeAll() }
    func write(_ data: Data, _ sequence: Int64) throws {
        death.reach(.beforeItemWrite)
        try files.write(data, sequence)
        death.reach(.afterItemWrite)
    }
    func remove(_ sequence: Int64) throws {
        death.reach(.beforeItemRemoval)
        try files.remove(sequence)
        death.reach(.afterItemRemoval)
    }
}
