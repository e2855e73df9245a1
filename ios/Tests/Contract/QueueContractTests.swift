import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

final class QueueContractTests: XCTestCase {
    func testQueueVectors() throws {
        try ContractFile.run(
            "queue",
            [
                "enqueueItem": { input in
                    let same = (input["same"].elements ?? []).map {
                        KnownItem(sequence: $0["sequence"]?.integer ?? 0, isRunning: $0["running"]?.boolean ?? false)
                    }
                    let request = try EnqueueRequest(reading: FieldReader(input["request"], "request"))
                    return request.step(
                        same: same,
                        count: Int(try input.number("count")),
                        sequence: try input.number("sequence"),
                        now: try input.number("now")
                    ).json
                },
                "afterItemRun": { input in
                    let replaced = try XCTUnwrap(input["replaced"].boolean)
                    return try input.item().after(input.one("outcome"), at: input.number("now"), replaced: replaced)?.json ?? .null
                },
                "afterItemNamed": { try $0.item().afterNamed.json },
                "clampItemToNow": { try $0.item().clampToNow(now: $0.number("now")).json },
                "worksToOpen": { input in
                    let works = WakeSelection.worksToOpen(
                        try input.list("tasks", TaskRecord.decode),
                        try input.list("items", QueuedItem.decode),
                        open: try input.list("openRuns", OpenRun.decode),
                        conditions: Conditions(reading: input["conditions"]),
                        now: try input.number("now"),
                        try input.zone()
                    )
                    return .array(works.map(\.json))
                },
                "openItemRun": { input in
                    let wake = ContractFile.Input(value: input["wake"])
                    return OpenRun(
                        opening: try input.item(),
                        trigger: try wake.one("trigger"),
                        now: try wake.number("now"),
                        deadline: wake["deadline"].integer,
                        id: try input.text("id")
                    ).json
                },
                "settleItemRun": { input in
                    let now = try input.number("now")
                    let item = input["item"] == .null ? nil : try input.item()
                    let (next, run) = try input.run().settled(
                        Ending(outcome: input.one("outcome"), error: input.error()),
                        of: item,
                        replaced: XCTUnwrap(input["replaced"].boolean),
                        at: now,
                        backoffFrom: input["backoffFrom"].integer ?? now
                    )
                    return .object(["item": next?.json ?? .null, "settled": run.run.json])
                },
                "mendQueue": { input in
                    let mended = MendedQueue(try input.list("items", QueuedItem.decode), try input.list("openRuns", OpenRun.decode))
                    return .object([
                        "stay": .array(mended.stay.map { .integer($0) }),
                        "remove": .array(mended.remove.map { .integer($0) }),
                        "cancel": .array(mended.cancel.map { .string($0) })
                    ])
                },
                "utf8Bytes": { .integer(Int64(try $0.text("text").utf8.count)) },
                "decodeItem": { QueuedItem.decode($0["raw"]).json(\.json) },
                "decodeOpenRun": { OpenRun.decode($0["raw"]).json(\.json) },
                "decodeSettledRun": { SettledRun.decode($0["raw"]).json(\.run.json) },
                "publicRun": { try $0.run().publicRun.json },
                "runView": { try $0.run().publicRun.json }
            ]
        )
    }

    func testWindowVectors() throws {
        try ContractFile.run(
            "window",
            [
                "nextEligibleAt": { .time(try $0.task().nextEligibleAt($0.zone())) },
                "openableAt": { .time(try $0.task().openableAt(now: $0.number("now"), $0.zone())) },
                "isOutsideWindow": { .bool(try $0.task().isOutsideWindow(now: $0.number("now"), $0.zone())) },
                "isStalled": { input in
                    let blocked = input["blockedBy"].elements?.contains { $0 != .string("window") } ?? false
                    let (now, floor) = (try input.number("now"), try input.number("floorMs"))
                    return .bool(try input.task().isStalled(blocked: blocked, now: now, floor: floor, input.zone()))
                },
                "newTask": { TaskRecord(name: try $0.text("name"), options: try $0.options(), registeredAt: try $0.number("now")).json },
                "withOptions": { input in
                    var state = LedgerState()
                    let task = try input.task()
                    state.put(task)
                    _ = try state.register(task.name, input.options(), now: 0)
                    return state.task(task.name)?.json ?? .null
                },
                "sameOptions": { .bool(try $0.options("a") == $0.options("b")) },
                "decodeTask": { TaskRecord.decode($0["raw"]).json(\.json) }
            ]
        )
    }

    /// The zone that a device knows, beside the changes that a vector states.
    func testTheSystemsZonesHaveTheChangesOfTheirClocks() throws {
        let january: Milliseconds = 1_768_046_400_000
        let berlin = Zones().zone(try XCTUnwrap(TimeZone(identifier: "Europe/Berlin")), around: january)
        let changes = berlin.changes.filter { $0.at > january - 30 * 24 * Constants.hour }.prefix(2)
        XCTAssertEqual(
            Array(changes),
            [
                Zone.Change(at: 1_774_746_000_000, offset: 2 * Constants.hour), Zone.Change(at: 1_792_890_000_000, offset: Constants.hour)
            ]
        )
        let lordHowe = Zones().zone(try XCTUnwrap(TimeZone(identifier: "Australia/Lord_Howe")), around: january)
        XCTAssertEqual(Set(lordHowe.changes.map(\.offset)), [630 * Constants.minute, 660 * Constants.minute])
        let utc = Zones().zone(try XCTUnwrap(TimeZone(identifier: "UTC")), around: january)
        XCTAssertEqual(utc, .utc)
    }
}

extension ContractFile.Input {
    func item(_ key: String = "item") throws -> QueuedItem { try Self.value(QueuedItem.decode(self[key])) }

    func list<Value>(_ key: String, _ decode: (JSONValue) -> Decoded<Value>) throws -> [Value] {
        try (self[key].elements ?? []).map { try Self.value(decode($0)) }
    }

    func zone() throws -> Zone {
        let zone = self["zone"]
        guard zone != .null else { return .utc }
        return Zone(
            offset: try XCTUnwrap(zone["offsetMs"]?.integer),
            changes: try (zone["changes"]?.elements ?? []).map {
                Zone.Change(at: try XCTUnwrap($0["at"]?.integer), offset: try XCTUnwrap($0["offsetMs"]?.integer))
            }
        )
    }
}

extension EnqueueStep {
    fileprivate var json: JSONValue {
        switch self {
        case .kept: .object(["change": .string("kept")])
        case .full: .object(["change": .string("full")])
        case .put(let item, let isReplacing, let remove):
            .object([
                "change": .string(isReplacing ? "replaced" : "created"),
                "put": item.json,
                "remove": .array(remove.map { .integer($0) })
            ])
        }
    }
}

extension Work {
    fileprivate var json: JSONValue {
        switch self {
        case .task(let task): .object(["kind": .string("task"), "name": .string(task.name)])
        case .item(let item): .object(["kind": .string("item"), "sequence": .integer(item.sequence)])
        }
    }
}
