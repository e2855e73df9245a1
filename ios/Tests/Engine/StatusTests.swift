import XCTest
@testable import CapgoBackgroundTaskPlugin

final class StatusTests: XCTestCase {
    private func status(_ change: (World) -> Void) async -> (status: Int64?, codes: [String], runsWhileClosed: Bool?) {
        let world = World()
        change(world)
        let status = await world.engine.status()
        return (
            status["status"]?.integer, status["reasons"]?.elements?.compactMap { $0["code"]?.text } ?? [],
            status["runsWhileClosed"]?.boolean
        )
    }

    func testAllWellIsAvailable() async {
        let well = await status { _ in }
        XCTAssertEqual(well.status, 2)
        XCTAssertEqual(well.codes, [])
        XCTAssertEqual(well.runsWhileClosed, true)
    }

    func testI15RefreshAndLowPowerAreReadEachAndTogether() async {
        let names: [BackgroundRefresh: [String]] = [
            .available: [], .denied: ["BACKGROUND_REFRESH_DENIED"], .restricted: ["BACKGROUND_REFRESH_RESTRICTED"]
        ]
        for refresh in BackgroundRefresh.allCases {
            for isLowPower in [false, true] {
                let found = await status {
                    $0.device.factsNow.value.backgroundRefresh = refresh
                    $0.device.factsNow.value.isLowPower = isLowPower
                }
                let expected = (names[refresh] ?? []) + (isLowPower ? ["LOW_POWER_MODE"] : [])
                XCTAssertEqual(found.codes, expected)
                XCTAssertEqual(found.status, expected.isEmpty ? 2 : 1)
            }
        }
    }

    func testTheSetUpIsReadFromInfoPlist() async {
        let cases: [([String: Any], [RequestKind], [String])] = [
            ([:], [], ["IDENTIFIER_NOT_PERMITTED"]),
            (["BGTaskSchedulerPermittedIdentifiers": "app.capgo.backgroundtask.processing"], [], ["IDENTIFIER_NOT_PERMITTED"]),
            (
                ["BGTaskSchedulerPermittedIdentifiers": ["app.capgo.backgroundtask.processing"], "UIBackgroundModes": ["processing"]], [],
                ["LAUNCH_HANDLER_MISSING"]
            ),
            (
                ["BGTaskSchedulerPermittedIdentifiers": ["app.capgo.backgroundtask.processing"], "UIBackgroundModes": ["processing"]],
                [.processing], []
            ),
            (["BGTaskSchedulerPermittedIdentifiers": ["app.capgo.backgroundtask.processing"]], [.processing], ["BACKGROUND_MODE_MISSING"]),
            (
                ["BGTaskSchedulerPermittedIdentifiers": ["app.capgo.backgroundtask.processing"], "UIBackgroundModes": "processing"],
                [.processing], ["BACKGROUND_MODES_WRONG_TYPE"]
            )
        ]
        for (info, registered, expected) in cases {
            let facts = LaunchFacts(info: info, registered: registered)
            let found = await status { $0.scheduler.facts.value = facts }
            XCTAssertEqual(found.codes, expected, "\(info)")
            XCTAssertEqual(found.status, expected.isEmpty ? 2 : 1, "\(info)")
        }
    }

    func testARefreshThatTheAppSwitchedOffIsNoWayToRun() async throws {
        let onlyRefresh: [String: Any] = [
            "BGTaskSchedulerPermittedIdentifiers": [RequestKind.refresh.identifier], "UIBackgroundModes": ["fetch"]
        ]
        let both: [String: Any] = [
            "BGTaskSchedulerPermittedIdentifiers": RequestKind.allCases.map(\.identifier), "UIBackgroundModes": ["processing", "fetch"]
        ]
        let cases: [([String: Any], BackgroundTaskFailure.Code)] = [(onlyRefresh, .identifierNotPermitted), (both, .launchHandlerMissing)]
        for (info, expected) in cases {
            let world = World(wantsRefresh: false)
            world.scheduler.facts.value = LaunchFacts(info: info, registered: [.refresh])
            let status = await world.engine.status()
            XCTAssertEqual(status["reasons"]?.elements?.first?["code"]?.text, expected.rawValue)
            XCTAssertEqual(status["runsWhileClosed"]?.boolean, false)
            do {
                try await world.register("sync")
                XCTFail("nothing would ever be asked of the system")
            } catch let failure as BackgroundTaskFailure {
                XCTAssertEqual(failure.code, expected)
            }
        }
    }

    func testIOS15And16DeclareTheirLimit() async {
        let found = await status { $0.device.factsNow.value.keepsHeadlessPageAwake = false }
        XCTAssertEqual(found.codes, ["HEADLESS_PAGE_MAY_SUSPEND"])
        XCTAssertEqual(found.status, 2, "tasks are woken, and run when the page is not suspended")
    }

