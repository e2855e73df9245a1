import Foundation
@testable import CapgoBackgroundTaskPlugin

/// What each step of a scenario (contract/scenario.schema.json) does to the device. What iOS does not have is passed over.
struct ModelSteps {
    private static let newerVersion = Constants.newestRecordVersion + 1

    let world: ModelWorld

    func take(_ step: JSONValue) {
        let text = { @Sendable (key: String) in step[key]?.text ?? "" }
        let duration = step["ms"]?.integer ?? 0
        let context = world.contexts[step["view"]?.text ?? text("context")]
        switch text("step") {
        case "pass": world.time.pass(duration)
        case "sleep": world.time.sleep(duration)
        case "jump": world.time.jump(duration)
        case "wake":
            let isShort = step["short"]?.boolean == true
            world.wake(isShort ? .refresh : .processing)
            if step["twice"]?.boolean == true { world.wake(isShort ? .processing : .refresh) }
        case "stop-wake": world.takeBackNewestWake()
        case "open-view": open(text("view"), isVisible: step["visible"]?.boolean == true)
        case "close-view": world.close(text("view"))
        case "show-view", "hide-view":
            context?.isVisible = text("step") == "show-view"
            world.lookAtScreen()
        case "freeze": context?.isFrozen = true
        case "thaw": if let context { thaw(context) }
        case "speak-after-death": if let dead = world.dead[text("context")] { speak(dead) }
        case "kill": world.kill()
        case "unseen": world.unseen = text("as")
        case "unseen-dies": world.endUnseen(.rendererGone)
        case "define":
            let names = step["tasks"]?.elements?.compactMap(\.text) ?? []
            world.defined[text("context")] = names
            context?.defined = names
            if let context, context.isAwake { context.attach() }
        case "behave": world.behaviours[text("task")] = text("as")
        case "end-callbacks": endCallbacks(text("outcome") == "success" ? .success : .failed)
        case "storage": world.setStorage(failing: text("as") == "fails")
        case "empty-storage": world.emptyStorage()
        case "newer-record": addNewer(text("task"))
        case "register": register(text("task"))
        case "unregister": call { try await $0.unregister(text("task")) }
        case "unregister-all":
            call { [world] in
                try await $0.unregisterAll()
                world.promised.drop()
            }
        case "enqueue": enqueue(step)
        case "cancel-items":
            call { [world] in
                try await $0.cancelEnqueued(text("task"), id: nil)
                world.promised.drop(text("task"))
            }
        case "trigger": trigger(unseen: step["unseen"]?.boolean == true)
        // A lock that can be taken away, a page's own look for due tasks: iOS has neither.
        default: break
        }
    }

    /// A call that JavaScript sees rejected where the storage fails or holds newer records: it has changed nothing then.
    private func call(_ body: @escaping @Sendable (BackgroundTaskEngine) async throws -> Void) {
        guard let engine = world.engine else { return }
        ModelJobs.shared.run { try? await body(engine) }
    }

    func register(_ name: String) {
        guard let options = world.options.first(where: { $0.name == name })?.options else { return }
        call { _ = try await $0.register(name, options) }
    }

    private func enqueue(_ step: JSONValue) {
        let (taskName, id, data) = (step["task"]?.text ?? "", step["id"]?.text ?? "", "\"\(world.newId("data"))\"")
        let request = EnqueueRequest(
            taskName: taskName,
            id: id,
            existing: step["existing"]?.text.flatMap(EnqueueRequest.Existing.init) ?? .replace,
            data: data,
            initialDelay: 0,
            constraints: TaskOptions.plain.constraints,
            maximumRetries: step["retries"]?.integer ?? 0,
            timeLimit: nil
        )
        call { [world] in
            let change = try await $0.enqueue(request).change
            if change == .replaced { world.promised.drop(taskName, id) }
            if change != .kept { world.promised.add(taskName, id, data: data) }
        }
    }

    private func open(_ name: String, isVisible: Bool) {
        world.close(name)
        let page = world.open(name)
        page.isVisible = isVisible
        page.attach()
        world.lookAtScreen()
    }

    func thaw(_ context: ModelContext) {
        context.isFrozen = false
        context.resume()
        world.time.pass(0)
    }

    func endCallbacks(_ outcome: FinishOutcome) {
        for context in world.awake { for one in context.running { context.end(one, outcome) } }
    }

    private func speak(_ context: ModelContext) {
        context.attach()
        for one in context.running { context.finish(one, .success) }
    }

    private func trigger(unseen: Bool) {
        let (world, caller) = (world, world.awake.first?.id ?? "nobody")
        let process = world.storage
        world.triggersUnderWay += 1
        call { engine in
            _ = try? await engine.trigger(from: caller, headless: unseen)
            if world.storage === process { world.triggersUnderWay -= 1 }
        }
    }

    /// The app is updated, runs, and is set back: each ends the process.
    private func addNewer(_ task: String) {
        changeTasks { records in
            let newer = JSONValue.object(["version": .integer(Self.newerVersion), "name": .string(task)])
            return records.filter { $0["name"]?.text != task } + [newer]
        }
    }

    func removeNewer() { changeTasks { records in records.filter { $0["version"]?.integer != Self.newerVersion } } }

    private func changeTasks(_ change: ([JSONValue]) -> [JSONValue]) {
        world.kill { data in
            guard let data, case .object(var file)? = try? JSONValue(parsing: data) else { return data }
            file["tasks"] = .array(change(file["tasks"]?.elements ?? []))
            return try? JSONValue.object(file).data()
        }
    }
}
