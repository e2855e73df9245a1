import XCTest
@testable import CapgoBackgroundTaskPlugin

final class RequestPlannerTests: XCTestCase {
    private let now: Milliseconds = 1_700_000_000_000

    private func plan(_ tasks: [TaskRecord], kinds: [RequestKind], now: Milliseconds) -> [PlannedRequest] {
        RequestPlanner.plan(tasks, [], kinds: kinds, now: now, .utc)
    }

    private func task(_ name: String, hours: Int64 = 1, _ change: (inout TaskOptions) -> Void = { _ in }) -> TaskRecord {
        var options = TaskOptions.plain
        options.minimumInterval = hours * Constants.hour
        change(&options)
        return TaskRecord(name: name, options: options, registeredAt: now)
    }

    func testI05ThreeNamesShareOneRequestPerKindDatedAtTheEarliest() {
        let plan = plan(
            [task("a", hours: 5), task("b", hours: 2), task("c", hours: 9)],
            kinds: RequestKind.allCases,
            now: now
        )
        XCTAssertEqual(plan.map(\.kind), [.processing, .refresh])
        XCTAssertEqual(plan.map(\.earliest), [now + 2 * Constants.hour, now + 2 * Constants.hour])
    }

    func testWithoutTasksNothingIsAskedFor() {
        XCTAssertEqual(plan([], kinds: RequestKind.allCases, now: now), [])
    }

    func testI17NetworkAndPowerAreMappedEachAlone() {
        let network = plan([task("a")], kinds: [.processing], now: now)
        XCTAssertEqual(network.map(\.requiresNetwork), [true])
        XCTAssertEqual(network.map(\.requiresPower), [false])
        let power = plan(
            [
                task("a") {
                    $0.requiresNetwork = false; $0.requiresCharging = true
                }
            ],
            kinds: [.processing],
            now: now
        )
        XCTAssertEqual(power.map(\.requiresNetwork), [false])
        XCTAssertEqual(power.map(\.requiresPower), [true])
    }

    func testOneTasksNeedNeverDelaysATaskThatHasNone() {
        let plan = plan(
            [task("needy") { $0.requiresCharging = true }, task("plain") { $0.requiresNetwork = false }],
            kinds: [.processing],
            now: now
        )
        XCTAssertEqual(
            plan,
            [PlannedRequest(kind: .processing, earliest: now + Constants.hour, requiresNetwork: false, requiresPower: false)]
        )
    }

    func testAnUnmeteredNeedIsANeedOfNetwork() {
        let plan = plan(
            [
                task("a") {
                    $0.requiresNetwork = false; $0.requiresUnmeteredNetwork = true
                }
            ],
            kinds: [.processing],
            now: now
        )
        XCTAssertEqual(plan.map(\.requiresNetwork), [true])
    }

    func testI16ARefreshRequestIsPlannedWheneverItIsPermittedAndAsksForNothing() {
        let plan = plan([task("a") { $0.requiresCharging = true }], kinds: [.refresh], now: now)
        XCTAssertEqual(plan, [PlannedRequest(kind: .refresh, earliest: now + Constants.hour, requiresNetwork: false, requiresPower: false)])
    }

    func testPlanningLaterNeverMovesADateBack() {
        let tasks = [task("a", hours: 6)]
        let first = plan(tasks, kinds: [.processing], now: now)
        for minutes in stride(from: Int64(10), through: 350, by: 10) {
            XCTAssertEqual(plan(tasks, kinds: [.processing], now: now + minutes * Constants.minute), first)
        }
    }

    func testIntervalsBeyondADayKeepTheirDate() {
        let plan = plan([task("a", hours: 24 * 30)], kinds: [.processing], now: now)
        XCTAssertEqual(plan.map(\.earliest), [now + 720 * Constants.hour])
    }

    func testAnOverdueTaskIsAskedForWithoutADate() {
        let plan = plan([task("a")], kinds: [.processing], now: now + 3 * Constants.hour)
        XCTAssertEqual(plan.map(\.earliest), [nil])
    }

    func testAnUndefinedTaskWaitsAnIntervalBeforeItIsAskedForAgain() {
        var record = task("a")
        record.undefinedAt = now + 2 * Constants.hour
        let plan = plan([record], kinds: [.processing], now: now + 2 * Constants.hour)
        XCTAssertEqual(plan.map(\.earliest), [now + 3 * Constants.hour])
    }
}
