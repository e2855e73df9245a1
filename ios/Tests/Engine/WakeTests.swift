import XCTest
@testable import CapgoBackgroundTaskPlugin

final class WakeTests: XCTestCase {
    func testAColdBackgroundLaunchRunsTheTaskInAHeadlessPage() async throws {
        let world = World()
        try await world.register("sync")
        world.becomeDue()
        let answer = await world.wake(.refresh)
        await eventually("the system is answered") { answer.notes == ["true"] }
        let run = try await world.engine.runs(open: false, taskName: nil, limit: nil).first
        XCTAssertEqual(run?.outcome, .success)
        XCTAssertEqual(run?.runtime, .headless)
        XCTAssertEqual(run?.trigger, .appRefresh)
        XCTAssertEqual(run?.deadline, run.map { $0.timestamp + 25 * Constants.second })
        await eventually("the headless page is released") { world.host.stops.value == 1 }
        XCTAssertEqual(world.host.starts.value, 1)
    }

    func testAProcessingWakeGivesTenMinutes() async throws {
        let world = World()
        try await world.register("sync")
        world.becomeDue()
        let answer = await world.wake(.processing)
        await eventually("answered") { answer.notes == ["true"] }
        let run = try await world.engine.runs(open: false, taskName: nil, limit: nil).first
        XCTAssertEqual(run?.deadline, run.map { $0.timestamp + 10 * Constants.minute })
    }

