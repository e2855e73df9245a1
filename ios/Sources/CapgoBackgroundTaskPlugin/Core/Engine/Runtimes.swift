/// A JavaScript context that has attached.
struct AttachedRuntime: Sendable {
    let id: String
    let channel: any RuntimeChannel
    let taskNames: [String]
    /// The version of the contract that its JavaScript was built with.
    let contractVersion: Int64
    /// When it first attached. Attaching again with more names is no new start.
    var attachedAt: Milliseconds
    var kind: RuntimeKind { channel.kind }

    /// JavaScript of version 1 would run an item's callback without its data.
    func mayTake(_ run: OpenRun) -> Bool { run.item == nil || contractVersion >= 2 }
}

private struct EndedChannel: Sendable {
    weak var channel: (any RuntimeChannel)?
}

/// The JavaScript contexts of this process: every live web view with the plugin, and those of them that have attached.
struct Runtimes: Sendable {
    /// All channels, attached or not, since each may listen for settled runs.
    private(set) var channels: [any RuntimeChannel] = []
    private var attached: [String: AttachedRuntime] = [:]
    /// The pages' channels whose web view has ended, for as long as a call of theirs may still be on its way. The headless page has its generation for that.
    private var ended: [EndedChannel] = []
    /// The runtime that is attaching now. `attach` returns its offers, because nobody may hear an event there yet.
    private var attaching: (runtimeId: String, offered: [OpenRun])?

    var pages: [AttachedRuntime] { attached.values.filter { $0.kind == .page } }
    var headless: AttachedRuntime? { attached.values.first { $0.kind == .headless } }

    func isAttached(_ runtimeId: String) -> Bool { attached[runtimeId] != nil }
    func isHeadless(_ runtimeId: String) -> Bool { attached[runtimeId]?.kind == .headless }
    func ids(of channel: any RuntimeChannel) -> [String] { attached.values.filter { $0.channel === channel }.map(\.id) }

    /// Returns when the start of this context will be over, or nil when it is over.
    func startEnds(of channel: any RuntimeChannel, elapsed: Milliseconds) -> Milliseconds? {
        guard channels.contains(where: { $0 === channel }) else { return nil }
        // A context that has not attached yet is about to.
        let start = attached.values.filter { $0.channel === channel }.map(\.attachedAt).min() ?? elapsed
        return elapsed < start + OfferTimes.start ? start + OfferTimes.start : nil
    }

    func isConnected(_ channel: any RuntimeChannel) -> Bool { channels.contains { $0 === channel } }

    mutating func connect(_ channel: any RuntimeChannel) {
        if !channels.contains(where: { $0 === channel }) { channels.append(channel) }
    }

    func hasEnded(_ channel: any RuntimeChannel) -> Bool { ended.contains { $0.channel === channel } }

    mutating func disconnect(_ channel: any RuntimeChannel) {
        channels.removeAll { $0 === channel }
        ended.removeAll { $0.channel == nil }
        if channel.kind == .page { ended.append(EndedChannel(channel: channel)) }
    }

    mutating func beginAttaching(_ runtime: AttachedRuntime) {
        var runtime = runtime
        runtime.attachedAt = attached[runtime.id]?.attachedAt ?? runtime.attachedAt
        attached[runtime.id] = runtime
        attaching = (runtime.id, [])
    }

    mutating func endAttaching() -> [OpenRun] {
        defer { attaching = nil }
        return attaching?.offered ?? []
    }

    mutating func remove(_ runtimeIds: [String]) { runtimeIds.forEach { attached[$0] = nil } }

    /// Returns the ids of those that are gone with the headless page.
    @discardableResult
    mutating func removeHeadless() -> Set<String> {
        let gone = Set(attached.values.filter { $0.kind == .headless }.map(\.id))
        attached = attached.filter { !gone.contains($0.key) }
        return gone
    }

    mutating func offer(_ run: OpenRun, to runtime: AttachedRuntime) {
        if attaching?.runtimeId == runtime.id { attaching?.offered.append(run) } else { runtime.channel.send(.run(run)) }
    }

    func tellHolder(of run: OpenRun, _ reason: String, settlesAt: Milliseconds) {
        guard let claim = run.claim else { return }
        attached[claim.runtimeId]?.channel.send(.expire(run, token: claim.token, reason: reason, settlesAt: settlesAt))
    }

    func tellProgress(of run: OpenRun, _ text: String) { channels.forEach { $0.send(.progress(run, text: text)) } }

    func tellSettled(_ run: SettledRun) { channels.forEach { $0.send(.settled(run.run)) } }
}
