import XCTest
@testable import CapgoBackgroundTaskPlugin

final class SystemClockTests: XCTestCase {
    func testATimeBeyondAnyClockIsWaitedForAndDoesNotEndTheProcess() async {
        let sleeper = Task { try await SystemClock().sleep(until: .max) }
        sleeper.cancel()
        let end = await sleeper.result
        XCTAssertThrowsError(try end.get()) { XCTAssertTrue($0 is CancellationError) }
    }

    func testATimeThatHasPassedIsNotWaitedFor() async throws {
        try await SystemClock().sleep(until: SystemClock().now - 1)
    }
}
