import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

/// A process is killed at each of its writes, again and again, with one registered task and items that are enqueued, replaced, cancelled and run.
final class QueueKillTests: XCTestCase {
    private static let places = [
        "beforeLedger", "afterLedger", "beforeItemWrite", "afterItemWrite", "beforeItemRemoval", "afterItemRemoval"
    ]

    func testAtWhicheverWriteItIsKilledEveryItemRunsNoneTwiceAtOnceAndNoneIsLeftBehind() throws {
        for place in Self.places { try series(place) }
    }

    private func series(_ place: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString, isDirectory: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var random = SeededRandom(seed: UInt64(place.count) * 31 + 7)
        var lines: [String] = []
        var version = 1
        let kills = repetitions(20, long: 200)
        for round in 1...kills {
            let count = Int.random(in: 1...12, using: &random)
            let (heard, reason) = try play(folder, place, count, hours: round * 24, version)
            XCTAssertEqual(reason, .uncaughtSignal, "\(place), round \(round): it ran until it was killed")
            try check(heard, "\(place), round \(round)")
            lines += heard
            version = 1 + (lines.compactMap { $0.hasPrefix("enqueued ") ? Int($0.split(separator: " ")[2]) : nil }.max() ?? 0) + 5
        }
        let (heard, reason) = try play(folder, "none", 0, hours: (kills + 40) * 24, version)
        XCTAssertEqual(reason, .exit)
        XCTAssertEqual(heard.last, "drained", place)
        lines += heard

        XCTAssertEqual(try Set(FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("items").path)), [], place)
        let ran = versions(lines, "end send ")
        for (id, enqueued) in lost(lines) {
            XCTAssertGreaterThanOrEqual(
                ran[id] ?? 0,
                enqueued,
                "\(place): \(id) of version \(enqueued) has run, or a later one in its place"
            )
        }
        XCTAssertGreaterThan(lines.filter { $0.hasPrefix("end sync ") }.count, 1, "\(place): the registered task runs beside them")
        XCTAssertGreaterThan(ran.count, kills, place)
        XCTAssertTrue(lines.contains { $0.hasPrefix("fail ") }, place)
    }

    private func play(_ folder: URL, _ place: String, _ count: Int, hours: Int, _ version: Int) throws -> (
        [String], Process.TerminationReason
    ) {
        let (process, output) = ChildProcess.make(["queue", folder.path, place, "\(count)", "\(hours)", "\(version)"])
        try process.run()
        let reader = LineReader(output.fileHandleForReading)
        var lines: [String] = []
        while let line = reader.next() { lines.append(line) }
        process.waitUntilExit()
        return (lines, process.terminationReason)
    }

    /// Within one process no task begins before its run has ended.
    private func check(_ lines: [String], _ title: String) throws {
        var running: Set<String> = []
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            if words[0] == "begin" { XCTAssertTrue(running.insert(words[1]).inserted, "\(title): \(line) overlaps") }
            if ["end", "fail"].contains(words[0]) { running.remove(words[1]) }
        }
    }

    /// The newest version of each id that follows these words.
    private func versions(_ lines: [String], _ words: String) -> [String: Int] {
        var newest: [String: Int] = [:]
        for line in lines where line.hasPrefix(words) {
            let rest = line.dropFirst(words.count).split(separator: " ").map(String.init)
            newest[rest[0]] = max(newest[rest[0]] ?? 0, Int(rest[1]) ?? 0)
        }
        return newest
    }

    /// The versions that have to run: the newest of each id, unless somebody has begun to cancel it.
    private func lost(_ lines: [String]) -> [String: Int] {
        var needed: [String: Int] = [:]
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            if words[0] == "enqueued" { needed[words[1]] = Int(words[2]) }
            if words[0] == "cancelling" { needed[words[1]] = nil }
        }
        return needed
    }
}
