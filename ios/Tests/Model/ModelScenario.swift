import Foundation
@testable import CapgoBackgroundTaskPlugin

/// A scenario as it was read, and what is left of it when a broken one is shortened.
struct ModelScenario: CustomStringConvertible {
    private let tasks: [JSONValue]
    private var steps: [JSONValue]
    let seed: Int64

    init(_ raw: JSONValue) {
        seed = raw["seed"]?.integer ?? 0
        tasks = raw["tasks"]?.elements ?? []
        steps = raw["steps"]?.elements ?? []
    }

    /// Returns what the scenario breaks and at which step; nil: nothing.
    func play() -> String? {
        let world = ModelWorld()
        defer { world.kill() }
        for task in tasks {
            var options = TaskOptions.plain
            options.minimumInterval = task["minimumIntervalMs"]?.integer ?? 0
            options.maximumRetries = task["maximumRetries"]?.integer ?? 0
            options.timeLimit = task["timeLimitMs"]?.integer
            world.options.append((task["name"]?.text ?? "", options))
        }
        let (taking, promises) = (ModelSteps(world: world), ModelPromises(world: world))
        for (index, step) in steps.enumerated() {
            taking.take(step)
            if let broken = promises.broken() { return "at step \(index + 1) (\(step["step"]?.text ?? "")): \(broken)" }
        }
        return promises.brokenInTheCalm(taking).map { "in the calm afterwards: \($0)" }
    }

    /// Leaves out of a broken scenario what does not matter, so that a person can read it.
    func shrunk() -> ModelScenario {
        var best = self
        for size in [8, 4, 2, 1] {
            for from in stride(from: best.steps.count - size, through: 0, by: -size) {
                var smaller = best
                smaller.steps.removeSubrange(from..<from + size)
                if smaller.play() != nil { best = smaller }
            }
        }
        return best
    }

    var description: String {
        let line = { (value: JSONValue) in (try? value.data()).map { String(decoding: $0, as: UTF8.self) } ?? "" }
        let lines = tasks.map { "      \(line($0))" } + steps.enumerated().map { "  \($0 + 1)  \(line($1))" }
        return (["seed \(seed)"] + lines).joined(separator: "\n")
    }
}
