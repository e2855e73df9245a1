import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

final class LedgerFileTests: XCTestCase {
    private var folder = URL(fileURLWithPath: "/")
    private var ledger: URL { folder.appendingPathComponent("ledger.json") }

    override func setUpWithError() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString, isDirectory: true)
    }

    override func tearDownWithError() throws {
        try? FileManager.default.removeItem(at: folder)
    }

    private func store(_ system: StateFolder.System = .init()) -> LedgerStore {
        LedgerStore(storage: LedgerFile(folder: folder, system: system), items: MemoryItems())
    }

    private func put(_ text: String) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: ledger)
    }

    private func register(_ names: [String]) throws {
        var store = store()
        for name in names { _ = try store.step { try $0.register(name, .plain, now: 1) } }
    }

    func testWhatWasStoredIsReadByTheNextProcess() throws {
        try register(["a", "b"])
        var next = store()
        XCTAssertEqual(try next.read().tasks.map(\.name), ["a", "b"])
        XCTAssertEqual(next.problems, [])
    }

    func testNothingStoredIsEmpty() throws {
        var store = store()
        XCTAssertEqual(try store.read(), LedgerState())
    }

    func testI20TheFileAsksToBeReadableAfterFirstUnlockAndToStayOutOfBackups() throws {
        let asked = Recorder()
        var system = StateFolder.System()
        let (createFolder, write) = (system.createFolder, system.write)
        system.createFolder = {
            let protection = ($1[.protectionKey] as? FileProtectionType)?.rawValue
            asked.note(
                protection == FileProtectionType.completeUntilFirstUserAuthentication.rawValue
                    ? "folder readable after first unlock" : "folder"
            )
            try createFolder($0, $1)
        }
        system.setFolderValues = { _, values in asked.note(values.isExcludedFromBackup == true ? "no backup" : "backup") }
        system.write = {
            asked.note(
                $2.contains([.atomic, .completeFileProtectionUntilFirstUserAuthentication])
                    ? "atomic, readable after first unlock" : "write"
            )
            try write($0, $1, $2)
        }
        var store = store(system)
        _ = try store.step { try $0.register("a", .plain, now: 1) }
        XCTAssertEqual(asked.notes, ["folder readable after first unlock", "no backup", "atomic, readable after first unlock"])
    }

    func testI20AnUnreadableFileIsAnErrorAndNotAnEmptySchedule() throws {
        try register(["a"])
        let kept = try Data(contentsOf: ledger)
        // A folder in the place of the file fails to be read for a reason other than "no such file", also for root.
        try FileManager.default.moveItem(at: ledger, to: folder.appendingPathComponent("elsewhere"))
        try FileManager.default.createDirectory(at: ledger, withIntermediateDirectories: true)
        var locked = store()
        XCTAssertThrowsError(try locked.step { try $0.register("b", .plain, now: 2) }) {
            XCTAssertEqual(($0 as? BackgroundTaskFailure)?.code, .storageFailed)
        }
        try FileManager.default.removeItem(at: ledger)
        try kept.write(to: ledger)
        XCTAssertEqual(try locked.read().tasks.map(\.name), ["a"], "after the unlock the same store reads it")
    }

    func testACorruptFileIsSetAsideAndReported() throws {
        try put("{\"version\":1,\"tasks\":[")
        var store = store()
        XCTAssertEqual(try store.read(), LedgerState())
        XCTAssertEqual(store.problems, [LedgerProblem(place: "file", reason: "not JSON")])
        let aside = try String(contentsOf: folder.appendingPathComponent("ledger.set-aside.json"), encoding: .utf8)
        XCTAssertEqual(aside, "{\"version\":1,\"tasks\":[")
        var next = self.store()
        XCTAssertEqual(try next.read(), LedgerState())
        XCTAssertEqual(next.problems, [], "reported once")
    }

    func testACorruptFileThatCannotBeSetAsideIsNotOverwritten() throws {
        try put("garbage")
        var system = StateFolder.System()
        system.write = { _, _, _ in throw CocoaError(.fileWriteOutOfSpace) }
        var store = store(system)
        XCTAssertThrowsError(try store.read()) { XCTAssertEqual(($0 as? BackgroundTaskFailure)?.code, .storageFailed) }
        XCTAssertEqual(try String(contentsOf: ledger, encoding: .utf8), "garbage")
    }

    func testACorruptRecordDoesNotTakeTheOthersWithIt() throws {
        try register(["a", "b"])
        let text = try String(contentsOf: ledger, encoding: .utf8)
        try put(text.replacingOccurrences(of: "\"name\":\"a\"", with: "\"name\":7"))
        var store = store()
        XCTAssertEqual(try store.read().tasks.map(\.name), ["b"])
        XCTAssertEqual(store.problems, [LedgerProblem(place: "tasks[0]", reason: "name")])
    }

    func testAFileOfALaterVersionIsNeitherReadNorWritten() throws {
        try put("{\"version\":2,\"anything\":true}")
        var store = store()
        XCTAssertThrowsError(try store.step { try $0.register("a", .plain, now: 1) }) {
            XCTAssertEqual(($0 as? BackgroundTaskFailure)?.code, .storageNewer)
        }
        XCTAssertEqual(try String(contentsOf: ledger, encoding: .utf8), "{\"version\":2,\"anything\":true}")
    }

    func testARecordOfALaterVersionIsWrittenBackAsItWas() throws {
        try register(["a"])
        let text = try String(contentsOf: ledger, encoding: .utf8)
        try put(text.replacingOccurrences(of: "\"tasks\":[", with: "\"tasks\":[{\"version\":3,\"name\":\"later\",\"news\":[1]},"))
        var store = store()
        XCTAssertThrowsError(try store.step { try $0.register("later", .plain, now: 2) }) {
            XCTAssertEqual(($0 as? BackgroundTaskFailure)?.code, .storageNewer)
        }
        _ = try store.step { try $0.register("b", .plain, now: 2) }
        let written = try JSONValue(parsing: Data(contentsOf: ledger))
        XCTAssertEqual(
            written["tasks"]?.elements?.last,
            .object(["version": .number(3), "name": .string("later"), "news": .array([.number(1)])])
        )
    }

    func testAFailedWriteChangesNothingInMemoryEither() throws {
        var system = StateFolder.System()
        system.write = { _, _, _ in throw CocoaError(.fileWriteOutOfSpace) }
        var store = store(system)
        XCTAssertThrowsError(try store.step { try $0.register("a", .plain, now: 1) })
        XCTAssertEqual(try store.read(), LedgerState())
    }

    func testAStepThatChangesNothingWritesNothing() throws {
        try register(["a"])
        var system = StateFolder.System()
        system.write = { _, _, _ in XCTFail("written") }
        var store = store(system)
        XCTAssertEqual(try store.step { try $0.register("a", .plain, now: 99) }, .unchanged)
    }
}
