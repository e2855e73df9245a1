import Foundation
import XCTest

/// Polls until the condition holds; fails after a limit that only a real failure reaches.
func eventually(
    _ what: String,
    within seconds: Double = 10,
    isolation: isolated (any Actor)? = #isolation,
    file: StaticString = #filePath,
    line: UInt = #line,
    _ condition: () async throws -> Bool
) async rethrows {
    let limit = Date().addingTimeInterval(seconds)
    while Date() < limit {
        if try await condition() { return }
        try? await Task.sleep(nanoseconds: 1_000_000)
    }
    XCTFail("never: \(what)", file: file, line: line)
}
