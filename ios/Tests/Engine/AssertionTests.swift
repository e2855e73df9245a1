import XCTest
@testable import CapgoBackgroundTaskPlugin

/// The user leaves the app in the middle of a run.
final class AssertionTests: XCTestCase {
    private func runInPage(_ world: World) async throws -> FakeRuntime {
        try await world.register("sync")
        world.becomeDue()
        let page = try await world.page(.holds)
        await world.engine.becameActive()
        try await eventually("claimed") { try await world.isClaimed() }
        return page
    }

    func testItIsTakenOnceWhenTheAppLeavesWithAnOpenRunAndEndedOnceWhenTheRunHasSettled() async throws {
        let world = World()
        let page = try await runInPage(world)
        XCTAssertEqual(world.assertions.begun.value, [])
        await world.engine.resignedActive()
        await eventually("taken") { world.assertions.begun.value == [1] }
        await world.engine.resignedActive()
        await page.finish("sync", .success)
        await eventually("ended") { world.assertions.ended.value == [1] }
        world.assertions.expired.value?()
        await world.engine.advance()
        XCTAssertEqual(world.assertions.begun.value, [1])
        XCTAssertEqual(world.assertions.ended.value, [1])
        let log = try await world.log()
        XCTAssertEqual(log, [.success])
    }

    func testWithoutAnOpenRunNoneIsTaken() async throws {
        let world = World()
        try await world.register("sync")
        await world.engine.becameActive()
        await world.engine.resignedActive()
        await world.engine.advance()
        XCTAssertEqual(world.assertions.begun.value, [])
    }

    func testItsExpirationCutsTheRunAndEndsItAfterTheGrace() async throws {
        let world = World()
        let page = try await runInPage(world)
        await world.engine.resignedActive()
        await eventually("held") {
            if case .held = await world.engine.assertion { true } else { false }
        }
        world.assertions.expired.value?()
        await eventually("told") { page.expired == ["system"] }
        XCTAssertEqual(world.assertions.ended.value, [], "it has a second to save what it needs")
        world.clock.advance(by: Constants.expiryGrace + 1)
        await eventually("ended") { world.assertions.ended.value == [1] }
        let log = try await world.log()
        XCTAssertEqual(log, [.expired])
    }

    func testItEndsInTimeAlthoughNothingCanBeStored() async throws {
        let world = World()
        _ = try await runInPage(world)
        await world.engine.resignedActive()
        await eventually("held") {
            if case .held = await world.engine.assertion { true } else { false }
        }
        world.storage.isFull.value = true
        world.assertions.expired.value?()
        await eventually("noted") {
            if case .expired = await world.engine.assertion { true } else { false }
        }
        world.clock.advance(by: Constants.expiryGrace + Constants.second)
        await eventually("ended") { world.assertions.ended.value == [1] }
    }

    func testAUserWhoReturnsFindsTheRunGoingOn() async throws {
        let world = World()
        let page = try await runInPage(world)
        await world.engine.resignedActive()
        await world.engine.becameActive()
        await page.finish("sync", .success)
        await eventually("ended") { world.assertions.begun.value == world.assertions.ended.value }
        let log = try await world.log()
        XCTAssertEqual(log, [.success])
        XCTAssertEqual(page.expired, [])
    }

    func testARunForWhichTheSystemHasWokenTheAppOutlivesIt() async throws {
        let world = World()
        _ = try await runInPage(world)
        await world.engine.resignedActive()
        await eventually("held") {
            if case .held = await world.engine.assertion { true } else { false }
        }
        let answer = await world.wake()
        world.assertions.expired.value?()
        await eventually("ended at once") { world.assertions.ended.value == [1] }
        let isClaimed = try await world.isClaimed()
        XCTAssertTrue(isClaimed)
        XCTAssertEqual(answer.notes, [])
    }

    func testASystemThatGivesNoTimeChangesNothing() async throws {
        let world = World()
        let page = try await runInPage(world)
        world.assertions.givesTime.value = false
        await world.engine.resignedActive()
        await page.finish("sync", .success)
        let log = try await world.log()
        XCTAssertEqual(log, [.success])
        XCTAssertEqual(world.assertions.ended.value, [])
    }
}
