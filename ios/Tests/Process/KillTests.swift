import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

final class KillTests: XCTestCase {
    /// A process is killed while it writes, again and again; whatever it said was stored is there, and nothing is damaged.
    func testAKillAtAnyMomentLosesNothingThatWasStored() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString, isDirectory: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var random = SeededRandom(seed: 7)
        for round in 1...repetitions(25, long: 400) {
            let (process, output) = ChildProcess.make(["write", folder.path])
            try process.run()
            // So many lines, and then a moment anywhere in the next steps.
            let reader = LineReader(output.fileHandleForReading)
            var stored: [String] = []
            for _ in 0...Int.random(in: 1...6, using: &random) { if let line = reader.next() { stored.append(line) } }
            for _ in 0..<Int.random(in: 0...40_000, using: &random) { _ = stored.count }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            XCTAssertEqual(process.terminationReason, .uncaughtSignal, "round \(round): it wrote until it was killed")
            while let line = reader.next() { stored.append(line) }

            var store = LedgerStore(storage: LedgerFile(folder: folder), items: ItemFiles(StateFolder(folder: folder)))
            let state = try store.read()
            XCTAssertEqual(store.problems, [], "round \(round)")
            XCTAssertEqual(state.tasks.map(\.name), ["sync"])
            let ids = Set(state.log.map(\.run.taskId))
            XCTAssertGreaterThan(stored.count, 1)
            for line in stored { XCTAssertTrue(ids.contains(String(line.dropFirst("stored ".count))), "round \(round): \(line)") }
        }
    }
}
