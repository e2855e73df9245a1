import BackgroundTasks
import Foundation
import UIKit
import XCTest
@testable import CapgoBackgroundTaskPlugin

/// The engine joined to the system's scheduler: everything but the clock and the web view as in an app.
@MainActor
final class ServiceTests: XCTestCase, @unchecked Sendable {
    private struct Process {
        let service: BackgroundTaskService
        let system: BGTaskScheduler
        let host = FakeHost()
        let clock = TestClock()

        @MainActor
        init(identifiers: [String] = RequestKind.allCases.map(\.identifier)) {
            system = BGTaskScheduler()
            system.standInPermit(identifiers)
            service = BackgroundTaskService(
                scheduler: SystemScheduler(
                    scheduler: system,
                    info: {
                        ["BGTaskSchedulerPermittedIdentifiers": identifiers, "UIBackgroundModes": ["processing", "fetch"]]
                    }
                ),
                clock: clock,
                device: SystemDevice(),
                headless: host,
                earlier: FakeEarlier(),
                assertions: SystemAssertions(),
                storage: MemoryStorage(),
                items: MemoryItems(),
                wantsRefresh: { true },
                log: { _ in }
            )
            host.engine.value = service.engine
        }
    }

    override func setUp() async throws {
        UIApplication.shared.applicationState = .background
    }

    func testI07RegisteringBelongsToLaunchingWithOrWithoutAScene() async throws {
        let process = Process()
        process.service.registerLaunchHandlers()
        process.system.standInFinishLaunching()
        // A scene, a view controller or the plugin's own load come later, in any order; none of them registers anything.
        _ = try await process.service.engine.register("sync", .plain)
        await eventually("pending") { process.system.standInPending(RequestKind.processing.identifier) != nil }
    }

    func testI06ALateCallDoesNotReachTheSystemAndTheStatusSaysWhatIsMissing() async throws {
        let process = Process()
        process.system.standInFinishLaunching()
        UIApplication.shared.applicationState = .active
        process.service.registerLaunchHandlers()
        XCTAssertEqual(process.system.standInRegistered, [])
        let reasons = await process.service.engine.status()["reasons"]?.elements?.compactMap { $0["code"]?.text }
        XCTAssertEqual(reasons, ["LAUNCH_HANDLER_MISSING"])
    }

    func testADeliveredTaskRunsAndIsCompleted() async throws {
        let process = Process()
        process.service.registerLaunchHandlers()
        process.system.standInFinishLaunching()
        _ = try await process.service.engine.register("sync", .plain)
        process.clock.advance(by: Constants.hour)
        let task = process.system.standInDeliver(RequestKind.refresh.identifier)
        await eventually("completed") { task.completed == true }
        let log = try await process.service.engine.runs(open: false, taskName: nil, limit: nil)
        XCTAssertEqual(log.map(\.trigger), [.appRefresh])
        await eventually("the next request is pending") { process.system.standInPending(RequestKind.refresh.identifier) != nil }
    }

    func testAnExpiredTaskIsCompletedAsFailed() async throws {
        let process = Process()
        process.service.registerLaunchHandlers()
        process.system.standInFinishLaunching()
        _ = try await process.service.engine.register("sync", .plain)
        process.host.behaviour.value = .attaches(.holds)
        process.clock.advance(by: Constants.hour)
        let task = process.system.standInDeliver(RequestKind.processing.identifier)
        try await eventually("claimed") {
            try await process.service.engine.runs(open: true, taskName: nil, limit: nil).contains { $0.claimedAt != nil }
        }
        task.expirationHandler?()
        await eventually("told") { process.host.runtime.value?.expired == ["system"] }
        process.clock.advance(by: Constants.expiryGrace + 1)
        await eventually("completed") { task.completed == false }
    }

    func testTheAppsWayToTheScreenOpensOverdueRuns() async throws {
        let process = Process()
        process.service.registerLaunchHandlers()
        _ = try await process.service.engine.register("sync", .plain)
        process.clock.advance(by: Constants.hour)
        let center = NotificationCenter()
        process.service.followApplication(center)
        let page = FakeRuntime(.page, process.service.engine, .finishes(.success))
        try await page.attach()
        center.post(name: UIApplication.didBecomeActiveNotification, object: nil)
        try await eventually("run by the page") {
            try await process.service.engine.runs(open: false, taskName: nil, limit: nil).map(\.trigger) == [.foreground]
        }
        withExtendedLifetime(page) {}
    }

    func testTheDeviceIsReadAsItIs() async throws {
        let device = SystemDevice()
        UIDevice.current.standInBatteryState = .unplugged
        let conditions = await device.conditions()
        XCTAssertEqual(conditions, Conditions(network: true, unmeteredNetwork: true, charging: false, batteryNotLow: true))
        UIApplication.shared.backgroundRefreshStatus = .denied
        ProcessInfo.standInLowPower.value = true
        defer {
            UIApplication.shared.backgroundRefreshStatus = .available
            ProcessInfo.standInLowPower.value = false
        }
        let spared = await device.conditions()
        XCTAssertEqual(spared.batteryNotLow, false)
        let facts = await device.facts()
        XCTAssertEqual(facts, DeviceFacts(backgroundRefresh: .denied, isLowPower: true, isSimulator: false, isProtectedDataAvailable: true))
        UIApplication.shared.applicationState = .active
        let isOnScreen = await device.isOnScreen()
        XCTAssertTrue(isOnScreen)
    }
}
