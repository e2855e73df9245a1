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
        XCTAssertEqual(after?.nextEligibleAt(), before?.nextEligibleAt())
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

    func testOneTaskAloneIsRunWhenItIsNamed() async throws {
        let world = World()
        try await world.register("a", "b")
        let page = try await world.page(.finishes(.success))
        world.device.onScreen.value = true
        let triggered = try await world.engine.trigger(from: "caller", headless: false, taskName: "b")
        XCTAssertTrue(triggered)
        XCTAssertEqual(page.offered, ["b"])
        let unknown = try await world.engine.trigger(from: "caller", headless: false, taskName: "c")
        XCTAssertFalse(unknown)
    }

    func testAnItemIsRunWhateverItsTimeAndSettledAsByAnyRun() async throws {
        let world = World()
        world.device.conditionsNow.value = Conditions(network: false)
        _ = try await world.enqueue("send", "note-1", data: "1", delay: Constants.hour)
        let triggered = try await world.engine.trigger(from: "caller", headless: true, taskName: "send", enqueuedId: "note-1")
        XCTAssertTrue(triggered)
        XCTAssertEqual(world.host.runtime.value?.given.value, ["note-1": "1"])
        let ids = try await world.queue()
        XCTAssertEqual(ids, [])
        let again = try await world.engine.trigger(from: "caller", headless: true, taskName: "send", enqueuedId: "note-1")
        XCTAssertFalse(again)
    }

    func testAnItemWaitsForWhatItsTaskDoesAlready() async throws {
        let world = World()
        let page = try await world.page(.holds)
        world.device.onScreen.value = true
        await world.engine.becameActive()
        _ = try await world.enqueue("send", "a")
        await eventually("claimed") { page.given.value["a"] != nil }
        _ = try await world.enqueue("send", "b", delay: Constants.hour)
        let own = try await world.engine.trigger(from: page.id, headless: false, taskName: "send", enqueuedId: "b")
        XCTAssertFalse(own, "the caller would wait for itself")
        let answer = Answer()
        Task { answer.note("\(try await world.engine.trigger(from: "caller", headless: false, taskName: "send", enqueuedId: "b"))") }
        await page.finish("send", .success)
        await eventually("claimed after it") { page.given.value["b"] != nil }
        await page.finish("send", .success)
        await eventually("resolved") { answer.notes == ["true"] }
    }
}
