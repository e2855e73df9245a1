/// Keeps the place of a task whose run was cancelled, or whose registration was taken away, in mid-run: that run has settled, and its callback has perhaps
/// not even heard of it. No other run of the task is offered until the callback has returned, its runtime is gone, or it has had its grace. It lives in
/// memory only, because the callback ends with the process.
struct Vacating: Sendable {
    private struct Place {
        let runId: String
        let taskName: String
        let runtimeId: String
        var until: Milliseconds
    }

    private var places: [Place] = []

    /// When the next place is free at the latest, on the clock that nobody sets.
    var next: Milliseconds? { places.map(\.until).min() }

    var runIds: Set<String> { Set(places.map(\.runId)) }

    func isKept(by runtimeId: String) -> Bool { places.contains { $0.runtimeId.isSameText(as: runtimeId) } }

    func isKept(_ taskName: String) -> Bool { places.contains { $0.taskName.isSameText(as: taskName) } }

    /// Keeps the place of a claimed run's task.
    mutating func keep(_ run: OpenRun, heldBy runtimeId: String, until: Milliseconds) {
        places.append(Place(runId: run.id, taskName: run.taskName, runtimeId: runtimeId, until: until))
    }

    /// Frees the place of a run whose callback has returned. Returns whether there was one.
    mutating func free(_ runId: String) -> Bool {
        let count = places.count
        places.removeAll { $0.runId.isSameText(as: runId) }
        return places.count < count
    }

    /// Frees the places whose time is over, and those of runtimes that are gone.
    mutating func free(elapsed: Milliseconds, isAttached: (String) -> Bool) {
        places.removeAll { elapsed >= $0.until || !isAttached($0.runtimeId) }
    }

    /// Gives everybody their grace again after a suspension, since nobody had the time that has passed.
    mutating func renew(until: Milliseconds) {
        for index in places.indices { places[index].until = until }
    }
}
