import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

final class DeathTests: XCTestCase {
    func testAProcessKilledBetweenClaimAndFinishLeavesALostRunThatRunsAgain() async throws {
        let before = World()
        _ = try await before.heldWake()
        let after = World(of: before)
        await after.engine.launched()
        let (log, codes) = (try await after.log(), try await after.codes())
        XCTAssertEqual(log, [.lost])
        XCTAssertEqual(codes, ["RUNTIME_DIED"])
        after.clock.advance(by: 30 * Constants.second)
        let answer = await after.wake(id: "again")
        await eventually("answered") { answer.notes == ["true"] }
        let again = try await after.log()
        XCTAssertEqual(again, [.success, .lost])
    }

    func testARunFoundLostHalfADayLaterDoesNotCostTheTaskThatWake() async throws {
        let before = World()
        _ = try await before.heldWake()
        let after = World(of: before)
        after.clock.advance(by: 12 * Constants.hour)
        let answer = await after.wake(id: "half a day later")
        await eventually("answered") { answer.notes == ["true"] }
        let log = try await after.log()
        XCTAssertEqual(log, [.success, .lost])
    }

    func testI14AfterAForceQuitTheOverdueTaskRunsWhenTheAppIsOpened() async throws {
        let before = World()
        try await before.register("sync")
        before.clock.advance(by: 100 * Constants.hour)
        let after = World(of: before)
        after.device.onScreen.value = true
        await after.engine.launched()
        await after.engine.becameActive()
        let page = try await after.page(.finishes(.success))
        await eventually("run by the page") { (try? await after.log()) == [.success] }
        XCTAssertEqual(after.host.starts.value, 0)
        let trigger = try await after.engine.runs(open: false, taskName: nil, limit: nil).first?.trigger
        XCTAssertEqual(trigger, .foreground)
        withExtendedLifetime(page) {}
    }

    func testAForegroundRunWaitsForTheUserToComeBackAndStartsNoWebViewInTheBackground() async throws {
        let world = World()
        try await world.register("sync")
        world.becomeDue()
        await world.engine.becameActive()
        await world.engine.resignedActive()
        world.clock.advance(by: OfferTimes.pageArrival)
        await world.engine.advance()
        XCTAssertEqual(world.host.starts.value, 0)
        let answer = await world.wake()
        await eventually("a wake takes it along") { answer.notes == ["true"] }
        let log = try await world.log()
        XCTAssertEqual(log, [.success])
    }

    func testARunThatARefreshWakeTakesAlongHasTheTimeOfThatWake() async throws {
        let world = World()
        try await world.register("sync")
        world.becomeDue()
        await world.engine.becameActive()
        await world.engine.resignedActive()
        world.host.behaviour.value = .attaches(.holds)
        let answer = await world.wake(.refresh)
        try await eventually("claimed") { try await world.isClaimed() }
        let deadline = try await world.open().first?.deadline
        XCTAssertEqual(deadline, world.clock.now + Constants.refreshTimeLimit)
        world.clock.advance(by: Constants.refreshTimeLimit)
        await eventually("told") { world.host.runtime.value?.expired == ["deadline"] }
        world.clock.advance(by: Constants.expiryGrace + 1)
        await eventually("answered") { answer.notes == ["false"] }
        let log = try await world.log()
        XCTAssertEqual(log, [.expired])
    }

    func testARunThatARefreshWakeTakesAlongHasTheStartLimitOfThatWake() async throws {
        let world = World()
        try await world.register("sync")
        world.becomeDue()
        await world.engine.becameActive()
        await world.engine.resignedActive()
        world.host.behaviour.value = .neverAttaches
        let answer = await world.wake(.refresh)
        await eventually("started") { world.host.starts.value == 1 }
        world.clock.advance(by: Constants.refreshStartLimit)
        await eventually("answered") { answer.notes == ["false"] }
        let codes = try await world.codes()
        XCTAssertEqual(codes, ["START_TIMEOUT"])
    }

    func testTheTimeOfASuspendedProcessCountsAgainstNoTurnAndNoStart() async throws {
        for behaviour in [FakeHost.Behaviour.neverAttaches, .attaches(.ignores)] {
            let world = World()
            try await world.register("sync")
            world.device.onScreen.value = true
            world.becomeDue()
            await world.engine.becameActive()
            world.host.behaviour.value = behaviour
            world.clock.advance(by: OfferTimes.pageArrival)
            await eventually("no page has come, a headless one is started") { world.host.starts.value == 1 }
            world.device.onScreen.value = false
            await world.engine.resignedActive()
            world.host.behaviour.value = .attaches(.finishes(.success))
            world.host.runtime.value?.behaviour.value = .finishes(.success)
            world.clock.advance(by: 12 * Constants.hour)
            // The timer that fell due meanwhile goes off first.
            await world.engine.advance()
            let answer = await world.wake(.refresh)
            await eventually("answered") { answer.notes == ["true"] }
            let log = try await world.log()
            XCTAssertEqual(log, [.success])
        }
    }

