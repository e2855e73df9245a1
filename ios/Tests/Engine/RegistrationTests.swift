import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

final class RegistrationTests: XCTestCase {
    private func failure(_ body: () async throws -> Void) async -> BackgroundTaskFailure? {
        do {
            try await body()
            return nil
        } catch {
            return error as? BackgroundTaskFailure
        }
    }

    func testI02AndS06WhatADeveloperMustMendRejectsWithItsRemedyAndStoresNothing() async throws {
        let world = World()
        let good = world.scheduler.facts.value
        world.scheduler.facts.value.identifiers = .values(["com.example.other"])
        let noIdentifier = await failure { try await world.register("sync") }
        XCTAssertEqual(noIdentifier?.code, .identifierNotPermitted)
        XCTAssertEqual(noIdentifier?.message.contains("app.capgo.backgroundtask.processing"), true)
        XCTAssertEqual(noIdentifier?.message.contains("com.example.other"), true)

        world.scheduler.facts.value = good
        world.scheduler.facts.value.registered = []
        let noHandler = await failure { try await world.register("sync") }
        XCTAssertEqual(noHandler?.code, .launchHandlerMissing)
        XCTAssertEqual(noHandler?.message.contains("CapgoBackgroundTask.registerLaunchHandlers()"), true)

        let tasks = try await world.engine.ledger().tasks
        XCTAssertEqual(tasks, [])
        XCTAssertEqual(world.scheduler.submitted.value, [])
    }

    func testARequestThatIsNotPermittedRejectsAndLeavesAnEarlierRegistrationAsItWas() async throws {
        let world = World()
        try await world.register("sync")
        let (before, requests) = (try await world.engine.ledger(), world.scheduler.requests.value)
        world.scheduler.facts.value.modes = .values(["fetch"])
        world.scheduler.failures.value = [.processing: .notPermitted]
        let other = await failure { try await world.register("other") }
        XCTAssertEqual(other?.code, .identifierNotPermitted)
        XCTAssertEqual(other?.message.contains("add \"processing\" to UIBackgroundModes"), true)
        var longer = TaskOptions.plain
        longer.minimumInterval = 9 * Constants.hour
        let changed = await failure { [longer] in try await world.register("sync", options: longer) }
        XCTAssertEqual(changed?.code, .identifierNotPermitted)
        let after = try await world.engine.ledger()
        XCTAssertEqual(after, before)
        XCTAssertEqual(world.scheduler.requests.value, requests)
    }

    /// iOS 26 documents error 3 for an app whose user forbids background launches, too.
    func testARequestThatTheUserForbidsResolvesWithANoticeAndIsSubmittedAgain() async throws {
        let world = World()
        world.device.factsNow.value.backgroundRefresh = .denied
        world.scheduler.failures.value = [.processing: .notPermitted, .refresh: .notPermitted]
        let registered = try await world.engine.register("sync", .plain)
        XCTAssertEqual(registered.notices.map(\.code), ["BACKGROUND_REFRESH_DENIED", "SUBMIT_UNAVAILABLE", "SUBMIT_UNAVAILABLE"])
        XCTAssertEqual(registered.notices.last?.message.contains("(BGTaskScheduler error 3): Background App Refresh is denied"), true)
        world.device.factsNow.value.backgroundRefresh = .available
        world.scheduler.failures.value = [:]
        await world.engine.becameActive()
        XCTAssertEqual(world.scheduler.requests.value.count, 2)
    }

    func testI04EachErrorOfTheSchedulerHasItsOwnCodeAndText() throws {
        let launch = FakeScheduler().facts.value
        let device = DeviceFacts(backgroundRefresh: .available, isLowPower: false, isSimulator: false, isProtectedDataAvailable: true)
        let failures: [SubmitFailure] = [.unavailable, .tooManyPending, .notPermitted, .other(domain: "X", code: 7, message: "what?")]
        let notices = failures.map { StatusReport.notice($0, .processing, launch, device) }
        XCTAssertEqual(notices.map(\.code), ["SUBMIT_UNAVAILABLE", "SUBMIT_TOO_MANY", "IDENTIFIER_NOT_PERMITTED", "SUBMIT_FAILED"])
        XCTAssertEqual(Set(notices.map(\.message)).count, 4)
        XCTAssertEqual(notices[3].message.contains("what? (X 7)"), true)
    }

