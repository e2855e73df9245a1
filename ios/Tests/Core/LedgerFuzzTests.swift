import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

final class LedgerFuzzTests: XCTestCase {
    private func sample() throws -> Data {
        var state = LedgerState()
        for name in ["a", "b", "c"] { _ = try state.register(name, .plain, now: 1) }
        state.openTests(of: nil, now: 2, zone: .utc, newId: { UUID().uuidString })
        let runs = state.openRuns
        let request = ClaimRequest(taskId: runs[0].id, runtimeId: "r", runtime: .page, now: 3, token: "t", limit: 9)
        _ = state.claim(request)
        state.settle(runs[1], .lost, at: 4)
        return try state.data()
    }

    private static let escapes = ["\\ud800", "\\u0000", "\\udc00\\ud800", "\\x", "\\u12", "1e999", "-0.0", "[[[[[[", "\"\\ud83d\":1,"]

    private func damaged(_ data: Data, _ random: inout SeededRandom) -> Data {
        var bytes = [UInt8](data)
        for _ in 0...Int.random(in: 0...4, using: &random) {
            guard !bytes.isEmpty else { break }
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0...5, using: &random) {
            case 5: bytes.insert(contentsOf: Array(Self.escapes.randomElement(using: &random) ?? "").map { $0.asciiValue ?? 32 }, at: place)
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(place...)
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(UInt8.random(in: 32...126, using: &random), at: place)
            default: bytes[place] = "0123456789\"{}[],:-".utf8.randomElement(using: &random) ?? 48
            }
        }
        return Data(bytes)
    }

    func testNoDamageCrashesAndTheLedgerCanBeUsedAfterwards() throws {
        let whole = try sample()
        var random = SeededRandom(seed: 42)
        var seen = Set<String>()
        for round in 0..<repetitions(3000, long: 60_000) {
            let storage = MemoryStorage()
            storage.data.value = damaged(whole, &random)
            var store = LedgerStore(storage: storage, items: MemoryItems())
            do {
                _ = try store.step { try $0.register("new", .plain, now: 10) }
                seen.insert(store.problems.isEmpty ? "whole" : store.problems[0].place == "file" ? "file" : "record")
                var next = LedgerStore(storage: storage, items: MemoryItems())
                XCTAssertNotNil(try next.read().task("new"), "round \(round)")
                XCTAssertEqual(next.problems, [], "round \(round): repaired once")
            } catch let failure as BackgroundTaskFailure {
                XCTAssertEqual(failure.code, .storageNewer, "round \(round)")
                seen.insert("newer")
            }
        }
        XCTAssertTrue(seen.isSuperset(of: ["whole", "file", "record"]), "\(seen)")
    }

    /// Whatever is done in whatever order, the promises hold.
    func testAnyOrderOfStepsKeepsThePromises() throws {
        for seed in 0..<repetitions(200, long: 4000) {
            var random = SeededRandom(seed: UInt64(seed))
            var (state, now, ids) = (LedgerState(), Milliseconds(1_000_000), 0)
            var tokens: [String: String] = [:]
            for _ in 0..<120 {
                now += Milliseconds.random(in: 0...(20 * Constants.minute), using: &random)
                let name = ["a", "b", "c"].randomElement(using: &random) ?? "a"
                let run = state.openRun(ofTask: name)
                switch Int.random(in: 0...8, using: &random) {
                case 0: _ = try state.register(name, .plain, now: now)
                case 1: _ = state.unregister(name, now: now)
                case 2, 3:
                    _ = state.openDue(trigger: .timer, conditions: Conditions(), deadline: nil, now: now, zone: .utc) {
                        ids += 1; return "\(ids)"
                    }
                case 4:
                    guard let run else { break }
                    let claim = state.claim(
                        ClaimRequest(taskId: run.id, runtimeId: "r", runtime: .page, now: now, token: "t\(now)", limit: Constants.minute)
                    )
                    if case .success = claim {
                        XCTAssertNil(run.claim, "no two live claims of a run overlap")
                        tokens[run.id] = "t\(now)"
                    } else if run.claim == nil {
                        XCTFail("an unclaimed run was refused")
                    }
                case 5:
                    guard let run, let token = tokens[run.id] else { break }
                    let request = FinishRequest(taskId: run.id, token: token, outcome: .failed, error: nil, now: now)
                    XCTAssertNotNil(state.finish(request, grace: Constants.expiryGrace))
                    XCTAssertNil(state.finish(request, grace: Constants.expiryGrace), "a second finish does nothing")
                case 6: if let run { _ = state.cut(run.id, reason: "system", now: now, grace: Constants.expiryGrace) }
                case 7:
                    for run in state.openRuns {
                        let step = run.sweep(now: now, grace: Constants.expiryGrace, holderAlive: true)
                        if case .settle(let ending, let settledAt, let backoffFrom) = step {
                            state.settle(run, ending, at: settledAt, backoffFrom: backoffFrom)
                        }
                    }
                default: state.noteDefined([name])
                }
                XCTAssertEqual(Set(state.openRuns.map(\.taskName)).count, state.openRuns.count, "a task never overlaps itself")
                XCTAssertEqual(Set(state.log.map(\.run.taskId)).count, state.log.count, "a run settles once")
                for open in state.openRuns { XCTAssertNotNil(state.task(open.taskName)) }
            }
            guard case .ok(let decoded) = LedgerState.decode(try JSONValue(parsing: state.data())) else {
                return XCTFail("seed \(seed)")
            }
            XCTAssertEqual(decoded, DecodedLedger(state: state), "seed \(seed)")
        }
    }
}
