import XCTest
@testable import CapgoBackgroundTaskPlugin

final class RequestTests: XCTestCase {
    func testI11ARequestIsPendingAfterEveryEndOfAWake() async throws {
        enum End: CaseIterable { case succeeds, fails, expires, crashes }
        for end in End.allCases {
            let world = World()
            try await world.register("sync")
            world.host.behaviour.value = .attaches(end == .succeeds ? .finishes(.success) : end == .fails ? .finishes(.failed) : .holds)
            world.becomeDue()
            // The system takes the request out when it delivers it.
            world.scheduler.requests.value = [:]
            let answer = await world.wake()
            XCTAssertEqual(Set(world.scheduler.requests.value.keys), Set(RequestKind.allCases), "before JavaScript, \(end)")
            if end == .expires {
                try await eventually("claimed") { try await world.isClaimed() }
                await world.engine.expire("wake")
                world.clock.advance(by: Constants.expiryGrace + 1)
            }
            if end != .crashes { await eventually("answered \(end)") { !answer.notes.isEmpty } }
            XCTAssertEqual(Set(world.scheduler.requests.value.keys), Set(RequestKind.allCases), "at the end, \(end)")
        }
    }

    func testAfterASuccessTheNextRequestIsDatedOneIntervalLater() async throws {
        let world = World()
        try await world.register("sync")
        world.becomeDue()
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["true"] }
        let date = world.scheduler.requests.value[.processing]?.earliest
        XCTAssertEqual(date, world.clock.now + TaskOptions.plain.minimumInterval)
    }

    func testAWakeForATaskThatStaysOverdueDoesNotAskForAnotherAtOnce() async throws {
        let world = World()
        try await world.register("sync")
        world.device.conditionsNow.value.network = false
        world.becomeDue()
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["true"] }
        XCTAssertEqual(world.scheduler.requests.value[.processing]?.earliest, world.clock.now + Constants.minute)
    }

    func testLaunchesNeitherMoveDatesBackNorAskAgain() async throws {
        let world = World()
        try await world.register("sync")
        let before = world.scheduler.submitted.value
        for _ in 1...5 {
            world.clock.advance(by: 5 * Constants.minute)
            await World(of: world).engine.launched()
        }
        XCTAssertEqual(world.scheduler.submitted.value, before)
    }

    func testALostRequestIsMadeAgainAtTheNextLaunch() async throws {
        let world = World()
        try await world.register("sync")
        let before = world.scheduler.requests.value
        world.scheduler.requests.value = [:]
        await World(of: world).engine.launched()
        XCTAssertEqual(world.scheduler.requests.value, before)
    }

    func testTheRefreshRequestIsSwitchedOffByTheApp() async throws {
        let world = World()
        try await world.register("sync")
        XCTAssertNotNil(world.scheduler.requests.value[.refresh])
        let next = World(of: world, wantsRefresh: false)
        await next.engine.launched()
        XCTAssertEqual(Set(next.scheduler.requests.value.keys), [.processing])
    }

    func testUnregisteringTheLastTaskTakesTheRequestsBack() async throws {
        let world = World()
        try await world.register("a", "b")
        try await world.engine.unregister("a")
        XCTAssertEqual(world.scheduler.requests.value.count, 2)
        try await world.engine.unregister("b")
        XCTAssertEqual(world.scheduler.requests.value.count, 0)
    }

    func testWithoutItsLaunchHandlerNothingIsEverSubmitted() async throws {
        let world = World()
        try await world.register("sync")
        world.scheduler.requests.value = [:]
        world.scheduler.facts.value.registered = []
        let count = world.scheduler.submitted.value.count
        await world.engine.launched()
        await world.engine.becameActive()
        XCTAssertEqual(world.scheduler.submitted.value.count, count)
    }

    func testI20BeforeTheFirstUnlockTheChainOfRequestsGoesOn() async throws {
        let world = World()
        try await world.register("sync")
        let locked = World(of: world)
        locked.scheduler.requests.value = [:]
        locked.storage.isUnreadable.value = true
        let answer = await locked.wake()
        XCTAssertEqual(answer.notes, ["false"])
        XCTAssertEqual(locked.scheduler.requests.value[.processing]?.earliest, locked.clock.now + 15 * Constants.minute)
        locked.storage.isUnreadable.value = false
        locked.becomeDue()
        let unlocked = await locked.wake(id: "unlocked")
        await eventually("answered") { unlocked.notes == ["true"] }
        let log = try await locked.log()
        XCTAssertEqual(log, [.success])
    }

    func testI11WithALedgerThatCannotBeUsedTheSystemIsAnsweredAndARequestIsPending() async throws {
        let cases: [(String, (MemoryStorage) -> Void)] = [
            ("no space", { $0.isFull.value = true }),
            ("a later version", { $0.data.value = Data(#"{"version":2}"#.utf8) }),
            (
                "damaged, and no space to set it aside",
                {
                    $0.data.value = Data("{".utf8)
                    $0.isFull.value = true
                }
            )
        ]
        for (name, spoil) in cases {
            let world = World()
            try await world.register("sync")
            let next = World(of: world)
            spoil(next.storage)
            let stored = next.storage.data.value
            next.scheduler.requests.value = [:]
            next.becomeDue()
            let answer = await next.wake()
            await eventually("answered with \(name)") { answer.notes == ["false"] }
            XCTAssertNotNil(next.scheduler.requests.value[.processing], name)
            XCTAssertEqual(next.storage.data.value, stored, name)
        }
    }

    func testI26TheStatusShowsWhatIsPending() async throws {
        let world = World()
        try await world.register("sync")
        var platform = await world.engine.status()["platform"]
        XCTAssertEqual(platform?["processingPending"], .bool(true))
        XCTAssertEqual(platform?["processingEarliestAt"]?.integer, world.clock.now + TaskOptions.plain.minimumInterval)
        try await world.engine.unregister("sync")
        platform = await world.engine.status()["platform"]
        XCTAssertEqual(platform?["processingPending"], .bool(false))
    }

    func test_F_P25_ARequestWithoutALaunchHandlerInThisProcessIsTakenBack() async throws {
        let world = World()
        try await world.register("sync")
        let updated = World(of: world)
        updated.scheduler.facts.value.registered = [.processing]
        await updated.engine.launched()
        XCTAssertEqual(Set(updated.scheduler.requests.value.keys), [.processing], "delivered without its handler it ends the app")
        updated.scheduler.facts.value.registered = []
        await updated.engine.becameActive()
        XCTAssertEqual(updated.scheduler.requests.value, [:], "the app no longer makes the launch call")
    }

    func test_F_P28_ARequestThatSomebodyElseCancelledInMidRunIsMadeAgainWhenTheRunEnds() async throws {
        let world = World()
        try await world.register("sync")
        world.device.onScreen.value = true
        let page = try await world.page(.holds)
        world.becomeDue()
        await world.engine.becameActive()
        try await eventually("claimed") { try await world.isClaimed() }
        world.scheduler.requests.value = [:]
        await page.finish("sync", .success)
        await eventually("pending") { Set(world.scheduler.requests.value.keys) == Set(RequestKind.allCases) }
        XCTAssertEqual(world.scheduler.requests.value[.processing]?.earliest, world.clock.now + TaskOptions.plain.minimumInterval)
    }

    func test_F_P28_AnUnchangedRegistrationLooksWhetherTheRequestIsStillThere() async throws {
        let world = World()
        try await world.register("sync")
        let before = world.scheduler.requests.value
        world.scheduler.requests.value = [:]
        try await world.register("sync")
        XCTAssertEqual(world.scheduler.requests.value, before)
    }
}
