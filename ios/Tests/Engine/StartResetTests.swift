import XCTest
@testable import CapgoBackgroundTaskPlugin

/// Apps that unregister everything at each start and register it again.
final class StartResetTests: XCTestCase {
    /// A headless page whose run waits, and which has just attached.
    private func startingPage(_ world: World) async throws -> (page: FakeRuntime, answer: Answer) {
        try await world.register("sync")
        world.host.behaviour.value = .neverAttaches
        world.becomeDue()
        let answer = await world.wake()
        await eventually("started") { world.host.runtime.value != nil }
        let page = try XCTUnwrap(world.host.runtime.value)
        try await page.attach(["sync"])
        return (page, answer)
    }

    func test_F_P27_AnAppThatResetsAtEachStartKeepsTheRunOfItsWakeAndItsSchedule() async throws {
        let world = World()
        let (page, answer) = try await startingPage(world)
        let (before, requests) = (try await world.task("sync"), world.scheduler.requests.value)
        try await world.engine.unregisterAll(from: page)
        let (gone, open) = (try await world.task("sync"), try await world.open())
        XCTAssertNil(gone, "it takes effect at once")
        XCTAssertEqual(open, [])
        XCTAssertEqual(answer.notes, [], "the wake waits for what comes back")
        XCTAssertEqual(world.host.stops.value, 0)
        XCTAssertEqual(world.scheduler.requests.value, requests)

        page.behaviour.value = .finishes(.success)
        let again = try await world.engine.register("sync", .plain)
        XCTAssertEqual(again.change, .created)
        let after = try await world.task("sync")
        XCTAssertEqual(after?.registeredAt, before?.registeredAt)
        await eventually("answered") { answer.notes == ["true"] }
        let log = try await world.log()
        XCTAssertEqual(log, [.success])
        XCTAssertEqual(world.log.notes.filter { $0.contains("was unregistered and registered again") }.count, 1)
    }

    func test_F_P27_AForegroundStartThatResetsDoesNotPushTheRequestBack() async throws {
        let world = World()
        try await world.register("sync")
        let requests = world.scheduler.requests.value
        for _ in 1...3 {
            world.clock.advance(by: 5 * Constants.minute)
            let next = World(of: world)
            let page = try await next.page(.finishes(.success))
            try await next.engine.unregisterAll(from: page)
            _ = try await next.engine.register("sync", .plain)
            world.storage.data.value = next.storage.data.value
            XCTAssertEqual(world.scheduler.requests.value, requests)
        }
    }

    func test_F_P27_WhatIsNotRegisteredAgainIsDroppedWhenTheStartIsOver() async throws {
        let world = World()
        let (page, answer) = try await startingPage(world)
        try await world.engine.unregisterAll(from: page)
        world.clock.advance(by: OfferTimes.start)
        await eventually("answered") { answer.notes == ["true"] }
        let log = try await world.log()
        XCTAssertEqual(log, [.cancelled])
        await eventually("taken back") { world.scheduler.requests.value.isEmpty }
        await eventually("the page is let go of") { world.host.stops.value == 1 }
    }

    func test_F_P27_WhatIsNotRegisteredAgainIsDroppedWithItsPage() async throws {
        let world = World()
        try await world.register("sync")
        let page = try await world.page(.finishes(.success))
        try await world.engine.unregister("sync", from: page)
        XCTAssertEqual(world.scheduler.requests.value.count, 2)
        await world.engine.detach(page)
        await eventually("taken back") { world.scheduler.requests.value.isEmpty }
    }

    func test_F_P27_AfterTheStartUnregisteringIsFinal() async throws {
        let world = World()
        try await world.register("sync")
        let page = try await world.page(.finishes(.success))
        world.clock.advance(by: OfferTimes.start)
        try await world.engine.unregister("sync", from: page)
        XCTAssertEqual(world.scheduler.requests.value, [:])
        _ = try await world.engine.register("sync", .plain)
        let registeredAt = try await world.task("sync")?.registeredAt
        XCTAssertEqual(registeredAt, world.clock.now)
    }
}
