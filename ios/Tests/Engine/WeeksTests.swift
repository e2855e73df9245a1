import XCTest
@testable import CapgoBackgroundTaskPlugin

/// The virtual device and the forecast, held against the engine: what it asks the system for, and what each launch runs, in fifty scripted weeks
/// (contract/ios-weeks.json). When iOS launches an app, the script says.
final class WeeksTests: XCTestCase {
    func testTheEngineAsksAndRunsInTheWeeksAsTheModelDoes() throws {
        let weeks = try XCTUnwrap(try ContractFile.json("ios-weeks").elements)
        var wakes = 0
        var others: [String] = []
        try ModelJobs.whileHere {
            for week in weeks {
                let played = try ScriptedWeek(week).play()
                wakes += played.wakes
                others += played.others
            }
        }
        print("ios weeks: \(wakes - others.count) of \(wakes) launches as in the model")
        XCTAssertGreaterThan(wakes, 1000)
        XCTAssertEqual(others.prefix(10), [])
    }
}

/// A week of one device, whose app stays closed.
private struct ScriptedWeek {
    private let raw: ContractFile.Input
    private let world = World()
    private let start: Milliseconds

    init(_ week: JSONValue) throws {
        raw = ContractFile.Input(value: week)
        start = try raw.number("start")
        world.host.behaviour.value = .attaches(.holds)
        world.clock.advance(by: start - world.clock.now)
    }

    /// Returns how many launches there were, and which of them were others than in the script.
    func play() throws -> (wakes: Int, others: [String]) {
        for task in raw["tasks"].elements ?? [] {
            let input = ContractFile.Input(value: task)
            let (name, options) = (try input.text("name"), try input.options())
            ModelJobs.shared.run { [world] in try? await world.register(name, options: options) }
        }
        var others: [String] = []
        var last: Milliseconds?
        let wakes = raw["wakes"].elements ?? []
        for (index, wake) in wakes.enumerated() {
            let launch = try Launch(wake, start)
            if let other = try play(launch, after: last) { others.append("week \(try raw.number("seed")), launch \(index): \(other)") }
            last = launch.at
        }
        return (wakes.count, others)
    }

    private func play(_ launch: Launch, after last: Milliseconds?) throws -> String? {
        world.clock.advance(by: launch.at - world.clock.now)
        ModelJobs.shared.drain()
        world.device.conditionsNow.value = launch.conditions
        guard let request = world.scheduler.requests.value[launch.kind] else { return "nothing is asked for" }
        // The next launch must not come at once.
        let date = last.map { max(launch.date, $0 + Constants.minute) } ?? launch.date
        let asked = request.earliest ?? start
        if abs(asked - date) > Constants.second { return "asked for from \(asked - start) on, not \(date - start)" }
        if asked > launch.at { return "too early for the request" }
        if request.requiresPower && launch.conditions.charging != true || request.requiresNetwork && launch.conditions.network != true {
            return "what the request asks for does not hold: \(request)"
        }
        return try run(launch)
    }

    private func run(_ launch: Launch) throws -> String? {
        let (answer, opened) = (Answer(), Locked<[String]>([]))
        ModelJobs.shared.run { [world] in
            world.scheduler.requests.change { $0[launch.kind] = nil }
            await world.engine.wake(launch.kind, id: UUID().uuidString, wokenAt: launch.at) { answer.note($0 ? "true" : "false") }
        }
        ModelJobs.shared.run { [world] in
            opened.value = ((try? await world.open()) ?? []).map(\.taskName)
            for (name, succeeds) in launch.runs { await world.host.runtime.value?.finish(name, succeeds ? .success : .failed) }
        }
        if Set(opened.value) != Set(launch.runs.map(\.name)) { return "runs \(opened.value), not \(launch.runs.map(\.name))" }
        return answer.notes.count == 1 ? nil : "answered \(answer.notes)"
    }
}

private struct Launch {
    let at: Milliseconds
    let kind: RequestKind
    let date: Milliseconds
    let conditions: Conditions
    let runs: [(name: String, succeeds: Bool)]

    init(_ raw: JSONValue, _ start: Milliseconds) throws {
        let parts = try XCTUnwrap(raw.elements)
        at = start + (try XCTUnwrap(parts[0].integer))
        kind = try XCTUnwrap(parts[1].text.flatMap(RequestKind.init))
        date = start + (try XCTUnwrap(parts[2].integer))
        let network = parts[4].boolean == true
        conditions = Conditions(network: network, unmeteredNetwork: network, charging: parts[3].boolean == true)
        runs = try XCTUnwrap(parts[5].elements).compactMap { run in
            guard let name = run.elements?.first?.text else { return nil }
            return (name, run.elements?.last?.boolean == true)
        }
    }
}
