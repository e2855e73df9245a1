import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

/// Work that happens once.
final class QueueTests: XCTestCase {
    private func onScreen(_ behaviour: FakeRuntime.Behaviour = .finishes(.success)) async throws -> (World, FakeRuntime) {
        let world = World()
        let page = try await world.page(behaviour)
        world.device.onScreen.value = true
        await world.engine.becameActive()
        return (world, page)
    }

    func testAPageOnScreenGetsTheItemAtOnceWithItsDataAndTheQueueIsEmptyAfterwards() async throws {
        let (world, page) = try await onScreen()
        let change = try await world.enqueue("send", "note-1", data: #"{"text":"é"}"#)
        XCTAssertEqual(change, .created)
        try await eventually("run") { try await world.log(of: "send") == [.success] }
        XCTAssertEqual(page.given.value, ["note-1": #"{"text":"é"}"#])
        let run = try await world.engine.runs(open: false, taskName: "send", limit: 1).first
        XCTAssertEqual(run?.enqueuedId, "note-1")
        XCTAssertEqual(run?.final, true)
        XCTAssertEqual(run?.trigger, .enqueue)
        XCTAssertEqual(world.items.files.value, [:])
        XCTAssertEqual(world.host.starts.value, 0)
    }

    func testAClosedAppRunsTheItemInTheNextWakeAndTheRequestIsForNow() async throws {
        let world = World()
        _ = try await world.enqueue("send", "note-1", data: "1")
        XCTAssertEqual(world.scheduler.requests.value[.processing]?.earliest, nil)
        XCTAssertEqual(world.scheduler.requests.value.count, 2)
        let next = World(of: world)
        let answer = await next.wake()
        await eventually("answered") { answer.notes == ["true"] }
        XCTAssertEqual(next.host.runtime.value?.given.value, ["note-1": "1"])
        let log = try await next.log()
        XCTAssertEqual(log, [.success])
        await eventually("nothing is asked for any more") { next.scheduler.requests.value.isEmpty }
    }

    func testItemsOfOneTaskRunOneAfterAnotherInOneWakeTheLongestEligibleFirst() async throws {
        for kind in RequestKind.allCases {
            let world = World()
            for id in ["a", "b", "c"] {
                _ = try await world.enqueue("send", id)
                world.clock.advance(by: 1)
            }
            let answer = await world.wake(kind)
            await eventually("answered") { answer.notes == ["true"] }
            let runs = try await world.engine.runs(open: false, taskName: "send", limit: nil)
            XCTAssertEqual(runs.reversed().map(\.enqueuedId), ["a", "b", "c"], kind.rawValue)
            XCTAssertEqual(world.host.starts.value, 1)
        }
    }

    func testAWakeWithLittleTimeLeftOpensNoFurtherItem() async throws {
        let world = World()
        for id in ["a", "b"] { _ = try await world.enqueue("send", id) }
        world.host.behaviour.value = .attaches(.holds)
        let answer = await world.wake()
        await eventually("claimed") { world.host.runtime.value?.claims.value["send"] != nil }
        world.clock.advance(by: Constants.processingTimeLimit - Constants.leastTimeForItem + 1)
        await world.host.runtime.value?.finish("send", .success)
        await eventually("answered") { answer.notes == ["true"] }
        let ids = try await world.queue()
        XCTAssertEqual(ids, ["b"])
        XCTAssertNotNil(world.scheduler.requests.value[.processing], "the system is asked again")
    }

    func testATaskNeverOverlapsItselfNeitherByItsRegistrationNorByItsItems() async throws {
        let (world, page) = try await onScreen(.holds)
        try await world.register("send")
        world.becomeDue()
        await world.engine.becameActive()
        await eventually("the registration runs") { page.claims.value["send"] != nil }
        _ = try await world.enqueue("send", "note-1")
        await world.engine.advance()
        let open = try await world.open()
        XCTAssertEqual(open.map(\.enqueuedId), [nil])
        await page.finish("send", .success)
        await eventually("the item follows") { page.given.value["note-1"] != nil }
        await page.finish("send", .success)
        try await eventually("done") { try await world.log(of: "send") == [.success, .success] }
    }

    func testAnItemThatBacksOffHoldsUpNoOtherAndIsRetriedAsOftenAsAsked() async throws {
        let (world, page) = try await onScreen(.finishes(.failed))
        _ = try await world.enqueue("send", "bad", maximumRetries: 1)
        try await eventually("failed") { try await world.log() == [.failed] }
        page.behaviour.value = .finishes(.success)
        _ = try await world.enqueue("send", "good")
        try await eventually("good") { try await world.log() == [.success, .failed] }
        let waiting = try await world.engine.ledger().items
        XCTAssertEqual(waiting.map(\.attempts), [1])
        XCTAssertEqual(waiting.map(\.eligibleAt), [world.clock.now + 30 * Constants.second])
        page.behaviour.value = .finishes(.failed)
        world.clock.advance(by: 30 * Constants.second)
        try await eventually("failed for good") { try await world.log().count == 3 }
        let last = try await world.engine.runs(open: false, taskName: nil, limit: 1).first
        XCTAssertEqual(last?.final, true)
        XCTAssertEqual(last?.attempt, 2)
        XCTAssertEqual(world.items.files.value, [:])
    }

    func testReplacingTakesTheWaitingOnesPlaceAndKeepingLeavesIt() async throws {
        let world = World()
        _ = try await world.enqueue("send", "note", data: "1", delay: Constants.hour)
        let replaced = try await world.enqueue("send", "note", data: "2", delay: Constants.hour)
        let kept = try await world.enqueue("send", "note", data: "3", existing: .keep)
        XCTAssertEqual(replaced, .replaced)
        XCTAssertEqual(kept, .kept)
        XCTAssertEqual(world.items.files.value.count, 1)
        let items = try await world.engine.enqueued(taskName: nil, limit: 100, includeData: true)
        XCTAssertEqual(items.map { $0["data"] }, [.string("2")])
    }

    func testWhileTheOldOneRunsTheNewOneWaitsAndTheOldOneIsNotRetried() async throws {
        let (world, page) = try await onScreen(.holds)
        _ = try await world.enqueue("send", "note", data: "1")
        await eventually("claimed") { page.claims.value["send"] != nil }
        _ = try await world.enqueue("send", "note", data: "2")
        _ = try await world.enqueue("send", "note", data: "3")
        XCTAssertEqual(world.items.files.value.count, 2, "the running one, and the last")
        await page.finish("send", .failed)
        await eventually("the last runs") { page.given.value["note"] == "3" }
        let runs = try await world.engine.runs(open: false, taskName: nil, limit: nil)
        XCTAssertEqual(runs.map(\.final), [true], "it has been replaced")
    }

    func testCancellingTakesWaitingAndRunningOnesAndTellsTheHolder() async throws {
        let (world, page) = try await onScreen(.holds)
        _ = try await world.enqueue("send", "a")
        await eventually("claimed") { page.claims.value["send"] != nil }
        _ = try await world.enqueue("send", "b")
        _ = try await world.enqueue("other", "c", delay: Constants.hour)
        try await world.engine.cancelEnqueued("send", id: nil)
        XCTAssertEqual(page.expired, ["cancelled"])
        let (log, codes, ids) = (try await world.log(), try await world.codes(), try await world.queue())
        XCTAssertEqual(log, [.cancelled])
        XCTAssertEqual(codes, ["CANCELLED"])
        XCTAssertEqual(ids, ["c"])
        let accepted = await page.finish("send", .success)
        XCTAssertFalse(accepted)
        try await world.engine.cancelEnqueued("other", id: "unknown")
        try await world.engine.cancelEnqueued("other", id: "c")
        XCTAssertEqual(world.items.files.value, [:])
        await eventually("nothing is asked for any more") { world.scheduler.requests.value.isEmpty }
    }

    func testACancelWhoseRunCannotBeSettledAtOnceIsSettledWithTheNextLook() async throws {
        let (world, page) = try await onScreen(.holds)
        _ = try await world.enqueue("send", "a")
        await eventually("claimed") { page.claims.value["send"] != nil }
        world.storage.isFull.value = true
        await code(.storageFailed) { try await world.engine.cancelEnqueued("send", id: "a") }
        world.storage.isFull.value = false
        await world.engine.advance()
        let (log, open) = (try await world.log(), try await world.open())
        XCTAssertEqual(log, [.cancelled])
        XCTAssertEqual(open, [])
        XCTAssertEqual(page.expired, ["cancelled"])
    }

    func testUnregisteringLeavesItemsAloneAndLoggingOutTakesThem() async throws {
        let (world, page) = try await onScreen(.holds)
        try await world.register("send")
        _ = try await world.enqueue("send", "a")
        await eventually("claimed") { page.claims.value["send"] != nil }
        try await world.engine.unregister("send")
        XCTAssertEqual(page.expired, [])
        let ids = try await world.queue()
        XCTAssertEqual(ids, ["a"])
        try await world.engine.unregisterAll()
        XCTAssertEqual(page.expired, ["cancelled"])
        XCTAssertEqual(world.items.files.value, [:])
        let (open, log) = (try await world.open(), try await world.log())
        XCTAssertEqual(open, [])
        XCTAssertEqual(log, [], "nothing is left behind")
    }

    func testJavaScriptOfVersionOneIsNeverOfferedAnItem() async throws {
        let world = World()
        let page = FakeRuntime(.page, world.engine, .finishes(.success), contractVersion: 1)
        try await page.attach()
        world.device.onScreen.value = true
        await world.engine.becameActive()
        _ = try await world.enqueue("send", "a")
        try await eventually("the headless page has it") { try await world.log() == [.success] }
        XCTAssertEqual(page.offered, [])
    }

    func testAnItemThatNobodyDefinesRunsWhenARuntimeNamesItsTask() async throws {
        let world = World()
        world.host.behaviour.value = .attaches(.declines(.undefined))
        _ = try await world.enqueue("send", "a")
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["true"] }
        let log = try await world.log()
        XCTAssertEqual(log, [.undefined])
        let blocked = try await world.engine.enqueued(taskName: "send", limit: 1, includeData: false).first?["blockedBy"]
        XCTAssertEqual(blocked, .array([.string("undefined")]))
        let page = FakeRuntime(.page, world.engine, .finishes(.success))
        world.device.onScreen.value = true
        await world.engine.becameActive()
        try await page.attach(["send"])
        try await eventually("run") { try await world.log().first == .success }
    }

    func testTheLimitsOfTheQueueAndOfDataAreErrorsThatStoreNothing() async throws {
        let world = World()
        await code(.dataTooLarge) { _ = try await world.enqueue("send", "a", data: "\"\(String(repeating: "é", count: 4096))\"") }
        for index in 0..<Constants.maximumItems { _ = try await world.enqueue("send", "\(index)", delay: Constants.hour) }
        await code(.queueFull) { _ = try await world.enqueue("send", "one more") }
        let replaced = try await world.enqueue("send", "7", delay: Constants.hour)
        XCTAssertEqual(replaced, .replaced, "it takes the place of one")
        let first = try await world.engine.enqueued(taskName: nil, limit: 3, includeData: false).map { $0["id"] }
        XCTAssertEqual(first, [.string("0"), .string("1"), .string("2")], "oldest first")
        world.items.isFull.value = true
        try await world.engine.cancelItemsRefused()
        await code(.storageFailed) { _ = try await world.enqueue("send", "7") }
        XCTAssertEqual(world.items.files.value.count, Constants.maximumItems)
    }

    func testOfItemsThatAreCancelledHalfwayTheRestStaysWithItsData() async throws {
        let world = World()
        for id in ["a", "b"] { _ = try await world.enqueue("send", id, data: "1", delay: Constants.hour) }
        world.items.stuck.value = world.items.files.value.keys.max()
        await code(.storageFailed) { try await world.engine.cancelEnqueued("send", id: nil) }
        let left = try await world.queue()
        XCTAssertEqual(left, ["b"])
        XCTAssertEqual(world.items.files.value.count, 1)
    }

    func testAnEnqueueSubmitsOnlyWhenThePendingRequestIsLater() async throws {
        let world = World()
        try await world.register("sync")
        let dated = world.scheduler.requests.value
        _ = try await world.enqueue("send", "later", delay: 5 * Constants.hour)
        XCTAssertEqual(world.scheduler.requests.value, dated, "an earlier one stays")
        let count = world.scheduler.submitted.value.count
        _ = try await world.enqueue("send", "now")
        XCTAssertNil(world.scheduler.requests.value[.processing]?.earliest)
        XCTAssertEqual(world.scheduler.submitted.value.count, count + 2)
        _ = try await world.enqueue("send", "now too")
        XCTAssertEqual(world.scheduler.submitted.value.count, count + 2)
    }

    func testOneItemsNeedNeverDelaysATaskThatHasNone() async throws {
        let world = World()
        var options = TaskOptions.plain
        options.requiresNetwork = false
        try await world.register("sync", options: options)
        _ = try await world.enqueue("send", "a", delay: Constants.minute)
        XCTAssertEqual(world.scheduler.requests.value[.processing]?.requiresNetwork, false)
        XCTAssertEqual(world.scheduler.requests.value[.processing]?.earliest, world.clock.now + Constants.minute)
        try await world.engine.unregister("sync")
        XCTAssertEqual(world.scheduler.requests.value[.processing]?.requiresNetwork, true)
    }

    func testAnItemWithoutItsConditionsSaysWhatItWaitsFor() async throws {
        let (world, page) = try await onScreen()
        world.device.conditionsNow.value = Conditions(network: false)
        _ = try await world.enqueue("send", "a")
        let view = try await world.engine.enqueued(taskName: "send", limit: 1, includeData: false).first
        XCTAssertEqual(view?["blockedBy"], .array([.string("network")]))
        XCTAssertEqual(view?["running"], .bool(false))
        XCTAssertNil(view?["data"])
        XCTAssertEqual(page.offered, [])
        world.device.conditionsNow.value = Conditions(network: true)
        world.clock.advance(by: Constants.minute)
        try await eventually("run when the network is back") { try await world.log() == [.success] }
    }

    func testProgressIsToldAndStandsInTheLogAlsoOfARunThatWasLost() async throws {
        let (world, page) = try await onScreen(.holds)
        _ = try await world.enqueue("send", "a")
        await eventually("claimed") { page.claims.value["send"] != nil }
        let parts = try XCTUnwrap(page.claims.value["send"]?.split(separator: " ").map(String.init))
        try await world.engine.setProgress(parts[0], token: "stale", "1")
        try await world.engine.setProgress(parts[0], token: parts[1], "50")
        let told = page.events.value.compactMap {
            if case .progress(let run, let text) = $0 { "\(run.item?.id ?? "") \(text)" } else { nil }
        }
        XCTAssertEqual(told, ["a 50"])
        let open = try await world.open()
        XCTAssertEqual(open.map(\.progress), ["50"])
        await world.engine.detach(page)
        let run = try await world.engine.runs(open: false, taskName: nil, limit: 1).first
        XCTAssertEqual(run?.outcome, .lost)
        XCTAssertEqual(run?.progress, "50")
    }

    private func code(_ code: BackgroundTaskFailure.Code, _ body: () async throws -> Void) async {
        do {
            try await body()
            XCTFail("\(code) was expected")
        } catch {
            XCTAssertEqual((error as? BackgroundTaskFailure)?.code, code)
        }
    }
}

extension BackgroundTaskEngine {
    /// A storage that refuses is told, and nothing has happened.
    fileprivate func cancelItemsRefused() throws {
        let before = try ledger().items
        XCTAssertThrowsError(try cancelItems { _ in true })
        XCTAssertEqual(try ledger().items, before)
    }
}
