import XCTest
@testable import CapgoBackgroundTaskPlugin

/// The calls of a page, of which nobody awaits the answer of the one before.
final class CallOrderTests: XCTestCase {
    private let order = Recorder()

    /// A call that takes as many turns as it is told.
    private func call(_ name: String, turns: Int = 0) -> @Sendable () async -> Void {
        { [order] in
            for _ in 0..<turns { await Task.yield() }
            order.note(name)
        }
    }

    func testAChangeWaitsForTheOnesBeforeIt() async throws {
        var calls = CallOrder()
        calls.perform("registerTask", call("register", turns: 200))
        calls.perform("unregisterAllTasks", call("unregister"))
        calls.perform("getTasks", call("get"))
        await eventually("all are answered") { self.order.notes.count == 3 }
        XCTAssertEqual(order.notes, ["register", "unregister", "get"])
    }

    func testOfTwoItemsOfOneIdTheLaterOneIsStoredLast() async throws {
        let world = World()
        var calls = CallOrder()
        let engine = world.engine
        for round in 1...50 {
            calls.perform(
                "enqueueTask",
                {
                    for _ in 0..<(50 - round) { await Task.yield() }
                    let request = EnqueueRequest(
                        taskName: "save",
                        id: "draft",
                        existing: .replace,
                        data: "\(round)",
                        initialDelay: Constants.hour,
                        constraints: TaskOptions.plain.constraints,
                        maximumRetries: 0,
                        timeLimit: nil
                    )
                    _ = try? await engine.enqueue(request)
                }
            )
        }
        calls.perform("getEnqueued", call("get"))
        await eventually("answered") { self.order.notes == ["get"] }
        let left = try await engine.enqueued(taskName: nil, limit: 9, includeData: true).map { $0["data"] }
        XCTAssertEqual(left, [.string("50")])
    }

    func testItsNamesAreMethodsOfTheContract() {
        XCTAssertEqual(CallOrder.changes.union(CallOrder.ofRuns).subtracting(MethodTable.names), [])
        XCTAssertEqual(CallOrder.changes.intersection(CallOrder.ofRuns), [])
    }

    func testARunWaitsForNoRegistration() async throws {
        var calls = CallOrder()
        calls.perform("registerTask") { [order] in
            await eventually("the run has finished") { order.notes == ["finish"] }
            order.note("register")
        }
        calls.perform("finishRun", call("finish"))
        await eventually("both are answered") { self.order.notes.count == 2 }
        XCTAssertEqual(order.notes, ["finish", "register"])
    }
}
