import BackgroundTasks
import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

final class SystemTaskTests: XCTestCase {
    private func delivered() -> BGTask {
        let scheduler = BGTaskScheduler()
        scheduler.standInPermit(["x"])
        _ = scheduler.register(forTaskWithIdentifier: "x", using: nil) { _ in }
        return scheduler.standInDeliver("x")
    }

    /// The stand-in ends the process at a second completion.
    func testI10TenThousandRoundsOfFinishAgainstExpireCompleteOnceEach() async {
        let scheduler = BGTaskScheduler()
        scheduler.standInPermit(["x"])
        _ = scheduler.register(forTaskWithIdentifier: "x", using: nil) { _ in }
        var wonByFinish = 0
        for round in 0..<10_000 {
            let bgTask = scheduler.standInDeliver("x")
            let task = SystemTask(bgTask)
            task.whenExpired(completingWithin: 60) { task.complete(false) }
            nonisolated(unsafe) let expire = bgTask.expirationHandler
            let gate = DispatchGroup()
            DispatchQueue.global().async(group: gate) { expire?() }
            DispatchQueue.global().async(group: gate) { task.complete(true) }
            gate.wait()
            guard let completed = bgTask.completed else { return XCTFail("round \(round) was never completed") }
            if completed { wonByFinish += 1 }
            if bgTask.expirationHandler != nil { return XCTFail("round \(round) keeps its handler") }
        }
        XCTAssertGreaterThan(wonByFinish, 0)
    }

    func testTheExpirationHandlerDoesNotWaitAndTheTaskIsCompletedEvenIfNobodyElseDoes() async {
        let bgTask = delivered()
        let task = SystemTask(bgTask)
        task.whenExpired(completingWithin: 0.02) {}
        bgTask.expirationHandler?()
        XCTAssertNil(bgTask.completed, "the handler came back before")
        await eventually("completed as failed") { bgTask.completed == false }
    }

    func testItLetsGoOfTheSystemsTask() async {
        weak var released: SystemTask?
        do {
            let bgTask = delivered()
            let task = SystemTask(bgTask)
            released = task
            task.whenExpired(completingWithin: 60) {}
            task.complete(true)
            XCTAssertEqual(bgTask.completed, true)
        }
        XCTAssertNil(released)
    }
}
