import XCTest
@testable import CapgoBackgroundTaskPlugin

/// `window` and `initialDelay` of a registration, in the engine. Their rules are the contract's vectors.
final class WindowTests: XCTestCase {
    /// 22:13:20 UTC.
    private let start: Milliseconds = 1_700_000_000_000
    private let day = 24 * Constants.hour

    private func nightly() -> TaskOptions {
        var options = TaskOptions.plain
        options.minimumInterval = day
        // 23:00 to 05:00
        options.window = DailyWindow(fromMinutes: 1380, toMinutes: 300)
        return options
    }

    func testTheRequestIsForTheNextWindowAndAWakeOutsideOpensNothing() async throws {
        let world = World()
        try await world.register("nightly", options: nightly())
        // One day later it is 22:13, and the window begins at 23:00.
        let windowAt = start + day + 46 * Constants.minute + 40 * Constants.second
        XCTAssertEqual(world.scheduler.requests.value[.processing]?.earliest, windowAt)
        world.clock.advance(by: day)
        let early = await world.wake(id: "early")
        await eventually("answered") { early.notes == ["true"] }
        XCTAssertEqual(world.host.starts.value, 0)
        let view = try await world.engine.views().first
        XCTAssertEqual(view?["blockedBy"], .array([.string("window")]))
        XCTAssertEqual(view?["nextEligibleAt"], .time(windowAt))
        world.clock.advance(by: Constants.hour)
        let inside = await world.wake(id: "inside")
        await eventually("answered") { inside.notes == ["true"] }
        let log = try await world.log()
        XCTAssertEqual(log, [.success])
        await eventually("the next night, not a day after this run") {
            world.scheduler.requests.value[.processing]?.earliest == windowAt + self.day
        }
    }

    func testTheWindowIsInLocalTime() async throws {
        let world = World()
        world.clock.zone.value = Zone(offset: 2 * Constants.hour)
        try await world.register("nightly", options: nightly())
        // 00:13 local, inside: the interval counts from the start of this window.
        XCTAssertEqual(world.scheduler.requests.value[.processing]?.earliest, start - 73 * Constants.minute - 20 * Constants.second + day)
    }

    func testAFirstDelayOfZeroRunsAtOnceOnScreenAndTheIntervalFollows() async throws {
        let world = World()
        let page = try await world.page(.finishes(.success))
        world.device.onScreen.value = true
        await world.engine.becameActive()
        var options = TaskOptions.plain
        options.initialDelay = 0
        try await world.register("sync", options: options)
        try await eventually("run") { try await world.log() == [.success] }
        let next = try await world.task("sync")?.nextEligibleAt()
        XCTAssertEqual(next, world.clock.now + 30 * Constants.minute)
        withExtendedLifetime(page) {}
    }
}
