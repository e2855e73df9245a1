import Foundation
@testable import CapgoBackgroundTaskPlugin

final class Locked<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var stored: Value
    init(_ value: Value) { stored = value }
    var value: Value {
        get { lock.withLock { stored } }
        set { lock.withLock { stored = newValue } }
    }
    func change<Answer>(_ body: (inout Value) -> Answer) -> Answer { lock.withLock { body(&stored) } }
}

final class MemoryStorage: LedgerStorage {
    let data = Locked<Data?>(nil)
    let isUnreadable = Locked(false)
    let isFull = Locked(false)
    let refusals = Locked(0)

    func read() throws -> Data? {
        if isUnreadable.value { throw CocoaError(.fileReadNoPermission) }
        return data.value
    }
    func write(_ bytes: Data) throws {
        if isFull.value {
            refusals.change { $0 += 1 }
            throw CocoaError(.fileWriteOutOfSpace)
        }
        data.value = bytes
    }
    let copy = Locked<Data?>(nil)
    func setAside() throws { copy.value = data.value }
    func removeSetAside() throws { copy.value = nil }
}

final class MemoryItems: ItemStorage {
    let files = Locked<[Int64: Data]>([:])
    let setAside = Locked<[Int64]>([])
    let isFull = Locked(false)
    /// Cannot be removed.
    let stuck = Locked<Int64?>(nil)
    let reads = Locked(0)

    func sequences() throws -> [Int64] { files.value.keys.sorted() }
    func start(_ sequence: Int64, maximum: Int) throws -> (bytes: Data, count: Int)? {
        files.value[sequence].map { (Data($0.prefix(maximum)), $0.count) }
    }
    func read(_ sequence: Int64) throws -> Data? {
        reads.change { $0 += 1 }
        return files.value[sequence]
    }
    func write(_ data: Data, _ sequence: Int64) throws {
        if isFull.value { throw CocoaError(.fileWriteOutOfSpace) }
        files.change { $0[sequence] = data }
    }
    func remove(_ sequence: Int64) throws {
        if isFull.value || stuck.value == sequence { throw CocoaError(.fileWriteOutOfSpace) }
        files.change { $0[sequence] = nil }
    }
    func setAside(_ sequence: Int64) throws {
        setAside.change { $0.append(sequence) }
        files.change { $0[sequence] = nil }
    }
    func removeAll() throws { files.value = [:] }
}

final class FakeEarlier: EarlierRegistrations {
    let tasks = Locked<[EarlierTask]?>(nil)
    let keepsWhatItRemoves = Locked(false)

    func read() -> [EarlierTask]? { tasks.value }
    func remove() { if !keepsWhatItRemoves.value { tasks.value = nil } }
}

final class FakeAssertions: ProcessAssertions {
    let givesTime = Locked(true)
    let begun = Locked<[Int]>([])
    let ended = Locked<[Int]>([])
    let expired = Locked<(@Sendable () -> Void)?>(nil)

    func begin(_ expired: @escaping @Sendable () -> Void) async -> Int? {
        guard givesTime.value else { return nil }
        self.expired.value = expired
        return begun.change {
            $0.append($0.count + 1); return $0.count
        }
    }
    func end(_ id: Int) async { ended.change { $0.append(id) } }
}

final class FakeDevice: DeviceSignals {
    let conditionsNow = Locked(Conditions(network: true, unmeteredNetwork: true, charging: true))
    let onScreen = Locked(false)
    let factsNow = Locked(DeviceFacts(backgroundRefresh: .available, isLowPower: false, isSimulator: false, isProtectedDataAvailable: true))

    func conditions() async -> Conditions { conditionsNow.value }
    func isOnScreen() async -> Bool { onScreen.value }
    func facts() async -> DeviceFacts { factsNow.value }
}

final class FakeScheduler: RequestScheduler {
    let facts = Locked(
        LaunchFacts(
            info: [
                "BGTaskSchedulerPermittedIdentifiers": RequestKind.allCases.map(\.identifier),
                "UIBackgroundModes": ["processing", "fetch"]
            ],
            registered: RequestKind.allCases
        )
    )
    let failures = Locked<[RequestKind: SubmitFailure]>([:])
    let requests = Locked<[RequestKind: PlannedRequest]>([:])
    let submitted = Locked<[PlannedRequest]>([])

    func launch() -> LaunchFacts { facts.value }
    /// What the system could still say of each submission, in their order.
    let reports = Locked<[(kind: RequestKind, fail: @Sendable (SubmitFailure) -> Void)]>([])

