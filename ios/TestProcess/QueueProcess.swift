import Foundation
@testable import CapgoBackgroundTaskPlugin

/// An app on screen with one registered task, which enqueues items without end, and whose page runs them; to be killed at any of its writes.
///
/// Out: `enqueued ID VERSION` when that is stored, `begin TASK ID VERSION` and `end` or `fail` around each
/// callback, `cancelling ID`, and `drained`.
final class QueueProcess: RuntimeChannel, HeadlessHost, DeviceSignals, RequestScheduler, ProcessAssertions, EarlierRegistrations,
    @unchecked Sendable
{
    /// What the parent asks for.
    struct Settings {
        let folder: URL
        let death: Death
        /// How far the clock is ahead, so that nothing backs off any more.
        let ahead: Milliseconds
        /// The first version that this process gives to its items.
        let version: Int
        /// Enqueues nothing and ends when all work is done.
        let drains: Bool
    }

    let kind = RuntimeKind.page
    let generation: Int? = nil
    private let output = FileHandle.standardOutput
    private let lock = NSLock()
    private var engine: BackgroundTaskEngine?

    static func run(_ settings: Settings) async {
        let app = QueueProcess()
        let state = StateFolder(folder: settings.folder)
        let engine = BackgroundTaskEngine(
            ports: EnginePorts(
                clock: ShiftedClock(ahead: settings.ahead),
                newId: { UUID().uuidString },
                device: app,
                scheduler: app,
                headless: app,
                earlier: app,
                assertions: app,
                log: { _ in }
            ),
            storage: DyingLedger(file: LedgerFile(state), death: settings.death),
            items: DyingItems(files: ItemFiles(state), death: settings.death),
            wantsRefresh: { true }
        )
        app.engine = engine
        do {
            try await app.start(engine)
            if settings.drains { try await app.drain(engine) } else { try await app.enqueue(engine, from: settings.version) }
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private func start(_ engine: BackgroundTaskEngine) async throws {
        _ = try await engine.register("sync", LedgerWriter.options)
        for run in try await engine.attach("page", taskNames: ["sync", "send"], channel: self) { act(on: run) }
        await engine.becameActive()
    }

    /// Each id is used again and again, so that items are replaced while they wait and while they run; each process has ids of its own.
    private func enqueue(_ engine: BackgroundTaskEngine, from first: Int) async throws {
        for version in first... {
            let id = "note-\(first)-\(version % 5)"
            let request = EnqueueRequest(
                taskName: "send",
                id: id,
                existing: .replace,
                data: "\(version)",
                initialDelay: 0,
                constraints: LedgerWriter.options.constraints,
                maximumRetries: 3,
                timeLimit: nil
            )
            _ = try await engine.enqueue(request)
            line("enqueued \(id) \(version)")
            if version % 11 == 0 {
                line("cancelling \(id)")
                try await engine.cancelEnqueued("send", id: id)
            }
        }
    }

    private func drain(_ engine: BackgroundTaskEngine) async throws {
        while true {
            let state = try await engine.ledger()
            if state.items.isEmpty, state.openRuns.isEmpty { break }
            try await Task.sleep(nanoseconds: 5_000_000)
        }
        line("drained")
        exit(0)
    }

    private func line(_ text: String) { lock.withLock { output.write(Data("\(text)\n".utf8)) } }

    private func act(on run: OpenRun) {
        guard let engine else { return }
        Task {
            guard case .success(let claimed)? = try? await engine.claim(run.id, runtimeId: "page", runtime: .page) else { return }
            let work = "\(claimed.run.item?.id ?? run.taskName) \(claimed.data ?? "0")"
            line("begin \(run.taskName) \(work)")
            // Long enough for others to wait behind it.
            try? await Task.sleep(nanoseconds: 4_000_000)
            let fails = claimed.run.attempt == 1 && (Int(claimed.data ?? "1") ?? 1) % 7 == 0
            line("\(fails ? "fail" : "end") \(run.taskName) \(work)")
            let outcome = fails ? FinishOutcome.failed : .success
            _ = try? await engine.finish(run.id, token: claimed.run.claim?.token ?? "", outcome: outcome, error: nil)
        }
    }

    func send(_ event: RuntimeEvent) { if case .run(let run) = event { act(on: run) } }
    func attached() {}

    func start(generation: Int, ended: @escaping @Sendable (HeadlessEnd) -> Void) async throws(BackgroundTaskFailure) {}
    func ping() async -> Bool { true }
    func stop() async {}

    func conditions() async -> Conditions { Conditions() }
    func isOnScreen() async -> Bool { true }
    func facts() async -> DeviceFacts {
        DeviceFacts(backgroundRefresh: .available, isLowPower: false, isSimulator: false, isProtectedDataAvailable: true)
    }

    func launch() -> LaunchFacts {
        let info: [String: Any] = [
            "BGTaskSchedulerPermittedIdentifiers": RequestKind.allCases.map(\.identifier), "UIBackgroundModes": ["processing", "fetch"]
        ]
        return LaunchFacts(info: info, registered: RequestKind.allCases)
    }
    func submit(_ request: PlannedRequest, late: @escaping @Sendable (SubmitFailure) -> Void) -> SubmitFailure? { nil }
    func pending() async -> [PlannedRequest] { [] }
    func cancel(_ kind: RequestKind) {}

    func begin(_ expired: @escaping @Sendable () -> Void) async -> Int? { nil }
    func end(_ id: Int) async {}

    func read() -> [EarlierTask]? { nil }
    func remove() {}
}

private struct ShiftedClock: EngineClock {
    let ahead: Milliseconds
    private let system = SystemClock()

    init(ahead: Milliseconds) { self.ahead = ahead }
    var now: Milliseconds { system.now + ahead }
    var elapsed: Milliseconds { system.elapsed }
    func zone(around time: Milliseconds) -> Zone { .utc }
    func sleep(untilElapsed time: Milliseconds) async throws { try await system.sleep(untilElapsed: time) }
}

extension QueueProcess.Settings {
    /// FOLDER PLACE COUNT HOURS VERSION; with a place that does not exist it drains.
    init(_ arguments: [String]) {
        let numbers = arguments.dropFirst(2).compactMap { Int($0) }
        guard arguments.count == 5, numbers.count == 3 else { exit(2) }
        let place = Death.Place(rawValue: arguments[1])
        self.init(
            folder: URL(fileURLWithPath: arguments[0], isDirectory: true),
            death: Death(place, count: numbers[0]),
            ahead: Milliseconds(numbers[1]) * Constants.hour,
            version: numbers[2],
            drains: place == nil
        )
    }
}
