import XCTest
@testable import CapgoBackgroundTaskPlugin

final class SystemClockTests: XCTestCase {
    func testATimeBeyondAnyClockIsWaitedForAndDoesNotEndTheProcess() async {
        let sleeper = Task { try await SystemClock().sleep(untilElapsed: .max) }
        sleeper.cancel()
        let end = await sleeper.result
        XCTAssertThrowsError(try end.get()) { XCTAssertTrue($0 is CancellationError) }
    }

    func testATimeThatHasPassedIsNotWaitedFor() async throws {
        try await SystemClock().sleep(untilElapsed: SystemClock().elapsed - 1)
    }

    func testElapsedTimeGoesOnAsFarAsIsWaitedFor() async throws {
        let clock = SystemClock()
        let start = clock.elapsed
        try await clock.sleep(untilElapsed: start + 5)
        XCTAssertGreaterThanOrEqual(clock.elapsed, start + 5)
    }
}