    func testALateClaimOfAPageThatWasReloadedHoldsNoRun() async throws {
        let world = World()
        try await world.register("sync")
        world.device.onScreen.value = true
        let page = try await world.page(.ignores)
        world.becomeDue()
        await world.engine.becameActive()
        let run = try await world.engine.ledger().openRuns.first
        let id = try XCTUnwrap(run?.id)
        _ = try await world.engine.attach("the page after the reload", taskNames: ["sync"], channel: page)
        let late = try await world.engine.claim(id, runtimeId: page.id, runtime: .page)
        XCTAssertEqual(late, .failure(ClaimRefused(reason: .unknown)))
        guard case .success = try await world.engine.claim(id, runtimeId: "the page after the reload", runtime: .page) else {
            return XCTFail("the living page gets it")
        }
    }

    /// Run under the thread sanitizer too (test.mjs --threads).
    func testI24RapidBackgroundForegroundAndFinishKeepThePromises() async throws {
        let world = World()
        for index in 0..<8 { try await world.register("task-\(index)") }
        let page = try await world.page(.finishes(.success))
        for round in 0..<40 {
            world.becomeDue()
            let answer = await withTaskGroup(of: Recorder?.self) { group in
                group.addTask {
                    await world.engine.becameActive(); return nil
                }
                group.addTask {
                    await world.engine.resignedActive(); return nil
                }
                group.addTask { await world.wake(.refresh, id: "\(round)") }
                group.addTask {
                    await world.engine.expire("other \(round)"); return nil
                }
                return await group.reduce(nil) { $0 ?? $1 }
            }
            await eventually("answered once") { answer?.notes == ["true"] }
        }
        let runs = try await world.engine.runs(open: false, taskName: nil, limit: nil)
        XCTAssertEqual(Set(runs.map(\.taskId)).count, runs.count, "no run settles twice")
        XCTAssertTrue(runs.allSatisfy { $0.outcome == .success })
        withExtendedLifetime(page) {}
    }

    func testManyMissedIntervalsAreOneRun() async throws {
        let world = World()
        try await world.register("sync")
        world.clock.advance(by: 1000 * Constants.hour)
        let first = await world.wake(id: "1")
        await eventually("answered") { first.notes == ["true"] }
        let second = await world.wake(id: "2")
        await eventually("answered") { second.notes == ["true"] }
        let log = try await world.log()
        XCTAssertEqual(log, [.success])
    }

    func testAReloadedPageLosesItsRunAndTheNewPageIsOfferedOnlyWhatIsOpen() async throws {
        let world = World()
        try await world.register("sync")
        world.device.onScreen.value = true
        let page = try await world.page(.holds)
        world.becomeDue()
        await world.engine.becameActive()
        try await eventually("claimed") { try await world.isClaimed() }
        let offered = try await world.engine.attach("the page after the reload", taskNames: ["sync"], channel: page)
        XCTAssertEqual(offered, [])
        let log = try await world.log()
        XCTAssertEqual(log, [.lost])
    }

    func testAClockSetBackMovesNoTaskIntoTheFarFuture() async throws {
        let world = World()
        try await world.register("sync")
        world.clock.setBack(by: 1000 * Constants.hour)
        let next = try await world.task("sync")?.nextEligibleAt()
        XCTAssertEqual(next, world.clock.now + TaskOptions.plain.minimumInterval)
    }

    func test_F_P16_TheOpenRunOfARegistrationThatIsGoneOrDamagedIsCancelledOnLoading() async throws {
        let before = World()
        _ = try await before.heldWake()
        let stored = String(decoding: try XCTUnwrap(before.storage.data.value), as: UTF8.self)
        let damaged = stored.replacingOccurrences(of: "\"registeredAt\":", with: "\"registeredAt\":-")
        before.storage.data.value = Data(damaged.utf8)
        let after = World(of: before)
        let log = try await after.log()
        XCTAssertEqual(log, [.cancelled])
        let open = try await after.open()
        XCTAssertEqual(open, [])
    }
}