    func testI03AnUnavailableSchedulerNamesTheReasonThatIsKnown() {
        let launch = FakeScheduler().facts.value
        func message(_ refresh: BackgroundRefresh, simulator: Bool) -> String {
            let device = DeviceFacts(backgroundRefresh: refresh, isLowPower: false, isSimulator: simulator, isProtectedDataAvailable: true)
            return StatusReport.notice(.unavailable, .processing, launch, device).message
        }
        XCTAssertTrue(message(.available, simulator: true).contains("this is a simulator"))
        XCTAssertTrue(message(.denied, simulator: false).contains("Background App Refresh is denied"))
        XCTAssertTrue(message(.restricted, simulator: false).contains("Background App Refresh is restricted"))
        XCTAssertTrue(message(.available, simulator: false).contains("may not run in the background"))
    }

    func testI03WhatTheUserOrTheSystemDeniesResolvesWithANoticeAndIsSubmittedAgain() async throws {
        for failure in [SubmitFailure.unavailable, .tooManyPending, .other(domain: "X", code: 7, message: "what?")] {
            let world = World()
            world.scheduler.failures.value = [.processing: failure, .refresh: failure]
            let registered = try await world.engine.register("sync", .plain)
            XCTAssertEqual(registered.change, .created)
            XCTAssertEqual(registered.notices.count, 2, "\(failure)")
            let stored = try await world.task("sync")
            XCTAssertNotNil(stored)
            let status = await world.engine.status()
            XCTAssertEqual(status["reasons"]?.elements?.count, 2)
            world.scheduler.failures.value = [:]
            await world.engine.becameActive()
            XCTAssertEqual(world.scheduler.requests.value.count, 2)
            let mended = await world.engine.status()
            XCTAssertEqual(mended["reasons"]?.elements, [])
        }
    }

    func testWhatTheSystemSaysLaterOfARequestIsInTheStatusUntilOneIsTaken() async throws {
        let world = World()
        try await world.register("sync")
        let report = try XCTUnwrap(world.scheduler.reports.value.last { $0.kind == .processing })
        report.fail(.tooManyPending)
        await eventually("reported") { await world.reasonCodes() == ["SUBMIT_TOO_MANY"] }
        world.scheduler.requests.value = [:]
        await world.engine.becameActive()
        let mended = await world.reasonCodes()
        XCTAssertEqual(mended, [])
        report.fail(.tooManyPending)
        let newest = try XCTUnwrap(world.scheduler.reports.value.last { $0.kind == .refresh })
        newest.fail(.unavailable)
        await eventually("the newest counts, the one before does not") { await world.reasonCodes() == ["SUBMIT_UNAVAILABLE"] }
        try await world.engine.unregister("sync")
        newest.fail(.unavailable)
        try await world.register("other")
        let others = await world.reasonCodes()
        XCTAssertEqual(others, [])
    }

    func testTheSameOptionsAgainTouchNothing() async throws {
        let world = World()
        try await world.register("sync")
        world.clock.advance(by: 10 * Constants.minute)
        let (before, submitted) = (try await world.engine.ledger(), world.scheduler.submitted.value)
        let again = try await world.engine.register("sync", .plain)
        XCTAssertEqual(again.change, .unchanged)
        let after = try await world.engine.ledger()
        XCTAssertEqual(after, before)
        XCTAssertEqual(world.scheduler.submitted.value, submitted)
    }

    func testAHundredRegistrationsAndNotOneMore() async throws {
        let world = World()
        for index in 1...100 { try await world.register("task-\(index)") }
        let failure = await failure { try await world.register("one more") }
        XCTAssertEqual(failure?.code, .tooManyTasks)
        try await world.register("task-7")
        XCTAssertEqual(world.scheduler.requests.value.count, 2)
        world.becomeDue()
        let answer = await world.wake()
        await eventually("all run") { answer.notes == ["true"] }
        let log = try await world.log()
        XCTAssertEqual(log, Array(repeating: .success, count: 100))
    }

