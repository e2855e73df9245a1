import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

final class ContractTests: XCTestCase {
    func testScheduleVectors() throws {
        try ContractFile.run(
            "schedule",
            [
                "newTask": { TaskRecord(name: try $0.text("name"), options: try $0.options(), registeredAt: try $0.number("now")).json },
                "withOptions": { input in
                    // As the ledger does it: an update of a registered task.
                    var state = LedgerState()
                    let task = try input.task()
                    state.put(task)
                    _ = try state.register(task.name, input.options(), now: 0)
                    return state.task(task.name)?.json ?? .null
                },
                "sameOptions": { .bool(try $0.options("a") == $0.options("b")) },
                "attemptOf": { .integer(try $0.task().attempt) },
                "backoffMs": { .time(Schedule.backoff(count: try $0.number("count"))) },
                "nextEligibleAt": { .time(try $0.task().nextEligibleAt()) },
                "openableAt": { .time(try $0.task().openableAt()) },
                "awaitsDefinition": { .bool(try $0.task().awaitsDefinition(now: $0.number("now"))) },
                "afterOutcome": { try $0.task().after($0.one("outcome"), at: $0.number("now")).json },
                "afterNamed": { try $0.task().afterNamed.json },
                "clampToNow": { try $0.task().clampToNow(now: $0.number("now")).json },
                "isStalled": { input in
                    let blocked = input["blockedBy"].elements?.isEmpty == false
                    return .bool(try input.task().isStalled(blocked: blocked, now: input.number("now"), floor: input.number("floorMs")))
                },
                "outcomes": { input in
                    var task = try input.task()
                    return .array(
                        try (input["settlings"].elements ?? []).map { raw in
                            let settling = ContractFile.Input(value: raw)
                            let trigger: Trigger = try XCTUnwrap(settling["test"].boolean) ? .test : .timer
                            let run = OpenRun(opening: task, trigger: trigger, now: 0, deadline: nil, id: "run")
                            let ending = Ending(outcome: try settling.one("outcome"), error: nil)
                            task = task.after(run.settled(ending, at: try settling.number("now")), test: run.test)
                            return .object(["attempt": .integer(task.attempt), "nextEligibleAt": .time(task.nextEligibleAt())])
                        }
                    )
                }
            ]
        )
    }

    func testRunVectors() throws {
        try ContractFile.run(
            "runs",
            [
                "openRun": { input in
                    let wake = ContractFile.Input(value: input["wake"])
                    return OpenRun(
                        opening: try input.task(),
                        trigger: try wake.one("trigger"),
                        now: try wake.number("now"),
                        deadline: wake["deadline"].integer,
                        id: try input.text("id")
                    ).json
                },
                "claimRun": { input in
                    let request = ContractFile.Input(value: input["request"])
                    let claim = ClaimRequest(
                        taskId: try request.text("taskId"),
                        runtimeId: try request.text("runtimeId"),
                        runtime: try request.one("runtime"),
                        now: try request.number("now"),
                        token: try request.text("token"),
                        limit: try request.number("limitMs")
                    )
                    var state = LedgerState()
                    if let run = try input.optionalRun() { state.put(run) }
                    switch state.claim(claim) {
                    case .success(let run): return .object(["claimed": .bool(true), "run": run.json])
                    case .failure(let refused): return .object(["claimed": .bool(false), "reason": .string(refused.reason.rawValue)])
                    }
                },
                "declineRun": { input in
                    let decline = ContractFile.Input(value: input["decline"])
                    return try input.run().declined(RunDecline(runtimeId: decline.text("runtimeId"), reason: decline.one("reason"))).json
                },
                "cutRun": { try $0.run().cut(reason: $0.text("reason"), now: $0.number("now"), grace: $0.number("graceMs")).json },
                "finishRun": { input in
                    let request = ContractFile.Input(value: input["request"])
                    let finish = FinishRequest(
                        taskId: try request.text("taskId"),
                        token: try request.text("token"),
                        outcome: try request.one("outcome"),
                        error: try request.error(),
                        now: try request.number("now")
                    )
                    let ending = try input.optionalRun()?.ending(for: finish)
                    guard let ending else { return .object(["accepted": .bool(false)]) }
                    return .object(ending.members.merging(["accepted": .bool(true)]) { $1 })
                },
                "sweepRun": { input in
                    let (run, now, grace) = (try input.run(), try input.number("now"), try input.number("graceMs"))
                    return run.sweep(now: now, grace: grace, holderAlive: try XCTUnwrap(input["holderAlive"].boolean)).json
                },
                "sweepAt": { .time(try $0.run().sweepAt) },
                "unclaimedOutcome": { input in
                    let asked = input["asked"].elements?.compactMap(\.text) ?? []
                    return .object(try input.run().unclaimedOutcome(asked: asked, startFailure: input.error("startFailure")).members)
                },
                "backoffStart": { .time(try $0.run().backoffStart($0.one("outcome"), settledAt: $0.number("settledAt"))) },
                "settleRun": { input in
                    let (run, now) = (try input.run(), try input.number("now"))
                    let settled = run.settled(Ending(outcome: try input.one("outcome"), error: try input.error()), at: now)
                    let task = try input.optionalTask()?.after(settled, test: run.test, backoffFrom: input["backoffFrom"].integer)
                    return .object(["task": task?.json ?? .null, "settled": settled.run.json])
                },
                "runView": { try $0.run().publicRun.json },
                "boundedError": { try $0.error()?.bounded.json ?? .null },
                "clampRunToNow": { try $0.run().clampToNow(now: $0.number("now")).json }
            ]
        )
    }

