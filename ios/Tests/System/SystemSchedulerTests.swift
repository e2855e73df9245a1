import BackgroundTasks
import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

final class SystemSchedulerTests: XCTestCase {
    private let (processing, refresh) = (RequestKind.processing.identifier, RequestKind.refresh.identifier)

    /// As before iOS 27, or as since then.
    private func make(_ identifiers: [String], reports: Bool = false) -> (SystemScheduler, BGTaskScheduler) {
        let system = BGTaskScheduler()
        system.standInPermit(identifiers)
        let info: @Sendable () -> [String: Any] = { ["BGTaskSchedulerPermittedIdentifiers": identifiers] }
        return (SystemScheduler(scheduler: system, usesReports: reports, info: info), system)
    }

    private func request(_ kind: RequestKind, earliest: Milliseconds? = 1_700_000_000_000) -> PlannedRequest {
        PlannedRequest(kind: kind, earliest: earliest, requiresNetwork: true, requiresPower: true)
    }

    private let unexpected: @Sendable (SubmitFailure) -> Void = { XCTFail("\($0) was reported later") }

    func testOnlyOurPermittedIdentifiersAreRegisteredAndNoOthers() {
        let (scheduler, system) = make([processing, "com.example.other"])
        scheduler.registerHandlers { _, _ in }
        XCTAssertEqual(system.standInRegistered, [processing])
        XCTAssertEqual(scheduler.launch().registered, [.processing])
    }

    func testASecondLaunchCallDoesNothingAlsoAfterLaunching() {
        let (scheduler, system) = make([processing, refresh])
        scheduler.registerHandlers { _, _ in }
        system.standInFinishLaunching()
        scheduler.registerHandlers { _, _ in }
        XCTAssertEqual(scheduler.launch().registered, [.processing, .refresh])
    }

    func testWithoutTheLaunchCallNothingReachesTheSystem() {
        let (scheduler, system) = make([processing, refresh])
        system.standInFinishLaunching()
        XCTAssertEqual(scheduler.submit(request(.processing), late: unexpected), .notPermitted)
        XCTAssertNil(system.standInPending(processing))
        XCTAssertEqual(scheduler.launch().registered, [])
    }

    func testARefusedHandlerIsNotCountedAsRegistered() {
        let (scheduler, system) = make([processing, refresh])
        system.standInRefuse(processing)
        scheduler.registerHandlers { _, _ in }
        XCTAssertEqual(scheduler.launch().registered, [.refresh])
    }

    func testARequestReachesTheSystemAndComesBackAsItWas() async {
        let (scheduler, system) = make([processing, refresh])
        scheduler.registerHandlers { _, _ in }
        XCTAssertNil(scheduler.submit(request(.processing), late: unexpected))
        XCTAssertNil(scheduler.submit(request(.refresh, earliest: nil), late: unexpected))
        let asked = system.standInPending(processing) as? BGProcessingTaskRequest
        XCTAssertEqual(asked?.earliestBeginDate, Date(timeIntervalSince1970: 1_700_000_000))
        XCTAssertEqual(asked?.requiresExternalPower, true)
        XCTAssertEqual(asked?.requiresNetworkConnectivity, true)
        XCTAssertTrue(system.standInPending(refresh) is BGAppRefreshTaskRequest)
        let pending = await scheduler.pending()
        XCTAssertEqual(pending.first { $0.kind == .processing }, request(.processing))
        XCTAssertEqual(pending.first { $0.kind == .refresh }?.earliest, nil)
        scheduler.cancel(.processing)
        XCTAssertNil(system.standInPending(processing))
    }

    func testAnIdentifierLeftOverFromAnOlderVersionIsLeftAlone() async {
        let (scheduler, system) = make([processing])
        scheduler.registerHandlers { _, _ in }
        let old = "app.capgo.backgroundtask.old"
        system.standInLeavePending(BGProcessingTaskRequest(identifier: old))
        let pending = await scheduler.pending()
        XCTAssertEqual(pending, [])
        XCTAssertNotNil(system.standInPending(old))
    }

    func testI04EachErrorCodeOfTheSystemIsItsOwnFailure() {
        let (scheduler, system) = make([processing])
        scheduler.registerHandlers { _, _ in }
        let expected: [(Int, SubmitFailure?)] = [(1, .unavailable), (2, .tooManyPending), (3, .notPermitted)]
        for (code, failure) in expected {
            system.standInFail(processing, code: code)
            XCTAssertEqual(scheduler.submit(request(.processing), late: unexpected), failure)
        }
        system.standInFail(processing, code: 99)
        guard case .other("BGTaskSchedulerErrorDomain", 99, _)? = scheduler.submit(request(.processing), late: unexpected) else {
            return XCTFail("an unknown code keeps its number")
        }
    }

    func testI04SinceIOS27EachErrorIsReportedLaterAndARequestThatIsTakenReportsNothing() async {
        let (scheduler, system) = make([processing, refresh], reports: true)
        scheduler.registerHandlers { _, _ in }
        XCTAssertNil(scheduler.submit(request(.refresh), late: unexpected))
        await eventually("taken") { system.standInPending(self.refresh) != nil }
        let expected: [(Int, String)] = [(1, "unavailable"), (2, "tooManyPending"), (3, "notPermitted")]
        let reported = Recorder()
        for (code, _) in expected {
            system.standInFail(processing, code: code)
            let before = reported.notes.count
            XCTAssertNil(scheduler.submit(request(.processing), late: { reported.note("\($0)") }), "nothing is waited for")
            await eventually("error \(code) is reported") { reported.notes.count > before }
        }
        XCTAssertEqual(reported.notes, expected.map(\.1))
        XCTAssertNil(system.standInPending(processing))
    }

    func testSinceIOS27TooNothingReachesTheSystemWithoutTheLaunchCall() {
        let (scheduler, system) = make([processing], reports: true)
        system.standInFinishLaunching()
        XCTAssertEqual(scheduler.submit(request(.processing), late: unexpected), .notPermitted)
    }

    func testI21TheLaunchHandlerIsCalledOffTheMainThreadAndDoesNotTrap() async {
        let (scheduler, system) = make([processing])
        let seen = Recorder()
        scheduler.registerHandlers { kind, task in
            seen.note("\(kind) \(Thread.isMainThread ? "main" : "background")")
            task.complete(true)
        }
        let task = system.standInDeliver(processing)
        await eventually("completed") { task.completed == true }
        XCTAssertEqual(seen.notes, ["processing background"])
    }
}
