import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

final class LedgerWriterTests: XCTestCase {
    func testALedgerThatIsWrittenAgainAndAgainHasTheBytesOfOneWrittenAtOnce() throws {
        var random = SeededRandom(seed: 7)
        var (state, writer, ids, logs) = (LedgerState(), LedgerWriter(), 0, Set<Int>())
        for name in ["a", "é", "c"] { _ = try state.register(name, .plain, now: 1) }
        for round in 0..<600 {
            if round == 200 { state.emptyLog() }
            switch Int.random(in: 1...30, using: &random) {
            // The step that made this one could not be stored: the next has another log.
            case 1...4:
                var refused = state
                Self.settleOne(&refused, &ids, .expired)
                _ = try writer.data(refused)
            // A damaged file may name a run twice.
            case 5: if let last = state.log.last { state.append(last) }
            default: Self.settleOne(&state, &ids, .lost)
            }
            logs.insert(state.log.count)
            let data = try writer.data(state)
            XCTAssertEqual(data, try state.data(), "round \(round)")
            XCTAssertEqual(data, try JSONValue(parsing: data).data(), "round \(round): its keys are sorted")
        }
        XCTAssertTrue(logs.contains(Constants.maximumLoggedRuns), "runs have left the log")
    }

    private static func settleOne(_ state: inout LedgerState, _ ids: inout Int, _ ending: Ending) {
        state.openTests(of: nil, now: 2, zone: .utc) {
            ids += 1; return "\(ids)"
        }
        if let run = state.openRuns.first { state.settle(run, ending, at: Milliseconds(ids)) }
    }

    func testNamesAreOrderedAsJavaScriptDoes() {
        let parts = [
            "", "a", "b", "A", "\u{0}", "é", "e\u{301}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "😀",
            "\u{10FFFF}"
        ]
        let texts = parts + parts.flatMap { first in parts.map { first + $0 } }
        for one in texts {
            for other in texts {
                XCTAssertEqual(
                    one.precedesText(other),
                    one.utf16.lexicographicallyPrecedes(other.utf16),
                    "\(Array(one.utf16)) \(Array(other.utf16))"
                )
            }
        }
    }
}
