import XCTest
@testable import CapgoBackgroundTaskPlugin

final class TriggerTests: XCTestCase {
    func testWithoutTasksItIsFalse() async throws {
        let triggered = try await World().engine.trigger(from: "page", headless: false)
        XCTAssertFalse(triggered)
    }

    func testItRunsEveryTaskWhateverItsIntervalAndConstraintsAndMovesNoSchedule() async throws {
        let world = World()
        try await world.register("a", "b")
        world.device.onScreen.value = true
        world.device.conditionsNow.value.network = false
        let page = try await world.page(.finishes(.failed))
        let before = try await world.task("a")
        let triggered = try await world.engine.trigger(from: "another", headless: false)
        XCTAssertTrue(triggered)
        let (log, after) = (try await world.log(), try await world.task("a"))
        XCTAssertEqual(log, [.failed, .failed])
        XCTAssertEqual(after?.nextEligibleAt, before?.nextEligibleAt)
        XCTAssertEqual(after?.attempt, 1)
        XCTAssertEqual(Set(page.offered), ["a", "b"])
    }

    func testWithHeadlessNoPageIsAsked() async throws {
        let world = World()
        for index in 1...6 { try await world.register("task-\(index)") }
        world.device.onScreen.value = true
        let page = try await world.page(.finishes(.success))
        let triggered = try await world.engine.trigger(from: page.id, headless: true)
        XCTAssertTrue(triggered)
        XCTAssertEqual(page.offered, [])
        let runtimes = try await world.engine.runs(open: false, taskName: nil, limit: nil).map(\.runtime)
        XCTAssertEqual(runtimes, Array(repeating: .headless, count: 6))
    }

    func testItDoesNotWaitForARunThatTheCallerHeldAlready() async throws {
        let world = World()
        try await world.register("caller")
        world.device.onScreen.value = true
        let page = try await world.page(.holds)
        world.becomeDue()
        await world.engine.becameActive()
        try await eventually("claimed") { try await world.isClaimed() }
        // As from within that run's callback, which would wait for itself.
        let triggered = try await world.engine.trigger(from: page.id, headless: false)
        XCTAssertTrue(triggered)
        let isStillHeld = try await world.isClaimed()
        XCTAssertTrue(isStillHeld)
        withExtendedLifetime(page) {}
    }

    func testItWaitsForRunsThatTheCallersOwnRuntimeTakes() async throws {
        let world = World()
        try await world.register("first", "second")
        world.device.onScreen.value = true
        let page = try await world.page(.holds)
        let done = Recorder()
        let triggering = Task {
            _ = try await world.engine.trigger(from: page.id, headless: false)
            done.note("done")
        }
        await eventually("both claimed") { page.claims.value.count == 2 }
        await page.finish("first", .success)
        await world.engine.advance()
        XCTAssertEqual(done.notes, [])
        await page.finish("second", .success)
        await eventually("resolved") { done.notes == ["done"] }
        try await triggering.value
    }

    func testItWaitsForTheRunsOfOthers() async throws {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .attaches(.holds)
        let done = Recorder()
        let triggering = Task {
            _ = try await world.engine.trigger(from: "caller", headless: true)
            done.note("done")
        }
        try await eventually("claimed") { try await world.isClaimed() }
        XCTAssertEqual(done.notes, [])
        await world.host.runtime.value?.finish("sync", .success)
        await eventually("resolved") { done.notes == ["done"] }
        try await triggering.value
    }
}
