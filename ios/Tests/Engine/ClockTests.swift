import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

/// Suspended processes, and clocks that somebody sets.
final class ClockTests: XCTestCase {
    func test_F_P01_AHolderThatWasSuspendedIsToldFirstAndTheSameWakeRunsTheTaskAgainAfterItsGrace() async throws {
        let world = World()
        try await world.register("sync")
        world.device.onScreen.value = true
        let page = try await world.page(.holds)
        world.becomeDue()
        await world.engine.becameActive()
        try await eventually("claimed") { try await world.isClaimed() }

        // The app is left in mid-run, its process suspended, and woken hours later.
        world.device.onScreen.value = false
        await world.engine.resignedActive()
        world.clock.advance(by: 6 * Constants.hour)
        let answer = await world.wake()
        XCTAssertEqual(page.expired, ["deadline"], "the callback that still goes on is told")
        let open = try await world.open()
        XCTAssertEqual(open.count, 1, "nothing runs beside it")
        XCTAssertEqual(world.host.starts.value, 0)
        XCTAssertEqual(answer.notes, [])

        world.clock.advance(by: Constants.expiryGrace + 1)
        await eventually("answered") { answer.notes == ["true"] }
        let log = try await world.log()
        XCTAssertEqual(log, [.success, .expired])
        withExtendedLifetime(page) {}
    }

    func test_F_P01_AHolderThatIsToldLateMayStillSucceedWithinItsGrace() async throws {
        let world = World()
        _ = try await world.heldWake()
        world.clock.advance(by: 6 * Constants.hour)
        await world.engine.advance()
        XCTAssertEqual(world.host.runtime.value?.expired, ["deadline"])
        world.clock.advance(by: Constants.expiryGrace / 2)
        let accepted = await world.host.runtime.value?.finish("sync", .success)
        XCTAssertEqual(accepted, true)
        let log = try await world.log()
        XCTAssertEqual(log, [.success])
    }

    func test_F_P01_InFrontOfTheUserTheTaskRunsAgainAfterTheGraceToo() async throws {
        let world = World()
        try await world.register("sync")
        world.device.onScreen.value = true
        let page = try await world.page(.holds)
        world.becomeDue()
        await world.engine.becameActive()
        try await eventually("claimed") { try await world.isClaimed() }
        world.clock.advance(by: 6 * Constants.hour)
        page.behaviour.value = .finishes(.success)
        await world.engine.becameActive()
        XCTAssertEqual(page.expired, ["deadline"])
        world.clock.advance(by: Constants.expiryGrace + 1)
        try await eventually("run again") { try await world.log() == [.success, .expired] }
    }

    func test_F_P05_AClockSetBackInMidRunMakesTheRunNoLonger() async throws {
        let world = World()
        let answer = try await world.heldWake(.refresh)
        world.clock.setBack(by: 48 * Constants.hour)
        world.clock.advance(by: Constants.refreshTimeLimit)
        await eventually("told") { world.host.runtime.value?.expired == ["deadline"] }
        world.clock.advance(by: Constants.expiryGrace + 1)
        await eventually("answered") { answer.notes == ["false"] }
        let log = try await world.log()
        XCTAssertEqual(log, [.expired])
    }

    func test_F_P05_AClockSetBackWhileTheHeadlessPageStartsMakesItsStartNoLonger() async throws {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .neverAttaches
        world.becomeDue()
        let answer = await world.wake(.processing)
        world.clock.setBack(by: 48 * Constants.hour)
        world.clock.advance(by: Constants.processingStartLimit)
        await eventually("answered") { answer.notes == ["false"] }
        let codes = try await world.codes()
        XCTAssertEqual(codes, ["START_TIMEOUT"])
    }

    func test_F_P05_AClockSetBackKeepsNoPageInItsTurn() async throws {
        let world = World()
        try await world.register("sync")
        world.device.onScreen.value = true
        let page = try await world.page(.ignores)
        world.becomeDue()
        let answer = await world.wake()
        world.clock.setBack(by: Constants.hour)
        world.clock.advance(by: Constants.pageTurn)
        await eventually("the headless page took it") { answer.notes == ["true"] }
        withExtendedLifetime(page) {}
    }

    func test_F_P13_ACutAfterAClockWasSetBackKeepsItsGrace() async throws {
        let world = World()
        let answer = try await world.heldWake()
        world.clock.setBack(by: 24 * Constants.hour)
        await world.engine.expire("wake")
        world.clock.advance(by: Constants.expiryGrace)
        let accepted = await world.host.runtime.value?.finish("sync", .success)
        XCTAssertEqual(accepted, true)
        await eventually("answered") { !answer.notes.isEmpty }
    }

    func test_F_P13_AClockThatShows1970MakesNoRecordThatTheNextProcessCannotRead() async throws {
        let world = World()
        _ = try await world.heldWake()
        world.clock.setBack(by: world.clock.now - 1)
        await world.engine.expire("wake")
        let next = World(of: world)
        let log = try await next.log()
        XCTAssertEqual(log, [.lost])
        let reasons = await next.engine.status()["reasons"]?.elements
        XCTAssertEqual(reasons, [])
    }
}
