import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

/// Values of the form in which the earlier plugin wrote them.
final class EarlierDefaultsTests: XCTestCase {
    private let suite = "app.capgo.backgroundtask.test.\(UUID().uuidString)"
    private lazy var defaults = UserDefaults(suiteName: suite) ?? .standard

    override func tearDown() { defaults.removePersistentDomain(forName: suite) }

    private func read() -> [EarlierTask]? { EarlierDefaults(defaults).read() }

    func testNothingIsThereInAnAppThatNeverHadIt() {
        XCTAssertNil(read())
    }

    func testItReadsNamesOptionsAnchorsAndUnfinishedRuns() {
        defaults.set(["sync", "cache"], forKey: "CapgoBackgroundTask.taskNames")
        defaults.set(["taskName": "sync", "minimumInterval": 30, "requiresNetwork": false], forKey: "CapgoBackgroundTask.task.sync")
        defaults.set(1_700_000_000.25, forKey: "CapgoBackgroundTask.lastRun.sync")
        defaults.set(1, forKey: "CapgoBackgroundTask.lastResult.sync")
        defaults.set(
            [
                ["taskName": "sync", "taskId": "B", "timestamp": 1_700_000_000_250, "test": false],
                ["taskName": "sync", "taskId": "A", "timestamp": 1_690_000_000_000, "test": false],
                ["taskName": "sync", "taskId": "T", "timestamp": 1_600_000_000_000, "test": true],
                ["taskName": "gone", "taskId": "C", "timestamp": 1_690_000_000_000, "test": false]
            ],
            forKey: "CapgoBackgroundTask.pendingRuns"
        )
        XCTAssertEqual(
            read(),
            [
                EarlierTask(name: "cache"),
                EarlierTask(
                    name: "sync",
                    minimumIntervalMinutes: 30,
                    requiresNetwork: false,
                    lastRunAt: 1_700_000_000_250,
                    pendingSince: 1_690_000_000_000
                )
            ]
        )
    }

    func testDamagedValuesCountAsMissing() {
        defaults.set(["sync"], forKey: "CapgoBackgroundTask.taskNames")
        defaults.set("text", forKey: "CapgoBackgroundTask.task.sync")
        defaults.set(Double.infinity, forKey: "CapgoBackgroundTask.lastRun.sync")
        defaults.set(["text", ["taskName": "sync"], ["taskName": "sync", "timestamp": -5]], forKey: "CapgoBackgroundTask.pendingRuns")
        XCTAssertEqual(read(), [EarlierTask(name: "sync")])
    }

    func testRemovingLeavesTheAppsOwnValues() {
        defaults.set([String](), forKey: "CapgoBackgroundTask.taskNames")
        defaults.set(["taskName": "old"], forKey: "CapgoBackgroundTask.task.old")
        defaults.set(7.0, forKey: "CapgoBackgroundTask.lastRun.old")
        defaults.set(1, forKey: "CapgoBackgroundTask.lastResult.old")
        defaults.set([[String: Any]](), forKey: "CapgoBackgroundTask.pendingRuns")
        defaults.set("kept", forKey: "CapgoBackgroundTask.ownSetting")
        XCTAssertEqual(read(), [])
        EarlierDefaults(defaults).remove()
        XCTAssertNil(read())
        let left = defaults.dictionaryRepresentation().keys.filter { $0.hasPrefix("CapgoBackgroundTask.") }
        XCTAssertEqual(left, ["CapgoBackgroundTask.ownSetting"])
    }
}