    func submit(_ request: PlannedRequest, late: @escaping @Sendable (SubmitFailure) -> Void) -> SubmitFailure? {
        reports.change { $0.append((request.kind, late)) }
        if let failure = failures.value[request.kind] { return failure }
        requests.change { $0[request.kind] = request }
        submitted.change { $0.append(request) }
        return nil
    }
    func pending() async -> [PlannedRequest] { Array(requests.value.values) }
    func cancel(_ kind: RequestKind) { requests.change { $0[kind] = nil } }
}

/// A JavaScript context that does what the test tells it.
final class FakeRuntime: RuntimeChannel {
    enum Behaviour: Sendable {
        case ignores
        case declines(DeclineReason)
        case holds
        case finishes(FinishOutcome)
    }

    let kind: RuntimeKind
    let generation: Int?
    let id: String
    let behaviour: Locked<Behaviour>
    let events = Locked<[RuntimeEvent]>([])
    let claims = Locked<[String: String]>([:])
    /// The data that came with each claim, by the run's item, or by its task.
    let given = Locked<[String: String]>([:])
    private let engine: BackgroundTaskEngine

    private let contractVersion: Int64

    init(
        _ kind: RuntimeKind,
        _ engine: BackgroundTaskEngine,
        generation: Int? = nil,
        _ behaviour: Behaviour,
        contractVersion: Int64 = Constants.contractVersion
    ) {
        self.contractVersion = contractVersion
        self.kind = kind
        self.generation = generation
        self.engine = engine
        self.id = UUID().uuidString
        self.behaviour = Locked(behaviour)
    }

    func attach(_ names: [String] = []) async throws {
        for run in try await engine.attach(id, contractVersion: contractVersion, taskNames: names, channel: self) { await act(on: run) }
    }

    func attached() {}

    func send(_ event: RuntimeEvent) {
        events.change { $0.append(event) }
        if case .run(let run) = event { Task { await act(on: run) } }
    }

    private func act(on run: OpenRun) async {
        switch behaviour.value {
        case .ignores: break
        case .declines(let reason): try? await engine.decline(run.id, runtimeId: id, reason: reason)
        case .holds: await claim(run)
        case .finishes(let outcome):
            await claim(run)
            _ = await finish(run.taskName, outcome)
        }
    }

    func claim(_ run: OpenRun) async {
        guard case .success(let claimed)? = try? await engine.claim(run.id, runtimeId: id, runtime: kind) else { return }
        claims.change { $0[run.taskName] = claimed.run.id + " " + (claimed.run.claim?.token ?? "") }
        given.change { $0[claimed.run.item?.id ?? run.taskName] = claimed.data ?? "none" }
    }

    @discardableResult
    func finish(_ taskName: String, _ outcome: FinishOutcome) async -> Bool {
        guard let parts = claims.value[taskName]?.split(separator: " ").map(String.init) else { return false }
        return (try? await engine.finish(parts[0], token: parts[1], outcome: outcome, error: nil)) ?? false
    }

    var offered: [String] {
        events.value.compactMap { if case .run(let run) = $0 { run.taskName } else { nil } }
    }

    var expired: [String] {
        events.value.compactMap { if case .expire(_, _, let reason, _) = $0 { reason } else { nil } }
    }
}

final class FakeHost: HeadlessHost {
    enum Behaviour: Sendable {
        case attaches(FakeRuntime.Behaviour)
        case neverAttaches
        case fails(BackgroundTaskFailure)

        fileprivate var ofRuntime: FakeRuntime.Behaviour {
            if case .attaches(let behaviour) = self { behaviour } else { .ignores }
        }
    }

    let behaviour = Locked(Behaviour.attaches(.finishes(.success)))
    let answersPings = Locked(true)
    let starts = Locked(0)
    let stops = Locked(0)
    let runtime = Locked<FakeRuntime?>(nil)
    let ended = Locked<(@Sendable (HeadlessEnd) -> Void)?>(nil)
    let engine = Locked<BackgroundTaskEngine?>(nil)

    /// Counted when all of it can be looked at, and before the page says anything.
    func start(generation: Int, ended: @escaping @Sendable (HeadlessEnd) -> Void) async throws(BackgroundTaskFailure) {
        self.ended.value = ended
        let behaviour = behaviour.value
        if let engine = engine.value { runtime.value = FakeRuntime(.headless, engine, generation: generation, behaviour.ofRuntime) }
        starts.change { $0 += 1 }
        if case .fails(let failure) = behaviour { throw failure }
        if case .attaches = behaviour, let runtime = runtime.value { Task { try await runtime.attach() } }
    }

    func ping() async -> Bool {
        if answersPings.value { return true }
        // A suspended web content process never answers.
        await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
        return true
    }

    func stop() async { stops.change { $0 += 1 } }
}
