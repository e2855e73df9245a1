import Foundation
@testable import CapgoBackgroundTaskPlugin

/// A device: its storage, its clocks, the app's process with the engine in it, pages, and the web view nobody sees.
final class ModelWorld: HeadlessHost, @unchecked Sendable {
    /// A chance that the system gave, and what it was answered.
    final class Wake: @unchecked Sendable {
        let id: String
        let kind: RequestKind
        let startedAt: Milliseconds
        var answers = 0
        var isTakenBack = false
        init(_ id: String, _ kind: RequestKind, _ startedAt: Milliseconds) { (self.id, self.kind, self.startedAt) = (id, kind, startedAt) }
    }

    let time = ModelTime()
    let device = FakeDevice()
    private(set) var storage = MemoryStorage()
    private var items = MemoryItems()
    var promised = PromisedItems()
    var options: [(name: String, options: TaskOptions)] = []
    var contexts: [String: ModelContext] = [:]
    var dead: [String: ModelContext] = [:]
    var behaviours: [String: String] = [:]
    var defined: [String: [String]] = [:]
    private(set) var wakes: [Wake] = []
    /// What the callbacks of a run returned, by run.
    private(set) var results: [String: [FinishOutcome]] = [:]
    private(set) var startedRuns: Set<String> = []
    /// The data of the items whose callback was called.
    private(set) var executed: Set<String> = []
    var triggersUnderWay = 0
    var unseen = "starts"
    /// What broke in the middle of a step.
    var broken: String?
    private(set) var engine: BackgroundTaskEngine!
    private var ended: (@Sendable (HeadlessEnd) -> Void)?
    private var ids = 0

    init() { startProcess() }

    var names: [String] { options.map(\.name) }
    var awake: [ModelContext] { contexts.values.filter(\.isAwake).sorted { $0.name < $1.name } }

    func newId(_ of: String) -> String {
        ids += 1
        return "\(of)-\(ids)"
    }

    func behaviour(_ taskName: String) -> String { behaviours[taskName] ?? "succeeds" }

    private func startProcess() {
        engine = BackgroundTaskEngine(
            ports: EnginePorts(
                clock: time,
                newId: { [unowned self] in newId("id") },
                device: device,
                scheduler: FakeScheduler(),
                headless: self,
                earlier: FakeEarlier(),
                assertions: FakeAssertions(),
                log: { _ in }
            ),
            storage: storage,
            items: items,
            wantsRefresh: { true }
        )
        device.onScreen.value = false
        let engine = engine
        ModelJobs.shared.run { await engine?.launched() }
    }

    /// The process dies, and with it its pages and the chances it had. What it still had to do is never done.
    func kill(changing change: (Data?) -> Data? = { $0 }) {
        for context in contexts.values { context.isDead = true }
        contexts = [:]
        dead = [:]
        time.forgetAll()
        wakes = []
        triggersUnderWay = 0
        ended = nil
        let (data, files, fails) = (change(storage.data.value), items.files.value, storage.isFull.value)
        storage = MemoryStorage()
        storage.data.value = data
        items = MemoryItems()
        items.files.value = files
        setStorage(failing: fails)
        startProcess()
    }

    func emptyStorage() {
        items.files.value = [:]
        promised.drop()
        kill { _ in nil }
    }

    func setStorage(failing: Bool) {
        storage.isFull.value = failing
        storage.isUnreadable.value = failing
        items.isFull.value = failing
    }

    func open(_ name: String, generation: Int? = nil) -> ModelContext {
        let context = ModelContext(self, name, generation, defined[name] ?? names)
        contexts[name] = context
        return context
    }

    func close(_ name: String) {
        guard let context = bury(name) else { return }
        ModelJobs.shared.run { [engine] in await engine?.detach(context) }
        lookAtScreen()
    }

    private func bury(_ name: String) -> ModelContext? {
        guard let context = contexts.removeValue(forKey: name) else { return nil }
        context.isDead = true
        time.forget(context)
        dead[name] = context
        return context
    }

    /// The app is on screen as long as a page of it is.
    func lookAtScreen() {
        let isOn = contexts.values.contains { $0.isVisible }
        guard isOn != device.onScreen.value else { return }
        device.onScreen.value = isOn
        ModelJobs.shared.run { [engine] in if isOn { await engine?.becameActive() } else { await engine?.resignedActive() } }
    }

    func wake(_ kind: RequestKind) {
        let wake = Wake(newId("wake"), kind, time.elapsed)
        wakes.append(wake)
        let (engine, wokenAt) = (engine, time.now)
        ModelJobs.shared.run { await engine?.wake(kind, id: wake.id, wokenAt: wokenAt) { _ in wake.answers += 1 } }
    }

    func takeBackNewestWake() {
        guard let wake = wakes.last(where: { $0.answers == 0 && !$0.isTakenBack }) else { return }
        wake.isTakenBack = true
        ModelJobs.shared.run { [engine] in await engine?.expire(wake.id) }
    }

    func endUnseen(_ end: HeadlessEnd) {
        guard bury("unseen") != nil else { return }
        ended?(end)
        ModelJobs.shared.drain()
    }

    func started(_ one: ModelContext.Running) {
        startedRuns.insert(one.run.id)
        if let data = one.data { executed.insert(data) }
        checkOverlap(one.run.taskName)
    }

    func ended(_ one: ModelContext.Running, _ outcome: FinishOutcome) { results[one.run.id, default: []].append(outcome) }

    func checkOverlap(_ taskName: String) {
        let places = awake.flatMap { context in
            context.running.filter { $0.run.taskName == taskName && $0.behaviour != "ignores" }.map { _ in context.name }
        }
        if places.count > 1, broken == nil { broken = "callbacks of \"\(taskName)\" overlap in \(places)" }
    }

    // MARK: the headless host

    func start(generation: Int, ended: @escaping @Sendable (HeadlessEnd) -> Void) async throws(BackgroundTaskFailure) {
        self.ended = ended
        _ = bury("unseen")
        if unseen == "fails" { throw BackgroundTaskFailure(.loadFailed, "the model") }
        guard unseen == "starts" else { return }
        let context = open("unseen", generation: generation)
        time.after(50, of: context, while: { [unowned context] in context.isAwake }) { [unowned context] in context.attach() }
    }

    func ping() async -> Bool {
        if contexts["unseen"]?.isAwake == true { return true }
        // A suspended web content process never answers.
        await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
        return true
    }

    func stop() async { _ = bury("unseen") }
}
