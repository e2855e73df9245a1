import BackgroundTasks
import Foundation
@testable import CapgoBackgroundTaskPlugin

/// The real core and scheduler adapter behind lines of JSON: what the plugin shell does on a phone, without the phone.
///
/// In: `{"call": id, "runtime": "page"|"headless", "method", "argument"}`, `{"wake": "processing"|"refresh"}`, `{"expire": true}`,
/// `{"gone": "page"|"headless"}`.
/// Out: `{"answer": id, "value"|"error"}`, `{"event", "runtime", "payload"}`, `{"headless": "start"|"stop"}`, `{"completed": bool}`.
final class ProtocolServer: HeadlessHost, DeviceSignals, Sendable {
    private nonisolated(unsafe) let system = BGTaskScheduler()
    private let output: Output
    private let page: Channel
    private let headless: Channel

    private init() {
        output = Output()
        page = Channel(.page, output)
        headless = Channel(.headless, output)
    }

    static func run() async {
        let server = ProtocolServer()
        await server.serve()
    }

    private func serve() async {
        system.standInPermit(RequestKind.allCases.map(\.identifier))
        let scheduler = SystemScheduler(
            scheduler: system,
            info: {
                [
                    "BGTaskSchedulerPermittedIdentifiers": RequestKind.allCases.map(\.identifier),
                    "UIBackgroundModes": ["processing", "fetch"]
                ]
            }
        )
        let output = output
        let state = StateFolder(folder: FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString, isDirectory: true))
        let service = BackgroundTaskService(
            scheduler: scheduler,
            clock: SystemClock(),
            device: self,
            headless: self,
            earlier: EarlierDefaults(),
            assertions: SystemAssertions(),
            storage: LedgerFile(state),
            items: ItemFiles(state),
            wantsRefresh: { true },
            log: { output.line(.object(["log": .string($0)])) }
        )
        await service.registerLaunchHandlers()
        system.standInFinishLaunching()
        output.line(.object(["ready": .bool(true)]))

        var task: BGTask?
        while let line = readLine() {
            guard let message = try? JSONValue(parsing: Data(line.utf8)) else { continue }
            if let id = message["call"], let method = message["method"]?.text {
                let channel = channel(message["runtime"])
                let argument = message["argument"] ?? .null
                Task { await self.answer(id, method, argument, channel, service.engine) }
            } else if let kind = message["wake"]?.text.flatMap(RequestKind.init) {
                task = system.standInDeliver(kind.identifier)
                if let task { report(task) }
            } else if message["expire"] != nil {
                task?.expirationHandler?()
            } else if let gone = message["gone"] {
                await service.engine.detach(channel(gone))
            }
        }
    }

    private func channel(_ value: JSONValue?) -> Channel {
        value?.text == RuntimeKind.headless.rawValue ? headless : page
    }

    private func answer(_ id: JSONValue, _ method: String, _ argument: JSONValue, _ channel: Channel, _ engine: BackgroundTaskEngine) async
    {
        do {
            let value = try await MethodTable.call(method, argument, from: channel, engine)
            output.line(.object(["answer": id, "value": value]))
        } catch let failure as BackgroundTaskFailure {
            output.line(.object(["answer": id, "error": failure.runError.json]))
        } catch {
            output.line(.object(["answer": id, "error": RunError(code: "UNAVAILABLE", message: "\(error)").json]))
        }
    }

    private func report(_ task: BGTask) {
        let (watched, output) = (Watched(task: task), output)
        Task {
            while watched.task.completed == nil { try await Task.sleep(nanoseconds: 2_000_000) }
            output.line(.object(["completed": .bool(watched.task.completed ?? false)]))
        }
    }

    func start(generation: Int, ended: @escaping @Sendable (HeadlessEnd) -> Void) async throws(BackgroundTaskFailure) {
        headless.start(generation)
        output.line(.object(["headless": .string("start")]))
    }
    func ping() async -> Bool { true }
    func stop() async { output.line(.object(["headless": .string("stop")])) }

    func conditions() async -> Conditions { Conditions(network: true) }
    func isOnScreen() async -> Bool { false }
    func facts() async -> DeviceFacts {
        DeviceFacts(backgroundRefresh: .available, isLowPower: false, isSimulator: false, isProtectedDataAvailable: true)
    }
}

/// The stand-in's answer is behind a lock.
private struct Watched: @unchecked Sendable {
    let task: BGTask
}

private final class Channel: RuntimeChannel, @unchecked Sendable {
    let kind: RuntimeKind
    private let output: Output
    private let lock = NSLock()
    private var started: Int?

    init(_ kind: RuntimeKind, _ output: Output) {
        self.kind = kind
        self.output = output
    }

    var generation: Int? { lock.withLock { started } }

    func start(_ generation: Int) { lock.withLock { started = generation } }

    func attached() {}

    func send(_ event: RuntimeEvent) {
        output.line(.object(["event": .string(event.name), "runtime": .string(kind.rawValue), "payload": event.payload]))
    }
}

/// Whole lines from any thread.
final class Output: @unchecked Sendable {
    private let lock = NSLock()

    func line(_ value: JSONValue) {
        guard let data = try? value.data() else { return }
        lock.withLock { FileHandle.standardOutput.write(data + Data("\n".utf8)) }
    }
}
