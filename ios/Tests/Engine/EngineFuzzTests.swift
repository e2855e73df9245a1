import XCTest
@testable import CapgoBackgroundTaskPlugin

/// Everything that can happen around an engine, in any order. Afterwards the promises hold, and a healthy wake runs every task.
final class EngineFuzzTests: XCTestCase {
    private static let behaviours: [FakeRuntime.Behaviour] = [
        .ignores, .declines(.undefined), .declines(.busy), .holds, .finishes(.success), .finishes(.failed)
    ]
    private static let durations: [Milliseconds] = [
        1, Constants.second, 3 * Constants.second, 8 * Constants.second, 26 * Constants.second, 11 * Constants.minute, Constants.hour
    ]

    func testAnyOrderOfEventsKeepsThePromises() async throws {
        for seed in 1...UInt64(repetitions(40, long: 600)) { try await run(seed) }
    }

    private func run(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let world = World()
        let names = ["a", "b", "c", "d", "e", "f"]
        for name in names { try await world.register(name) }
        var wakes: [(id: String, answer: Answer)] = []
        var pages: [FakeRuntime] = []
        let (triggered, resolved) = (Locked(0), Locked(0))
        for _ in 0..<60 {
            switch Int.random(in: 0..<19, using: &random) {
            case 0...2:
                let id = "\(wakes.count)"
                let kind = RequestKind.allCases.randomElement(using: &random) ?? .refresh
                world.scheduler.requests.change { $0[kind] = nil }
                wakes.append((id, await world.wake(kind, id: id)))
            case 3:
                if let wake = wakes.randomElement(using: &random) { await world.engine.expire(wake.id) }
            case 4:
                world.device.onScreen.value = true
                await world.engine.becameActive()
            case 5:
                world.device.onScreen.value = false
                await world.engine.resignedActive()
            case 6:
                let page = FakeRuntime(.page, world.engine, Self.behaviours.randomElement(using: &random) ?? .ignores)
                pages.append(page)
                try? await page.attach(names)
            case 7:
                if !pages.isEmpty { await world.engine.detach(pages.remove(at: Int.random(in: 0..<pages.count, using: &random))) }
            case 8:
                let (caller, headless) = (pages.randomElement(using: &random)?.id ?? "nobody", Bool.random(using: &random))
                triggered.change { $0 += 1 }
                Task {
                    _ = try? await world.engine.trigger(from: caller, headless: headless)
                    resolved.change { $0 += 1 }
                }
            case 9:
                let name = names.randomElement(using: &random) ?? "a"
                try? await world.engine.unregister(name)
                try? await world.register(name)
            case 10:
                world.host.behaviour.value =
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: .neverAttaches
                    case 1: .fails(BackgroundTaskFailure(.loadFailed, "none"))
                    default: .attaches(Self.behaviours.randomElement(using: &random) ?? .ignores)
                    }
            case 11:
                world.host.ended.value?(Bool.random(using: &random) ? .rendererGone : .failed(BackgroundTaskFailure(.loadFailed, "none")))
            case 12:
                for runtime in pages + [world.host.runtime.value].compactMap({ $0 }) {
                    for name in runtime.claims.value.keys.sorted() { await runtime.finish(name, .success) }
                }
            case 13:
                world.storage.isFull.value = Int.random(in: 0..<3, using: &random) == 0
                world.items.isFull.value = Int.random(in: 0..<3, using: &random) == 0
                world.storage.isUnreadable.value = Int.random(in: 0..<3, using: &random) == 0
            case 14:
                world.host.answersPings.value = Bool.random(using: &random)
                if Int.random(in: 0..<4, using: &random) == 0 { world.clock.setBack(by: Constants.hour) }
            case 15:
                let (name, id) = (names.randomElement(using: &random) ?? "a", "\(Int.random(in: 0..<4, using: &random))")
                let delay = Bool.random(using: &random) ? 0 : Constants.minute
                _ = try? await world.enqueue(name, id, data: "1", delay: delay)
            case 16:
                try? await world.engine.cancelEnqueued(names.randomElement(using: &random) ?? "a", id: "1")
            case 17:
                let (name, id) = (names.randomElement(using: &random) ?? "a", "\(Int.random(in: 0..<4, using: &random))")
                triggered.change { $0 += 1 }
                Task {
                    _ = try? await world.engine.trigger(from: "nobody", headless: false, taskName: name, enqueuedId: id)
                    resolved.change { $0 += 1 }
                }
            default:
                world.clock.advance(by: Self.durations.randomElement(using: &random) ?? 1)
                await world.engine.advance()
            }
        }

        world.storage.isFull.value = false
        world.items.isFull.value = false
        world.storage.isUnreadable.value = false
        world.host.behaviour.value = .attaches(.finishes(.success))
        world.host.answersPings.value = true
        world.device.onScreen.value = false
        await world.engine.resignedActive()
        for page in pages { await world.engine.detach(page) }
        await eventually("seed \(seed): every wake is answered, every trigger resolves, no headless page is left") {
            // A jump looks like a suspension, after which a callback that was told to end has its grace again; so the grace passes too.
            for time in [10 * Constants.second, Constants.expiryGrace + 1] {
                world.clock.advance(by: time)
                await world.engine.advance()
            }
            let isStopped = await world.engine.headless.isStopped
            return isStopped && triggered.value == resolved.value && wakes.allSatisfy { !$0.answer.notes.isEmpty }
        }
        // Past every backoff, and past the time after which an item is tried again that nobody defined.
        world.clock.advance(by: 25 * Constants.hour)
        let last = await world.wake(.processing, id: "last")
        await eventually("seed \(seed): the last wake is answered without waiting for a limit") { !last.notes.isEmpty }

        for wake in wakes + [("last", last)] {
            XCTAssertEqual(wake.answer.notes.count, 1, "seed \(seed): wake \(wake.id) is answered once")
        }
        let runs = try await world.engine.runs(open: false, taskName: nil, limit: nil)
        XCTAssertEqual(Set(runs.map(\.taskId)).count, runs.count, "seed \(seed): no run settles twice")
        let open = try await world.open()
        XCTAssertEqual(open, [], "seed \(seed)")
        let queue = try await world.queue()
        XCTAssertEqual(queue, [], "seed \(seed): no item is left behind")
        XCTAssertEqual(world.items.files.value, [:], "seed \(seed)")
        for name in names {
            let newest = runs.first { $0.taskName == name }
            XCTAssertEqual(newest?.outcome, .success, "seed \(seed): \(name) ran in the healthy wake, \(String(describing: newest?.error))")
        }
        XCTAssertEqual(last.notes, ["true"], "seed \(seed)")
        XCTAssertEqual(Set(world.scheduler.requests.value.keys), Set(RequestKind.allCases), "seed \(seed): requests are pending")
        await eventually("seed \(seed): no headless page is left") { await world.engine.headless.isStopped }
    }
}
