import XCTest
@testable import CapgoBackgroundTaskPlugin

final class ExpirationTests: XCTestCase {
    func testACallbackThatNeverAnswersIsCutAfterTheGraceAndTheSystemIsToldSo() async throws {
        let world = World()
        let answer = try await world.heldWake()
        await world.engine.expire("wake")
        XCTAssertEqual(world.host.runtime.value?.expired, ["system"])
        XCTAssertEqual(answer.notes, [], "it has a second to save what it needs")
        world.clock.advance(by: Constants.expiryGrace + 1)
        await eventually("answered") { answer.notes == ["false"] }
        let (log, codes) = (try await world.log(), try await world.codes())
        XCTAssertEqual(log, [.expired])
        XCTAssertEqual(codes, ["EXPIRED"])
        await eventually("its web view is gone, and with it a callback that goes on") { world.host.stops.value == 1 }
    }

    func testASuccessWithinTheGraceCounts() async throws {
        let world = World()
        let answer = try await world.heldWake()
        await world.engine.expire("wake")
        world.clock.advance(by: Constants.expiryGrace)
        await world.host.runtime.value?.finish("sync", .success)
        await eventually("answered") { !answer.notes.isEmpty }
        let log = try await world.log()
        XCTAssertEqual(log, [.success])
    }

    func testALateFinishIsNotAcceptedAndChangesNothing() async throws {
        let world = World()
        let answer = try await world.heldWake()
        await world.engine.expire("wake")
        world.clock.advance(by: Constants.expiryGrace + 1)
        await eventually("answered") { answer.notes == ["false"] }
        let accepted = await world.host.runtime.value?.finish("sync", .success)
        XCTAssertEqual(accepted, false)
        let log = try await world.log()
        XCTAssertEqual(log, [.expired])
        XCTAssertEqual(answer.notes, ["false"])
    }

    func testExpiryWhileTheHeadlessPageStartsSettlesNotStartedAtOnce() async throws {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .neverAttaches
        world.becomeDue()
        let answer = await world.wake()
        await world.engine.expire("wake")
        await eventually("answered without waiting") { answer.notes == ["false"] }
        let codes = try await world.codes()
        XCTAssertEqual(codes, ["SYSTEM_STOP"])
    }

    func testExpiryBeforeTheWakeWasLookedAtOpensNothing() async throws {
        let world = World()
        try await world.register("sync")
        world.becomeDue()
        await world.engine.expire("wake")
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["false"] }
        let log = try await world.log()
        XCTAssertEqual(log, [])
        XCTAssertEqual(world.host.starts.value, 0)
    }

    func testExpiryAfterTheEndIsIgnored() async throws {
        let world = World()
        try await world.register("sync")
        world.becomeDue()
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["true"] }
        await world.engine.expire("wake")
        let log = try await world.log()
        XCTAssertEqual(log, [.success])
        XCTAssertEqual(answer.notes, ["true"])
    }

    func testAnExpiryThatCameAfterItsWakeHadEndedIsNotRemembered() async throws {
        let world = World()
        try await world.register("sync")
        world.becomeDue()
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["true"] }
        await world.engine.expire("wake")
        world.becomeDue()
        let next = await world.wake()
        await eventually("answered") { next.notes == ["true"] }
        let remembered = await world.engine.watches.expiredBeforeOpening
        XCTAssertEqual(remembered.count, 0)
    }

    func testI13TheDeadlineCutsWithoutTheSystemToo() async throws {
        let world = World()
        let answer = try await world.heldWake(.refresh)
        world.clock.advance(by: Constants.refreshTimeLimit)
        await eventually("told") { world.host.runtime.value?.expired == ["deadline"] }
        world.clock.advance(by: Constants.expiryGrace + 1)
        await eventually("answered") { answer.notes == ["false"] }
        let log = try await world.log()
        XCTAssertEqual(log, [.expired])
    }

    func testAnExpiredRunStaysDueAndBacksOffAtMostThreeTimes() async throws {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .attaches(.holds)
        for attempt in 1...4 {
            world.clock.advance(by: 6 * Constants.hour)
            let answer = await world.wake(id: "\(attempt)")
            try await eventually("claimed") { try await world.isClaimed() }
            let open = try await world.open()
            XCTAssertEqual(open.map(\.attempt), [Int64(attempt)])
            await world.engine.expire("\(attempt)")
            world.clock.advance(by: Constants.expiryGrace + 1)
            await eventually("answered") { answer.notes == ["false"] }
            let task = try await world.task("sync")
            let expected = attempt == 4 ? Constants.hour / 2 : Schedule.backoff(count: Int64(attempt))
            // It settles as of the end of its grace, a millisecond before the moment at which that is seen.
            XCTAssertEqual(task?.nextEligibleAt(), world.clock.now - 1 + expected)
        }
    }

    func testARunOfAVisiblePageIsNotCutByAWakeThatOnlyJoinedIt() async throws {
        let world = World()
        try await world.register("sync")
        world.device.onScreen.value = true
        let page = try await world.page(.holds)
        world.becomeDue()
        await world.engine.becameActive()
        try await eventually("claimed") { try await world.isClaimed() }
        let answer = await world.wake()
        await world.engine.expire("wake")
        await eventually("answered") { answer.notes == ["false"] }
        XCTAssertEqual(page.expired, [])
        await page.finish("sync", .success)
        let log = try await world.log()
        XCTAssertEqual(log, [.success])
    }

    func testTheSystemIsAnsweredEvenWhenTheLedgerCannotBeWrittenAnyMore() async throws {
        let world = World()
        let answer = try await world.heldWake()
        world.storage.isFull.value = true
        await world.host.runtime.value?.finish("sync", .success)
        await world.engine.expire("wake")
        await eventually("answered") { answer.notes == ["false"] }
    }

    func testAFullStorageIsTriedAgainAfterASecondThenLessOftenAndNotAsFastAsTheProcessorGoes() async throws {
        let world = World()
        try await world.register("sync")
        world.device.onScreen.value = true
        _ = try await world.page(.holds)
        world.becomeDue()
        await world.engine.becameActive()
        try await eventually("claimed") { try await world.isClaimed() }
        world.storage.isFull.value = true
        world.clock.advance(by: Constants.processingTimeLimit)
        await eventually("the cut could not be stored, and it waits") {
            world.storage.refusals.value > 0 && world.clock.nextWake == world.clock.elapsed + Constants.second
        }
        for pause in [2, 4, 8, 16, 32, 60, 60] {
            world.clock.advance(by: try XCTUnwrap(world.clock.nextWake) - world.clock.elapsed)
            await eventually("it waits \(pause) s") { world.clock.nextWake == world.clock.elapsed + Int64(pause) * Constants.second }
        }
        world.storage.isFull.value = false
        try await eventually("it goes on once there is room") {
            world.clock.advance(by: Constants.second)
            return try await world.log() == [.expired]
        }
    }
}
