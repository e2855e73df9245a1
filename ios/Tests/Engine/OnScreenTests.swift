import XCTest
@testable import CapgoBackgroundTaskPlugin

/// The app stays in front of the user, where iOS wakes nothing.
final class OnScreenTests: XCTestCase {
    func testAPageWhoseAttachComesAfterItsEndIsOfferedNothing() async throws {
        let world = World()
        try await world.register("sync")
        world.device.onScreen.value = true
        let page = FakeRuntime(.page, world.engine, .finishes(.success))
        await world.engine.detach(page)
        try await page.attach(["sync"])
        world.becomeDue()
        let answer = await world.wake()
        // The app is on screen, so a page is waited for.
        world.clock.advance(by: Constants.pageTurn)
        await eventually("answered") { answer.notes == ["true"] }
        XCTAssertEqual(page.offered, [])
        XCTAssertEqual(world.host.starts.value, 1, "the headless page took it")
    }

    private func onScreen(_ behaviour: FakeRuntime.Behaviour = .finishes(.success)) async throws -> (World, FakeRuntime) {
        let world = World()
        try await world.register("sync")
        let page = try await world.page(behaviour)
        world.device.onScreen.value = true
        await world.engine.becameActive()
        return (world, page)
    }

    func testATaskThatBecomesDueRunsInThePageAndTheNextOneToo() async throws {
        let (world, _) = try await onScreen()
        for round in 1...3 {
            world.clock.advance(by: 30 * Constants.minute)
            try await eventually("round \(round)") { try await world.log().count == round }
        }
        let triggers = try await world.engine.runs(open: false, taskName: nil, limit: nil).map(\.trigger)
        XCTAssertEqual(triggers, [.timer, .timer, .timer])
        XCTAssertEqual(world.host.starts.value, 0)
    }

    func testADueTaskWithoutNetworkRunsWithinAMinuteOfItsReturn() async throws {
        let (world, page) = try await onScreen()
        world.device.conditionsNow.value = Conditions(network: false)
        world.clock.advance(by: 30 * Constants.minute)
        await eventually("looked") { await world.engine.onScreen.notBefore > world.clock.elapsed }
        XCTAssertEqual(page.offered, [])
        world.device.conditionsNow.value = Conditions(network: true)
        world.clock.advance(by: Constants.minute)
        try await eventually("run") { try await world.log() == [.success] }
    }

    func testAFailedRunIsTriedAgainAfterItsBackoff() async throws {
        let world = World()
        var options = TaskOptions.plain
        options.maximumRetries = 1
        try await world.register("sync", options: options)
        world.becomeDue()
        let page = try await world.page(.finishes(.failed))
        world.device.onScreen.value = true
        await world.engine.becameActive()
        try await eventually("failed") { try await world.log() == [.failed] }
        page.behaviour.value = .finishes(.success)
        world.clock.advance(by: Constants.minute)
        try await eventually("again") { try await world.log() == [.success, .failed] }
    }

    func testOffScreenTheTimerOpensNothing() async throws {
        let (world, page) = try await onScreen()
        world.device.onScreen.value = false
        await world.engine.resignedActive()
        world.clock.advance(by: 2 * Constants.hour)
        await world.engine.advance()
        XCTAssertEqual(page.offered, [])
        let open = try await world.open()
        XCTAssertEqual(open, [])
    }

    func testADueTaskThatIsBlockedDoesNotHoldUpTheQueueOfAnother() async throws {
        let world = World()
        var options = TaskOptions.plain
        options.requiresCharging = true
        try await world.register("at night", options: options)
        world.becomeDue()
        world.device.conditionsNow.value = Conditions(network: true, charging: false)
        let page = try await world.page(.holds)
        world.device.onScreen.value = true
        await world.engine.becameActive()
        for id in ["a", "b", "c"] { _ = try await world.enqueue("send", id) }
        for id in ["a", "b", "c"] {
            try await eventually("\(id) is claimed, no time later") {
                let open = try await world.engine.runs(open: true, taskName: "send", limit: nil)
                return open.first?.enqueuedId == id && open.first?.claimedAt != nil
            }
            await page.finish("send", .success)
        }
        try await eventually("all have run") { try await world.log(of: "send").count == 3 }
    }
}
