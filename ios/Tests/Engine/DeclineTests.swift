import XCTest
@testable import CapgoBackgroundTaskPlugin

final class DeclineTests: XCTestCase {
    private func outcome(page: FakeRuntime.Behaviour?, headless: FakeRuntime.Behaviour) async throws -> (Outcome?, String?) {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .attaches(headless)
        world.device.onScreen.value = page != nil
        let attached = if let page { try await world.page(page) } else { FakeRuntime?.none }
        world.becomeDue()
        let answer = await world.wake()
        await eventually("answered") { !answer.notes.isEmpty }
        withExtendedLifetime(attached) {}
        return (try await world.log().first, try await world.codes().first ?? nil)
    }

    func testJ01WhenNoRuntimeHasTheCallbackTheRunIsUndefined() async throws {
        let (outcome, code) = try await outcome(page: nil, headless: .declines(.undefined))
        XCTAssertEqual(outcome, .undefined)
        XCTAssertEqual(code, "TASK_NOT_DEFINED")
    }

    func testADeclineSpeaksForOneRuntimeOnly() async throws {
        let (outcome, _) = try await outcome(page: .declines(.undefined), headless: .finishes(.success))
        XCTAssertEqual(outcome, .success)
    }

    func testExcludedEverywhereIsUndefinedToo() async throws {
        let (outcome, _) = try await outcome(page: .declines(.runtime), headless: .declines(.runtime))
        XCTAssertEqual(outcome, .undefined)
    }

    func testBusyAnywhereIsNotStarted() async throws {
        let (outcome, code) = try await outcome(page: .declines(.busy), headless: .declines(.undefined))
        XCTAssertEqual(outcome, .notStarted)
        XCTAssertEqual(code, "NOT_CLAIMED")
    }

    func testAnUndefinedTaskIsOfferedAgainWhenARuntimeThatNamesItAttaches() async throws {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .attaches(.declines(.undefined))
        world.becomeDue()
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["true"] }
        let waiting = try await world.task("sync")
        XCTAssertNotNil(waiting?.undefinedAt)
        let page = FakeRuntime(.page, world.engine, .ignores)
        try await page.attach(["another"])
        let stillWaiting = try await world.task("sync")
        XCTAssertNotNil(stillWaiting?.undefinedAt)
        try await page.attach(["another", "sync"])
        let named = try await world.task("sync")
        XCTAssertNil(named?.undefinedAt)
    }

    func testARunOfALaterVersionIsNotClaimed() throws {
        var state = LedgerState()
        state.newerRuns = [.object(["version": .number(2), "id": .string("later")])]
        let claim = ClaimRequest(taskId: "later", runtimeId: "r", runtime: .page, now: 1, token: "t", limit: 1)
        XCTAssertEqual(state.claim(claim), .failure(ClaimRefused(reason: .newer)))
    }

    func testAPageThatOnlyListensHearsWhatSettles() async throws {
        let world = World()
        try await world.register("sync")
        let listener = FakeRuntime(.page, world.engine, .ignores)
        await world.engine.connect(listener)
        world.becomeDue()
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["true"] }
        let settled = listener.events.value.compactMap { if case .settled(let run) = $0 { run.outcome } else { nil } }
        XCTAssertEqual(settled, [.success])
        XCTAssertEqual(listener.offered, [])
        await world.engine.detach(listener)
        world.becomeDue()
        let second = await world.wake(id: "second")
        await eventually("answered") { second.notes == ["true"] }
        XCTAssertEqual(listener.events.value.count, 1, "gone")
    }

    func testAHeadlessPageThatWasLetGoOfIsOfferedNothing() async throws {
        let world = World()
        try await world.register("sync")
        let late = FakeRuntime(.headless, world.engine, .holds)
        try await late.attach()
        world.becomeDue()
        let answer = await world.wake()
        await eventually("run by a page of its own") { answer.notes == ["true"] }
        XCTAssertEqual(late.claims.value, [:])
        XCTAssertEqual(world.host.starts.value, 1)
    }

    func testASecondClaimAndAStaleTokenDoNothing() async throws {
        let world = World()
        let answer = try await world.heldWake()
        let id = try await world.open().first?.taskId ?? ""
        let other = try await world.page(.ignores)
        let second = try await world.engine.claim(id, runtimeId: other.id, runtime: .page)
        XCTAssertEqual(second, .failure(ClaimRefused(reason: .claimed)))
        let stale = try await world.engine.finish(id, token: "stale", outcome: .success, error: nil)
        XCTAssertFalse(stale)
        await world.host.runtime.value?.finish("sync", .success)
        await eventually("answered") { answer.notes == ["true"] }
        let log = try await world.log()
        XCTAssertEqual(log, [.success])
    }

    func test_F_P21_APageThatSaysNothingIsSilentAndHasNotDeclined() async throws {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .attaches(.declines(.undefined))
        let page = try await world.page(.ignores)
        world.becomeDue()
        let answer = await world.wake()
        await eventually("the page is asked") { page.offered == ["sync"] }
        world.clock.advance(by: OfferTimes.silence)
        await eventually("answered") { answer.notes == ["false"] }
        let (log, codes) = (try await world.log(), try await world.codes())
        XCTAssertEqual(log, [.notStarted])
        XCTAssertEqual(codes, ["SCRIPT_SILENT"])
    }
}
