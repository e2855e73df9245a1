import BackgroundTasks
import Foundation

/// What the real scheduler ends the process for; the stand-in must do the same, or tests against it show nothing.
enum Traps {
    static func run(_ name: String) {
        let scheduler = BGTaskScheduler()
        scheduler.standInPermit(["x", "y"])
        switch name {
        case "late":
            scheduler.standInFinishLaunching()
            _ = scheduler.register(forTaskWithIdentifier: "x", using: nil) { _ in }
        case "double":
            for _ in 1...2 { _ = scheduler.register(forTaskWithIdentifier: "x", using: nil) { _ in } }
        case "foreign":
            _ = scheduler.register(forTaskWithIdentifier: "z", using: nil) { _ in }
        case "missing":
            try? scheduler.submit(BGProcessingTaskRequest(identifier: "x"))
        case "delivery":
            scheduler.standInLeavePending(BGProcessingTaskRequest(identifier: "x"))
            _ = scheduler.standInDeliver("x")
        case "completion":
            _ = scheduler.register(forTaskWithIdentifier: "x", using: nil) { _ in }
            let task = scheduler.standInDeliver("x")
            task.setTaskCompleted(success: true)
            task.setTaskCompleted(success: false)
        case "none":
            _ = scheduler.register(forTaskWithIdentifier: "x", using: nil) { _ in }
            try? scheduler.submit(BGProcessingTaskRequest(identifier: "x"))
            scheduler.standInDeliver("x").setTaskCompleted(success: true)
        default:
            exit(2)
        }
        print("survived")
    }
}
