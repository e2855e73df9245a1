import UIKit
import XCTest
@testable import CapgoBackgroundTaskPlugin

@MainActor
final class SystemAssertionTests: XCTestCase, @unchecked Sendable {
    func testItIsTakenFromTheSystemAndGivenBack() async throws {
        let (assertions, expired) = (SystemAssertions(), Locked(0))
        let begun = await assertions.begin { expired.change { $0 += 1 } }
        let id = try XCTUnwrap(begun)
        let handler = try XCTUnwrap(UIApplication.shared.standInTasks[id])
        handler()
        XCTAssertEqual(expired.value, 1)
        await assertions.end(id)
        XCTAssertNil(UIApplication.shared.standInTasks[id])
        XCTAssertEqual(UIApplication.shared.standInEnded.last, id)
    }

    func testNoTimeIsNoAssertion() async throws {
        UIApplication.shared.standInGivesTime = false
        defer { UIApplication.shared.standInGivesTime = true }
        let id = await SystemAssertions().begin {}
        XCTAssertNil(id)
    }
}
