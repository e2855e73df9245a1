import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

final class ItemFilesTests: XCTestCase {
    private var folder = URL(fileURLWithPath: "/")
    private var itemFolder: URL { folder.appendingPathComponent("items", isDirectory: true) }

    override func setUpWithError() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString, isDirectory: true)
    }

    override func tearDownWithError() throws {
        try? FileManager.default.removeItem(at: folder)
    }

    private func store(_ system: StateFolder.System = .init()) -> LedgerStore {
        let state = StateFolder(folder: folder, system: system)
        return LedgerStore(storage: LedgerFile(state), items: ItemFiles(state))
    }

    private func item(_ sequence: Int64, _ id: String = "note", data: String? = nil) -> QueuedItem {
        QueuedItem(
            sequence: sequence,
            taskName: "send",
            id: id,
            data: data,
            enqueuedAt: 1,
            scheduledAt: 1,
            eligibleAt: 1,
            constraints: TaskOptions.plain.constraints,
            maximumRetries: 3,
            timeLimit: nil
        )
    }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: itemFolder.path).sorted() }

    func testEachItemIsOneFileWhoseDataTheNextProcessFindsAsItWasGiven() throws {
        let data = #"{"text":"a\nb","big":12345678901234567890,"é":"\ud800"}"#
        var first = store()
        try first.enqueue(item(1, "a", data: data), removing: [])
        try first.enqueue(item(2, "b"), removing: [])
        XCTAssertEqual(try names(), ["1.item", "2.item"])
        var next = store()
        XCTAssertEqual(try next.read().items, [item(1, "a"), item(2, "b")], "the data lies in the file until it is asked for")
        XCTAssertEqual(try next.data(1), data)
        XCTAssertNil(try next.data(2))
    }

    func testABackedOffItemKeepsItsData() throws {
        var first = store()
        try first.enqueue(item(1, data: "[1]"), removing: [])
        try first.step { state in
            var later = try XCTUnwrap(state.item(1))
            later.eligibleAt = 99
            state.put(later)
        }
        var next = store()
        XCTAssertEqual(try next.read().items.map(\.eligibleAt), [99])
        XCTAssertEqual(try next.data(1), "[1]")
    }

    func testOfTwoWaitingItemsOfOneIdTheNewerStaysWhenTheProcessDiedBetweenTheTwoSteps() throws {
        var first = store()
        try first.enqueue(item(1, data: "1"), removing: [])
        try first.enqueue(item(2, data: "2"), removing: [])
        var next = store()
        XCTAssertEqual(try next.read().items.map(\.sequence), [2])
        XCTAssertEqual(try names(), ["2.item"])
    }

    func testDamagedItemsAreSetAsideAndReportedAndTheOthersStay() throws {
        var first = store()
        for sequence in 1...4 { try first.enqueue(item(Int64(sequence), "\(sequence)", data: "[1,2,3]"), removing: []) }
        let cut = itemFolder.appendingPathComponent("1.item")
        try Data(contentsOf: cut).dropLast().write(to: cut)
        try Data("garbage".utf8).write(to: itemFolder.appendingPathComponent("2.item"))
        try FileManager.default.copyItem(at: itemFolder.appendingPathComponent("4.item"), to: itemFolder.appendingPathComponent("7.item"))
        var next = store()
        XCTAssertEqual(try next.read().items.map(\.sequence), [3, 4])
        XCTAssertEqual(
            next.problems,
            [
                LedgerProblem(place: "item 1", reason: "data"), LedgerProblem(place: "item 2", reason: "not JSON"),
                LedgerProblem(place: "item 7", reason: "sequence")
            ]
        )
        XCTAssertEqual(try names(), ["1.set-aside", "2.set-aside", "3.item", "4.item", "7.set-aside"])
        var third = store()
        XCTAssertEqual(try third.read().items.count, 2)
        XCTAssertEqual(third.problems, [], "reported once")
        try third.erase()
        XCTAssertEqual(try names(), [])
    }

    func testAnItemOfALaterVersionIsLeftAndItsFileIsNotUsedForAnother() throws {
        var first = store()
        try first.enqueue(item(1), removing: [])
        let later = itemFolder.appendingPathComponent("9.item")
        try Data("{\"version\":3}\n".utf8).write(to: later)
        var next = store()
        XCTAssertEqual(try next.read().items.map(\.sequence), [1])
        XCTAssertEqual(try next.read().nextSequence, 10)
        XCTAssertEqual(try String(contentsOf: later, encoding: .utf8), "{\"version\":3}\n")
    }

    func testAnUnreadableFolderIsAnErrorAndNotAnEmptyQueue() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data().write(to: itemFolder)
        var store = store()
        XCTAssertThrowsError(try store.read()) { XCTAssertEqual(($0 as? BackgroundTaskFailure)?.code, .storageFailed) }
    }

    func testAnItemThatCannotBeStoredIsAnErrorAndThereIsNone() throws {
        var system = StateFolder.System()
        system.write = { _, _, _ in throw CocoaError(.fileWriteOutOfSpace) }
        var store = store(system)
        XCTAssertThrowsError(try store.enqueue(item(1), removing: [])) {
            XCTAssertEqual(($0 as? BackgroundTaskFailure)?.code, .storageFailed)
        }
        XCTAssertEqual(try store.read().items, [])
    }

    func testWhatBecameOfAnItemIsTriedAgainWithTheNextStep() throws {
        let storage = MemoryStorage()
        let files = MemoryItems()
        var store = LedgerStore(storage: storage, items: files)
        try store.enqueue(item(1), removing: [])
        files.isFull.value = true
        try store.step { $0.removeItem(1) }
        XCTAssertEqual(store.unsaved, [1])
        XCTAssertEqual(files.files.value.count, 1)
        files.isFull.value = false
        _ = try store.step { try $0.register("sync", .plain, now: 1) }
        XCTAssertEqual(store.unsaved, [])
        XCTAssertEqual(files.files.value, [:])
    }

    func testAStartReadsNoMoreThanTheHeadOfEachItem() throws {
        var first = store()
        let data = "\"\(String(repeating: "x", count: 8000))\""
        try first.enqueue(item(1, data: data), removing: [])
        let (start, count) = try XCTUnwrap(try ItemFiles(StateFolder(folder: folder)).start(1, maximum: 100))
        XCTAssertEqual(start.count, 100)
        XCTAssertGreaterThan(count, 8000)
        let longest = QueuedItem(
            sequence: Constants.largestCount,
            taskName: String(repeating: "\u{1}", count: Constants.maximumNameLength),
            id: String(repeating: "\u{1}", count: Constants.maximumNameLength),
            data: nil,
            enqueuedAt: Constants.largestCount,
            scheduledAt: Constants.largestCount,
            eligibleAt: Constants.largestCount,
            constraints: TaskOptions.plain.constraints,
            maximumRetries: Constants.largestCount,
            timeLimit: Constants.largestCount
        )
        XCTAssertLessThan(try ItemFile.bytes(longest).count, ItemFile.longestHead)
    }
}