    func testNothingDueAnswersAtOnceWithoutAWebView() async throws {
        let world = World()
        try await world.register("sync")
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["true"] }
        XCTAssertEqual(world.host.starts.value, 0)
    }

    func testAPageOnScreenRunsTheTaskAndNoHeadlessPageIsMade() async throws {
        let world = World()
        try await world.register("sync")
        world.device.onScreen.value = true
        let page = try await world.page(.finishes(.success))
        world.becomeDue()
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["true"] }
        XCTAssertEqual(page.offered, ["sync"])
        XCTAssertEqual(world.host.starts.value, 0)
    }

    func testI23AFrozenPageLosesItsTurnToTheHeadlessPage() async throws {
        let world = World()
        try await world.register("sync")
        world.device.onScreen.value = true
        let page = try await world.page(.ignores)
        world.becomeDue()
        let answer = await world.wake()
        XCTAssertEqual(page.offered, ["sync"])
        XCTAssertEqual(world.host.starts.value, 0)
        world.clock.advance(by: Constants.pageTurn)
        await eventually("answered") { answer.notes == ["true"] }
        let runtimes = try await world.engine.runs(open: false, taskName: nil, limit: nil).map(\.runtime)
        XCTAssertEqual(runtimes, [.headless])
    }

    func testAHiddenPageIsAskedOnlyWhenNoHeadlessPageCanBeStarted() async throws {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .fails(BackgroundTaskFailure(.webViewMissing, "none"))
        let page = try await world.page(.finishes(.success))
        world.becomeDue()
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["true"] }
        XCTAssertEqual(world.host.starts.value, 1)
        XCTAssertEqual(page.offered, ["sync"])
    }

    func testAFailedStartIsNotStartedWithItsReasonAndUsesNothingUp() async throws {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .fails(BackgroundTaskFailure(.loadFailed, "index.html is missing"))
        world.becomeDue()
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["false"] }
        let (log, codes, task) = (try await world.log(), try await world.codes(), try await world.task("sync"))
        XCTAssertEqual(log, [.notStarted])
        XCTAssertEqual(codes, ["LOAD_FAILED"])
        XCTAssertEqual(task?.attempt, 1)
        XCTAssertEqual(task?.nextEligibleAt(), world.clock.now + 30 * Constants.second)
    }

    func testAHeadlessPageThatNeverAttachesEndsAtTheStartLimitOfTheKind() async throws {
        for (kind, limit) in [(RequestKind.refresh, 8 * Constants.second), (.processing, 20 * Constants.second)] {
            let world = World()
            try await world.register("sync")
            world.host.behaviour.value = .neverAttaches
            world.becomeDue()
            let answer = await world.wake(kind)
            world.clock.advance(by: limit - 1)
            await world.engine.advance()
            XCTAssertEqual(answer.notes, [])
            world.clock.advance(by: 1)
            await eventually("answered") { answer.notes == ["false"] }
            let codes = try await world.codes()
            XCTAssertEqual(codes, ["START_TIMEOUT"])
            await eventually("the web view is released") { world.host.stops.value == 1 }
        }
    }

    func testTheNextWakeTriesTheHeadlessPageAgain() async throws {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .fails(BackgroundTaskFailure(.loadFailed, "once"))
        world.becomeDue()
        let first = await world.wake()
        await eventually("answered") { first.notes == ["false"] }
        world.host.behaviour.value = .attaches(.finishes(.success))
        world.becomeDue()
        let second = await world.wake(id: "second")
        await eventually("answered") { second.notes == ["true"] }
    }

    func testConstraintsThatDoNotHoldNowKeepATaskFromOpeningAndNoOther() async throws {
        let world = World()
        var charging = TaskOptions.plain
        charging.requiresCharging = true
        try await world.register("needy", options: charging)
        try await world.register("plain")
        world.device.conditionsNow.value.charging = false
        world.becomeDue()
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["true"] }
        let (plain, needy) = (try await world.log(of: "plain"), try await world.log(of: "needy"))
        XCTAssertEqual(plain, [.success])
        XCTAssertEqual(needy, [])
    }

    func testJ04ThreeNamesKeepTheirOwnIntervalsAndOneCanBeCancelled() async throws {
        let world = World()
        for (name, hours) in [("a", 1), ("b", 2), ("c", 3)] as [(String, Int64)] {
            var options = TaskOptions.plain
            options.minimumInterval = hours * Constants.hour
            try await world.register(name, options: options)
        }
        try await world.engine.unregister("b")
        for (hour, expected) in [(1, ["a"]), (2, ["a"]), (3, ["a", "c"])] as [(Int, [String])] {
            let before = try await world.log().count
            world.clock.advance(by: Constants.hour)
            let answer = await world.wake(id: "\(hour)")
            await eventually("answered") { answer.notes == ["true"] }
            let runs = try await world.engine.runs(open: false, taskName: nil, limit: nil)
            XCTAssertEqual(runs.prefix(runs.count - before).map(\.taskName).sorted(), expected, "hour \(hour)")
        }
    }

    func testAtMostFourRunsAreOfferedAtATimeLongestOverdueFirst() async throws {
        let world = World()
        for index in 0..<6 {
            try await world.register("task-\(index)")
            world.clock.advance(by: Constants.second)
        }
        world.host.behaviour.value = .attaches(.holds)
        world.becomeDue()
        let answer = await world.wake()
        await eventually("four are claimed") { world.host.runtime.value?.claims.value.count == 4 }
        let claimed = world.host.runtime.value?.claims.value.keys.sorted()
        XCTAssertEqual(claimed, ["task-0", "task-1", "task-2", "task-3"])
        let held = try await world.open().filter { $0.claimedAt != nil }.count
        XCTAssertEqual(held, 4)
        await world.host.runtime.value?.finish("task-2", .success)
        await eventually("the fifth takes the place") { world.host.runtime.value?.claims.value["task-4"] != nil }
        for index in [0, 1, 3, 4] { await world.host.runtime.value?.finish("task-\(index)", .success) }
        await eventually("the sixth") { world.host.runtime.value?.claims.value["task-5"] != nil }
        XCTAssertEqual(answer.notes, [])
        await world.host.runtime.value?.finish("task-5", .success)
        await eventually("answered") { answer.notes == ["true"] }
    }

    func testTwoIdentifiersWakingAtOnceShareTheRunsAndAreBothAnswered() async throws {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .attaches(.holds)
        world.becomeDue()
        let refresh = await world.wake(.refresh, id: "refresh")
        let processing = await world.wake(.processing, id: "processing")
        try await eventually("claimed") { try await world.isClaimed() }
        await world.engine.expire("refresh")
        await eventually("the expired one is answered") { refresh.notes == ["false"] }
        XCTAssertEqual(processing.notes, [], "the run goes on under the other")
        await world.host.runtime.value?.finish("sync", .success)
        await eventually("answered") { processing.notes == ["true"] }
        let log = try await world.log()
        XCTAssertEqual(log, [.success])
        XCTAssertEqual(world.host.starts.value, 1)
    }

    func test_F_P22_AWakeThatCannotBeStoredIsAnsweredWhenTheOpenRunsHaveSettled() async throws {
        let world = World()
        try await world.register("open")
        world.host.behaviour.value = .attaches(.holds)
        world.becomeDue()
        let first = await world.wake(id: "first")
        try await eventually("claimed") { try await world.isClaimed() }
        var longer = TaskOptions.plain
        longer.minimumInterval = Constants.minute
        try await world.register("due", options: longer)
        world.clock.advance(by: 2 * Constants.minute)
        world.storage.isFull.value = true
        let second = await world.wake(id: "second")
        XCTAssertEqual(second.notes, [], "told that all is over, the system would suspend the process in mid-run")
        world.storage.isFull.value = false
        await world.host.runtime.value?.finish("open", .success)
        await eventually("answered") { first.notes == ["true"] && second.notes == ["false"] }
    }

    func test_F_P22_AWakeThatCannotBeStoredOpensNothing() async throws {
        let world = World()
        try await world.register("sync")
        world.becomeDue()
        world.storage.isFull.value = true
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["false"] }
        world.storage.isFull.value = false
        let open = try await world.open()
        XCTAssertEqual(open, [])
    }
}
