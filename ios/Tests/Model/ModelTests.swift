import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

/// The scenarios of test/model, played on the core: whatever the world does, the promises hold.
final class ModelTests: XCTestCase {
    func testWhateverTheWorldDoesThereIsNoOverlapEveryWakeIsAnsweredNothingIsLeftAndTheLogIsTrue() throws {
        let file = ContractFile.repository.appendingPathComponent(".cache/scenarios/ios.json")
        // One on each line, parsed when its turn comes: 50,000 at once would fill the memory.
        let scenarios = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).filter { $0.first == UInt8(ascii: "{") }
        XCTAssertGreaterThan(scenarios.count, 0)
        let limit = ProcessInfo.processInfo.environment["MODEL_SECONDS"].flatMap(Double.init) ?? .infinity
        let end = Date().addingTimeInterval(limit)
        var played: [Int64] = []
        try ModelJobs.whileHere {
            for line in scenarios where Date() < end {
                let scenario = ModelScenario(try JSONValue(parsing: Data(line.last == UInt8(ascii: ",") ? line.dropLast() : line)))
                played.append(scenario.seed)
                guard scenario.play() != nil else { continue }
                let small = scenario.shrunk()
                XCTFail("\(small.description)\n\(small.play() ?? "does not fail again")")
                break
            }
        }
        print("ios model: seeds \(played.first ?? 0) to \(played.last ?? 0)")
    }
}
