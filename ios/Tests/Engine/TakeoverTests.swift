import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

/// The first start with this package of an app that had the earlier plugin of the same name.
final class TakeoverTests: XCTestCase {
    private let start: Milliseconds = 1_700_000_000_000

    private func world(_ tasks: EarlierTask...) -> World {
        let world = World()
        world.earlier.tasks.value = tasks
        return world
    }

    func testTheFirstStartGoesOnWithTheScheduleAndAsksForTheNextWake() async throws {
        let lastRun = start - Constants.hour
        let world = world(EarlierTask(name: "sync", minimumIntervalMinutes: 120, requiresNetwork: false, lastRunAt: lastRun))
        await world.engine.launched()
        let task = try await world.task("sync")
        XCTAssertEqual(task?.options.minimumInterval, 2 * Constants.hour)
        XCTAssertEqual(task?.options.requiresNetwork, false)
        XCTAssertEqual(task?.nextEligibleAt(), lastRun + 2 * Constants.hour)
        XCTAssertEqual(world.scheduler.requests.value[.processing]?.earliest, lastRun + 2 * Constants.hour)
        XCTAssertNil(world.earlier.tasks.value, "what was taken over is gone")
    }

    func testATaskThatNeverRanIsDueOneIntervalAfterTheUpdate() async throws {
        let world = world(EarlierTask(name: "sync"))
        let task = try await world.task("sync")
        XCTAssertEqual(task?.registeredAt, start)
        XCTAssertEqual(task?.nextEligibleAt(), start + 12 * Constants.hour)
        XCTAssertEqual(task?.options.requiresNetwork, true)
    }

    func testRunsThatNobodyFinishedBecomeOneDueRun() async throws {
        let world = world(
            EarlierTask(name: "sync", minimumIntervalMinutes: 60, lastRunAt: start - 5, pendingSince: start - 3 * Constants.hour)
        )
        let due = try await world.task("sync")?.nextEligibleAt()
        XCTAssertEqual(due, start - 3 * Constants.hour)
        let answer = await world.wake()
        await eventually("answered") { answer.notes == ["true"] }
        let outcomes = try await world.log(of: "sync")
        XCTAssertEqual(outcomes, [.success])
        let next = try await world.task("sync")?.nextEligibleAt()
        XCTAssertEqual(next, start + Constants.hour)
    }

    func testARegistrationOfThisPackageStands() async throws {
        let world = World()
        try await world.register("sync")
        let next = World(of: world)
        next.earlier.tasks.value = [EarlierTask(name: "sync", minimumIntervalMinutes: 600), EarlierTask(name: "other")]
        let tasks = try await next.engine.ledger().tasks
        XCTAssertEqual(tasks.map(\.name), ["sync", "other"])
        XCTAssertEqual(tasks.first?.options, .plain)
    }

    func testACrashBeforeTheStepRepeatsItAndOneAfterItDoesNot() async throws {
        let world = world(EarlierTask(name: "sync"), EarlierTask(name: "other"))
        world.storage.isFull.value = true
        do {
            _ = try await world.engine.ledger()
            XCTFail("nothing can be stored")
        } catch {}
        XCTAssertNotNil(world.earlier.tasks.value, "it is still there for the next start")

        // The process ends between the step and the removal.
        let next = World(of: world)
        next.earlier.keepsWhatItRemoves.value = true
        let names = try await next.engine.ledger().tasks.map(\.name)
        XCTAssertEqual(names, ["sync", "other"])
        try await next.engine.unregister("sync")
        let third = World(of: next)
        third.earlier.keepsWhatItRemoves.value = false
        let left = try await third.engine.ledger().tasks.map(\.name)
        XCTAssertEqual(left, ["other"], "what was unregistered does not come back")
        XCTAssertNil(third.earlier.tasks.value)
    }

    func testWhatTheEarlierPluginLeavesAfterADowngradeIsTakenOverAgain() async throws {
        let world = world(EarlierTask(name: "sync"))
        _ = try await world.engine.ledger()
        let second = World(of: world)
        _ = try await second.engine.ledger()
        let third = World(of: second)
        third.earlier.tasks.value = [EarlierTask(name: "later")]
        let names = try await third.engine.ledger().tasks.map(\.name)
        XCTAssertEqual(names, ["sync", "later"])
    }

    func testUnregisteringAllLeavesNothingThatCouldComeBack() async throws {
        let world = world(EarlierTask(name: "sync"))
        world.storage.data.value = Data(#"{"version":9}"#.utf8)
        try await world.engine.unregisterAll()
        XCTAssertNil(world.earlier.tasks.value, "though the ledger of a later version could not be read")
        let next = World(of: world)
        let tasks = try await next.engine.ledger().tasks
        XCTAssertEqual(tasks, [])
    }

    func testANameThatCannotBeOneHereIsLeftOutAndTold() async throws {
        let long = String(repeating: "x", count: 200)
        let world = world(EarlierTask(name: long), EarlierTask(name: "sync"))
        let names = try await world.engine.ledger().tasks.map(\.name)
        XCTAssertEqual(names, ["sync"])
        XCTAssertTrue(world.log.notes.contains { $0.contains(long) && $0.contains("was not taken over") })
    }

    func testTheOneJobOfTheCompatibilityKeepsItsNameOfThisPackage() async throws {
        let world = world(EarlierTask(name: "CapgoBackgroundTask", minimumIntervalMinutes: 30))
        let task = try await world.task("react-native-background-task")
        XCTAssertEqual(task?.options.timeout, 30 * Constants.second)
        XCTAssertEqual(task?.options.minimumInterval, 30 * Constants.minute)
    }

    func testAnIntervalBeyondAllMeasureBecomesOneYear() async throws {
        let world = world(EarlierTask(name: "sync", minimumIntervalMinutes: Int64.max))
        let task = try await world.task("sync")
        XCTAssertEqual(task?.options.minimumInterval, 525_600 * Constants.minute)
    }
}