    func testNamesThatOnlyLookAlikeAreTwoTasks() async throws {
        let world = World()
        try await world.register("caf\u{e9}", "cafe\u{301}")
        let names = try await world.engine.ledger().tasks.map { Array($0.name.utf8).count }
        XCTAssertEqual(names.sorted(), [5, 6])
    }

    func testJ09UnregisteringBeforeARunDropsALateWake() async throws {
        let world = World()
        try await world.register("sync")
        world.becomeDue()
        try await world.engine.unregister("sync")
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["true"] }
        let log = try await world.log()
        XCTAssertEqual(log, [])
    }

    func testJ09UnregisteringDuringARunCancelsItAtOnceAndTellsItsRuntime() async throws {
        let world = World()
        try await world.register("sync")
        world.host.behaviour.value = .attaches(.holds)
        world.becomeDue()
        let answer = await world.wake()
        try await eventually("claimed") { try await world.isClaimed() }
        let runtime = world.host.runtime.value
        try await world.engine.unregister("sync")
        XCTAssertEqual(runtime?.expired, ["unregistered"])
        let accepted = await runtime?.finish("sync", .success)
        XCTAssertEqual(accepted, false)
        await eventually("answered") { answer.notes == ["true"] }
        let log = try await world.log()
        XCTAssertEqual(log, [.cancelled])
        let task = try await world.task("sync")
        XCTAssertNil(task)
    }

    func testJ09UnregisteringAfterARunLeavesItsLogAndNoSchedule() async throws {
        let world = World()
        try await world.register("sync")
        world.becomeDue()
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["true"] }
        try await world.engine.unregister("sync")
        world.becomeDue()
        let late = await world.wake(id: "late")
        await eventually("answered") { late.notes == ["true"] }
        let log = try await world.log()
        XCTAssertEqual(log, [.success])
        XCTAssertEqual(world.scheduler.requests.value, [:])
    }

    func testUnregisteringAnUnknownNameIsNoError() async throws {
        try await World().engine.unregister("never seen")
    }

    func testUnregisteringAllEmptiesTheLogToo() async throws {
        let world = World()
        try await world.register("a", "b")
        world.becomeDue()
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["true"] }
        try await world.engine.unregisterAll()
        let state = try await world.engine.ledger()
        XCTAssertEqual(state, LedgerState())
    }

    func testI25TheLogSurvivesTheProcessAndIsBounded() async throws {
        let world = World()
        try await world.register("sync")
        for index in 1...310 {
            world.becomeDue()
            let answer = await world.wake(id: "\(index)")
            await eventually("answered") { answer.notes == ["true"] }
        }
        let runs = try await World(of: world).engine.runs(open: false, taskName: nil, limit: nil)
        XCTAssertEqual(runs.count, 300)
        XCTAssertEqual(runs.first?.settledAt, world.clock.now)
    }

    func test_F_P16_UnregisteringAllLeavesNoNewerRecordAndNoCopyBehind() async throws {
        let world = World()
        try await world.register("sync")
        let stored = String(decoding: try XCTUnwrap(world.storage.data.value), as: UTF8.self)
        let newer = #""tasks":[{"version":2,"name":"future"},{"version":1,"name":"damaged"},"#
        world.storage.data.value = Data(stored.replacingOccurrences(of: #""tasks":["#, with: newer).utf8)
        let next = World(of: world)
        let names = try await next.engine.ledger().tasks.map(\.name)
        XCTAssertEqual(names, ["sync"])
        XCTAssertNotNil(next.storage.copy.value)
        try await next.engine.unregisterAll()
        XCTAssertEqual(next.storage.data.value, try LedgerState().data())
        XCTAssertNil(next.storage.copy.value)
        let reasons = await next.engine.status()["reasons"]?.elements
        XCTAssertEqual(reasons, [])
    }

    func test_F_P16_UnregisteringAllErasesWhatALaterVersionStored() async throws {
        let world = World()
        world.storage.data.value = Data(#"{"version":2,"secret":"of the user who logged out"}"#.utf8)
        try await world.engine.unregisterAll()
        XCTAssertEqual(world.storage.data.value, try LedgerState().data())
        try await world.register("sync")
        let names = try await world.engine.ledger().tasks.map(\.name)
        XCTAssertEqual(names, ["sync"])
    }
}
