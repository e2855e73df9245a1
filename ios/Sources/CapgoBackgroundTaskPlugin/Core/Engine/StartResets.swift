/// Remembers registrations that a runtime removed while it was starting. An app that resets at each start (`unregisterAll`, then `register`) would lose the
/// anchor and the run of every wake: registering the name again within the start takes both back.
struct StartResets: Sendable {
    struct Entry: Sendable {
        let task: TaskRecord
        /// The open run of the task, which nobody had claimed.
        let run: OpenRun?
        let until: Milliseconds
        let channel: any RuntimeChannel
    }

    private var entries: [Entry] = []

    var tasks: [TaskRecord] { entries.map(\.task) }
    /// The runs that may come back. Whoever waits for them goes on waiting.
    var runs: [OpenRun] { entries.compactMap(\.run) }

    /// Returns whether this page has yet to register again a task whose run waits for it.
    func isResetting(_ channel: any RuntimeChannel) -> Bool { entries.contains { $0.run != nil && $0.channel === channel } }

    var next: Milliseconds? { entries.map(\.until).min() }

    mutating func keep(_ entry: Entry) {
        entries.removeAll { $0.task.name.isSameText(as: entry.task.name) }
        entries.append(entry)
    }

    func entry(_ name: String) -> Entry? { entries.first { $0.task.name.isSameText(as: name) } }

    mutating func remove(_ name: String) { entries.removeAll { $0.task.name.isSameText(as: name) } }

    /// Removes and returns those whose start is over.
    mutating func takeOver(elapsed: Milliseconds) -> [Entry] { take { elapsed >= $0.until } }

    /// Removes and returns those whose runtime has ended.
    mutating func takeEnded(_ isEnded: (any RuntimeChannel) -> Bool) -> [Entry] { take { isEnded($0.channel) } }

    private mutating func take(_ isOver: (Entry) -> Bool) -> [Entry] {
        let over = entries.filter(isOver)
        entries.removeAll(where: isOver)
        return over
    }
}