    func testWakeVectors() throws {
        try ContractFile.run(
            "wake",
            [
                "unmetConstraints": { input in
                    .array(
                        WakeSelection.unmet(try input.task().options.constraints, Conditions(reading: input["conditions"])).map {
                            .string($0.rawValue)
                        }
                    )
                },
                "tasksToOpen": { input in
                    let tasks = try (input["tasks"].elements ?? []).map { try ContractFile.Input.value(TaskRecord.decode($0)) }
                    let open = try (input["openRuns"].elements ?? []).map { try ContractFile.Input.value(OpenRun.decode($0)) }
                    let now = try input.number("now")
                    let names =
                        try XCTUnwrap(input["test"].boolean)
                        ? WakeSelection.tasksToTest(tasks, open: open, .utc).map(\.name)
                        : WakeSelection.worksToOpen(
                            tasks,
                            [],
                            open: open,
                            conditions: Conditions(reading: input["conditions"]),
                            now: now,
                            .utc
                        ).map(\.taskName)
                    return .array(names.map { .string($0) })
                }
            ]
        )
    }

    func testDecodingVectors() throws {
        try ContractFile.run(
            "decode",
            [
                "decodeTask": { TaskRecord.decode($0["raw"]).json(\.json) },
                "decodeOpenRun": { OpenRun.decode($0["raw"]).json(\.json) },
                "decodeSettledRun": { SettledRun.decode($0["raw"]).json(\.run.json) }
            ]
        )
    }

    func testEveryFileOfTheContractIsRunHere() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: ContractFile.repository.appendingPathComponent("contract").path)
        // Weeks of Android are for Android's scheduler alone.
        let own = files.filter { $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") && !$0.hasPrefix("android-") }
        XCTAssertEqual(
            own.sorted(),
            [
                "constants.json", "decode.json", "ios-weeks.json", "never-loaded-plugins.json", "queue.json", "runs.json", "schedule.json",
                "wake.json",
                "window.json"
            ],
            "a new file needs a test here"
        )
    }
}

extension Ending {
    fileprivate var members: [String: JSONValue] {
        ["outcome": .string(outcome.rawValue), "error": error?.json ?? .null]
    }
}

extension SweepStep {
    fileprivate var json: JSONValue {
        switch self {
        case .leave: .object(["kind": .string("leave")])
        case .cut(let run): .object(["kind": .string("cut"), "run": run.json])
        case .settle(let ending, let settledAt, let backoffFrom):
            .object(
                ending.members.merging(
                    ["kind": .string("settle"), "settledAt": .time(settledAt), "backoffFrom": .time(backoffFrom)]
                ) { $1 }
            )
        }
    }
}

extension Conditions {
    init(reading raw: JSONValue) {
        self.init(
            network: raw["network"]?.boolean,
            unmeteredNetwork: raw["unmeteredNetwork"]?.boolean,
            charging: raw["charging"]?.boolean,
            batteryNotLow: raw["batteryNotLow"]?.boolean,
            storageNotLow: raw["storageNotLow"]?.boolean,
            deviceIdle: raw["deviceIdle"]?.boolean
        )
    }
}
