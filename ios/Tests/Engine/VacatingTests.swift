import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

/// A run that is cancelled in mid-run has settled, and its callback goes on for a moment: the next run of the task waits for that.
final class VacatingTests: XCTestCase {
    private struct Scene {
        let world: World
        /// Held the run that was cancelled.
        let holder: FakeRuntime
        let other: FakeRuntime
    }

    /// Cancels an item in mid-run while another one of its task waits, and another page could take it.
    private func cancelledInMidRun() async throws -> Scene {
        let world = World()
        let holder = try await world.page(.holds)
        world.device.onScreen.value = true
        await world.engine.becameActive()
        _ = try await world.enqueue("send", "a")
        await eventually("claimed") { holder.claims.value["send"] != nil }
        holder.behaviour.value = .ignores
        let other = try await world.page(.finishes(.success))
        _ = try await world.enqueue("send", "b")
        try await world.engine.cancelEnqueued("send", id: "a")
        try await eventually("the next one is open") { try await world.open().map(\.enqueuedId) == ["b"] }
        for _ in 0..<20 { await Task.yield() }
        XCTAssertEqual(other.offered, [], "nobody has been asked")
        return Scene(world: world, holder: holder, other: other)
    }

    private func expectNextRuns(_ scene: Scene) async throws {
        try await eventually("the next one runs") { try await scene.world.log(of: "send") == [.success, .cancelled] }
        XCTAssertEqual(scene.other.given.value, ["b": "none"])
    }

    func testTheHolderIsToldHowLongItsPlaceIsKept() async throws {
        let scene = try await cancelledInMidRun()
        let ends = scene.holder.events.value.compactMap { if case .expire(_, _, _, let settlesAt) = $0 { settlesAt } else { nil } }
        XCTAssertEqual(ends, [scene.world.clock.now + Constants.expiryGrace])
    }

    func testTheNextIsOfferedWhenTheCallbackHasReturned() async throws {
        let scene = try await cancelledInMidRun()
        let accepted = await scene.holder.finish("send", .expired)
        XCTAssertFalse(accepted, "its run has settled")
        try await expectNextRuns(scene)
    }

    func testTheNextIsOfferedWhenTheRuntimeIsGone() async throws {
        let scene = try await cancelledInMidRun()
        await scene.world.engine.detach(scene.holder)
        try await expectNextRuns(scene)
    }

    func testTheNextIsOfferedAfterTheGraceWhateverTheCallbackDoes() async throws {
        let scene = try await cancelledInMidRun()
        scene.world.clock.advance(by: Constants.expiryGrace - 1)
        await scene.world.engine.advance()
        XCTAssertEqual(scene.other.offered, [])
        scene.world.clock.advance(by: 1)
        try await expectNextRuns(scene)
    }

    func testASuspensionGivesTheCallbackItsGraceAgain() async throws {
        let scene = try await cancelledInMidRun()
        scene.world.clock.advance(by: Constants.hour)
        await scene.world.engine.advance()
        XCTAssertEqual(scene.other.offered, [])
        scene.world.clock.advance(by: Constants.expiryGrace)
        try await expectNextRuns(scene)
    }

    func testATaskThatIsUnregisteredInMidRunAndRegisteredAgainWaitsForItsOldCallback() async throws {
        let world = World()
        try await world.register("sync")
        world.becomeDue()
        let holder = try await world.page(.holds)
        world.device.onScreen.value = true
        await world.engine.becameActive()
        await eventually("claimed") { holder.claims.value["sync"] != nil }
        holder.behaviour.value = .ignores
        let other = try await world.page(.finishes(.success))
        try await world.engine.unregister("sync")
        try await world.register("sync")
        let triggering = Task { try await world.engine.trigger(from: "another", headless: false) }
        try await eventually("the next one is open") { try await world.open().count == 1 }
        for _ in 0..<20 { await Task.yield() }
        XCTAssertEqual(other.offered, [])
        await holder.finish("sync", .expired)
        try await eventually("it runs") { try await world.log(of: "sync").contains(.success) }
        _ = try await triggering.value
    }

    /// A closed app's callback logs out: it unregisters all, and then has something to put away.
    private func loggedOutInAWake() async throws -> (world: World, answer: Answer, runtime: FakeRuntime) {
        let world = World()
        world.host.behaviour.value = .attaches(.holds)
        let answer = try await world.heldWake()
        let runtime = try XCTUnwrap(world.host.runtime.value)
        try await world.engine.unregisterAll()
        for _ in 0..<20 { await Task.yield() }
        XCTAssertEqual(world.host.stops.value, 0, "the callback goes on")
        XCTAssertEqual(answer.notes, [], "the system would suspend the app")
        return (world, answer, runtime)
    }

    func testAHeadlessCallbackThatLogsOutGoesOnToItsEnd() async throws {
        let (world, answer, runtime) = try await loggedOutInAWake()
        await runtime.finish("sync", .success)
        await eventually("answered") { answer.notes == ["true"] }
        await eventually("the page is closed") { world.host.stops.value == 1 }
    }

    func testAHeadlessCallbackThatLogsOutAndDoesNotEndHasItsGrace() async throws {
        let (world, answer, _) = try await loggedOutInAWake()
        world.clock.advance(by: Constants.expiryGrace)
        await eventually("answered") { answer.notes == ["true"] }
        await eventually("the page is closed") { world.host.stops.value == 1 }
    }
}
