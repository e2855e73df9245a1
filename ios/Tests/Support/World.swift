import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

/// An engine with everything around it under the test's control.
final class World: Sendable {
    let clock: TestClock
    let device = FakeDevice()
    let scheduler: FakeScheduler
    let host = FakeHost()
    let assertions = FakeAssertions()
    let earlier: FakeEarlier
    let storage: MemoryStorage
    let items = MemoryItems()
    let log = Recorder()
    let engine: BackgroundTaskEngine

    /// `of`: the next process of the same device.
    init(of earlier: World? = nil, wantsRefresh: Bool = true) {
        clock = earlier?.clock ?? TestClock()
        scheduler = earlier?.scheduler ?? FakeScheduler()
        self.earlier = earlier?.earlier ?? FakeEarlier()
        storage = MemoryStorage()
        // A copy: the earlier process is dead and writes no more, whatever its engine still does here.
        storage.data.value = earlier?.storage.data.value
        items.files.value = earlier?.items.files.value ?? [:]
        let (log, ids, left) = (log, Locked(0), self.earlier)
        let prefix = UUID().uuidString.prefix(4)
        engine = BackgroundTaskEngine(
            ports: EnginePorts(
                clock: clock,
                newId: {
                    ids.change {
                        $0 += 1; return "\(prefix)-\($0)"
                    }
                },
                device: device,
                scheduler: scheduler,
                headless: host,
                earlier: left,
                assertions: assertions,
                log: { log.note($0) }
            ),
            storage: storage,
            items: items,
            wantsRefresh: { wantsRefresh }
        )
        host.engine.value = engine
    }

    func register(_ names: String..., options: TaskOptions = .plain) async throws {
        for name in names { _ = try await engine.register(name, options) }
    }

    @discardableResult
    func enqueue(
        _ taskName: String,
        _ id: String,
        data: String? = nil,
        existing: EnqueueRequest.Existing = .replace,
        delay: Milliseconds = 0,
        maximumRetries: Int64 = 3
    ) async throws -> EnqueueChange {
        let request = EnqueueRequest(
            taskName: taskName,
            id: id,
            existing: existing,
            data: data,
            initialDelay: delay,
            constraints: TaskOptions.plain.constraints,
            maximumRetries: maximumRetries,
            timeLimit: nil
        )
        return try await engine.enqueue(request).change
    }

    func queue() async throws -> [String] { try await engine.ledger().items.map(\.id) }

    /// Past the interval of a plain task.
    func becomeDue() { clock.advance(by: Constants.hour) }

    func wake(_ kind: RequestKind = .processing, id: String = "wake") async -> Answer {
        let answer = Answer()
        await engine.wake(kind, id: id, wokenAt: clock.now) { answer.note($0 ? "true" : "false") }
        return answer
    }

    /// Registers "sync" and wakes the app for it. Returns when the headless page has claimed the run, which it holds until it is cut.
    func heldWake(_ kind: RequestKind = .processing) async throws -> Answer {
        try await register("sync")
        host.behaviour.value = .attaches(.holds)
        becomeDue()
        let answer = await wake(kind)
        try await eventually("claimed") { try await isClaimed() }
        return answer
    }

    func page(_ behaviour: FakeRuntime.Behaviour) async throws -> FakeRuntime {
        let page = FakeRuntime(.page, engine, behaviour)
        try await page.attach()
        return page
    }

    func log(of name: String? = nil) async throws -> [Outcome] {
        try await engine.runs(open: false, taskName: name, limit: nil).compactMap(\.outcome)
    }

    func codes() async throws -> [String?] {
        try await engine.runs(open: false, taskName: nil, limit: nil).map { $0.error?.code }
    }

    /// Of the status.
    func reasonCodes() async -> [String] {
        await engine.status()["reasons"]?.elements?.compactMap { $0["code"]?.text } ?? []
    }

    func open() async throws -> [PublicRun] { try await engine.runs(open: true, taskName: nil, limit: nil) }
    func isClaimed() async throws -> Bool { try await open().contains { $0.claimedAt != nil } }

    func task(_ name: String) async throws -> TaskRecord? { try await engine.ledger().task(name) }
}

/// What the system was told; more than one entry is a second completion.
typealias Answer = Recorder
