import XCTest
@testable import CapgoBackgroundTaskPlugin

/// A headless page that dies, falls silent, or is let go of.
final class HeadlessLifeTests: XCTestCase {
    func testALateAttachOfAClosedHeadlessPageDoesNotCountForTheNext() async throws {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .neverAttaches
        world.becomeDue()
        let first = await world.wake(.refresh, id: "first")
        await eventually("started") { world.host.starts.value == 1 }
        let closed = try XCTUnwrap(world.host.runtime.value)
        world.clock.advance(by: Constants.refreshStartLimit)
        await eventually("answered") { first.notes == ["false"] }

        world.becomeDue()
        let second = await world.wake(.refresh, id: "second")
        await eventually("started again") { world.host.starts.value == 2 }
        let offered = try await world.engine.attach(closed.id, taskNames: [], channel: closed)
        XCTAssertEqual(offered, [])
        let living = try XCTUnwrap(world.host.runtime.value)
        living.behaviour.value = .finishes(.success)
        try await living.attach()
        await eventually("run by the living page") { second.notes == ["true"] }
    }

    func testAGoneWebContentProcessIsStartedAgainOnceAndItsClaimedRunIsLost() async throws {
        let world = World()
        let answer = try await world.heldWake()
        world.host.ended.value?(.rendererGone)
        await eventually("answered") { answer.notes == ["false"] }
        let codes = try await world.codes()
        XCTAssertEqual(codes, ["RENDERER_GONE"])
    }

    func testAGoneWebContentProcessBeforeTheClaimGetsASecondStart() async throws {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .neverAttaches
        world.becomeDue()
        let answer = await world.wake()
        await eventually("started") { world.host.starts.value == 1 && world.host.ended.value != nil }
        world.host.behaviour.value = .attaches(.finishes(.success))
        world.host.ended.value?(.rendererGone)
        await eventually("answered") { answer.notes == ["true"] }
        XCTAssertEqual(world.host.starts.value, 2)
    }

    func testAWebContentProcessThatKeepsGoingAwayIsNotStartedForEver() async throws {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .neverAttaches
        world.becomeDue()
        let answer = await world.wake()
        for start in 1...2 {
            await eventually("start \(start)") { world.host.starts.value == start && world.host.ended.value != nil }
            let ended = world.host.ended.value
            world.host.ended.value = nil
            ended?(.rendererGone)
        }
        await eventually("answered") { answer.notes == ["false"] }
        let codes = try await world.codes()
        XCTAssertEqual(codes, ["RENDERER_GONE"])
    }

    func testI23JavaScriptThatFallsSilentDuringARunEndsItWithThatReason() async throws {
        let world = World()
        let answer = try await world.heldWake()
        world.host.answersPings.value = false
        world.clock.advance(by: OfferTimes.pingInterval)
        await world.engine.advance()
        world.clock.advance(by: OfferTimes.pingLimit)
        await eventually("answered") { answer.notes == ["false"] }
        let codes = try await world.codes()
        XCTAssertEqual(codes, ["SCRIPT_SILENT"])
        await eventually("the web view is gone") { world.host.stops.value == 1 }
    }

    func testASuspendedProcessIsNotTakenForASilentScript() async throws {
        let world = World()
        let answer = try await world.heldWake()
        world.host.answersPings.value = false
        world.clock.advance(by: OfferTimes.pingInterval)
        await world.engine.advance()
        world.host.answersPings.value = true
        world.clock.advance(by: Constants.minute)
        await world.engine.advance()
        for beat in 1...4 {
            world.clock.advance(by: OfferTimes.pingInterval)
            await eventually("beat \(beat)") { world.log.notes.filter { $0.hasPrefix("Heartbeat") }.count == beat }
        }
        await world.host.runtime.value?.finish("sync", .success)
        await eventually("answered") { answer.notes == ["true"] }
    }

    func testTheHeartbeatOfALivingRunIsLogged() async throws {
        let world = World()
        _ = try await world.heldWake()
        for beat in 1...3 {
            world.clock.advance(by: OfferTimes.pingInterval)
            await eventually("beat \(beat)") { world.log.notes.filter { $0.hasPrefix("Heartbeat") }.count == beat }
        }
    }

    func testAHeadlessPageThatAttachesAndThenSaysNothingIsSilent() async throws {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .attaches(.ignores)
        world.becomeDue()
        let answer = await world.wake()
        await eventually("attached") { world.host.runtime.value != nil }
        await eventually("turn over") {
            world.clock.advance(by: Constants.second)
            await world.engine.advance()
            return !answer.notes.isEmpty
        }
        let codes = try await world.codes()
        XCTAssertEqual(codes, ["SCRIPT_SILENT"])
    }
}