    func testTheSimulatorAndALockedPhoneAreSaid() async {
        let simulator = await status { $0.device.factsNow.value.isSimulator = true }
        XCTAssertEqual(simulator.codes, ["SIMULATOR"])
        XCTAssertEqual(simulator.status, 1)
        let locked = await status { $0.device.factsNow.value.isProtectedDataAvailable = false }
        XCTAssertEqual(locked.codes, ["PROTECTED_DATA_UNAVAILABLE"])
        XCTAssertEqual(locked.status, 2, "our own file can be read then")
        let unreadable = await status { $0.storage.isUnreadable.value = true }
        XCTAssertEqual(unreadable.codes, ["STORAGE_FAILED"])
        XCTAssertEqual(unreadable.status, 1)
    }

    func testATaskSaysWhatItWaitsForAndWhatIsNotHonoured() async throws {
        let world = World()
        var options = TaskOptions.plain
        options.requiresCharging = true
        options.requiresDeviceIdle = true
        try await world.register("sync", options: options)
        world.device.conditionsNow.value.charging = false
        world.device.factsNow.value.isLowPower = true
        let view = try await world.engine.views().first
        XCTAssertEqual(view?["blockedBy"], .array([.string("charging"), .string("low-power-mode")]))
        XCTAssertEqual(view?["notHonoured"], .array([.string("requiresDeviceIdle")]))
        XCTAssertEqual(view?["stalled"], .bool(false))
    }

    func testATaskThatAsksForItWaitsWhileTheBatteryIsLowAndRunsAfterwards() async throws {
        let world = World()
        var options = TaskOptions.plain
        options.requiresBatteryNotLow = true
        try await world.register("sync", options: options)
        world.device.conditionsNow.value.batteryNotLow = false
        let view = try await world.engine.views().first
        XCTAssertEqual(view?["blockedBy"], .array([.string("battery-not-low")]))
        XCTAssertEqual(view?["notHonoured"], .array([]))
    }

    func testI01ATaskThatNeverRunsAlthoughNothingBlocksItIsStalled() async throws {
        let world = World()
        try await world.register("sync")
        world.clock.advance(by: 73 * Constants.hour)
        let view = try await world.engine.views(of: ["sync"]).first
        XCTAssertEqual(view?["stalled"], .bool(true))
        world.device.factsNow.value.isLowPower = true
        let blocked = try await world.engine.views(of: ["sync"]).first
        XCTAssertEqual(blocked?["stalled"], .bool(false))
    }

    func testI14ALongUnexplainedSilenceBeforeTheAppWasOpenedIsSaid() async throws {
        func codes(_ world: World) async -> [String] {
            await world.engine.status()["reasons"]?.elements?.compactMap { $0["code"]?.text } ?? []
        }
        let before = World()
        try await before.register("sync")
        before.clock.advance(by: 100 * Constants.hour)

        let opened = World(of: before)
        opened.device.onScreen.value = true
        await opened.engine.launched()
        let page = try await opened.page(.finishes(.success))
        await opened.engine.becameActive()
        await eventually("what was overdue has run") { (try? await opened.log()) == [.success] }
        let (said, status) = (await codes(opened), await opened.engine.status())
        XCTAssertEqual(said, ["POSSIBLY_CLOSED_BY_USER"])
        XCTAssertEqual(status["runsWhileClosed"]?.boolean, true)
        opened.device.factsNow.value.backgroundRefresh = .denied
        let explained = await codes(opened)
        XCTAssertEqual(explained, ["BACKGROUND_REFRESH_DENIED"])
        withExtendedLifetime(page) {}

        let next = World(of: opened)
        await next.engine.launched()
        let afterARun = await codes(next)
        XCTAssertEqual(afterARun, [])

        let woken = World(of: before)
        await woken.engine.launched()
        let answer = await woken.wake()
        await eventually("answered") { answer.notes == ["true"] }
        let afterAWake = await codes(woken)
        XCTAssertEqual(afterAWake, [], "iOS wakes no app that the user closed")
    }

    func testI01TheStatusTellsWhenTheSystemLastWokeTheApp() async throws {
        let world = World()
        try await world.register("sync")
        let before = await world.engine.status()["platform"]
        XCTAssertEqual(before?["lastWakeAt"], .null)
        world.becomeDue()
        let answer = await world.wake(.refresh)
        await eventually("answered") { answer.notes == ["true"] }
        let after = await world.engine.status()["platform"]
        XCTAssertEqual(after?["lastWakeAt"]?.integer, world.clock.now)
        XCTAssertEqual(after?["lastWakeKind"], .string("refresh"))
    }
}
