/// Has everything outside that the engine needs. Tests bring their own.
struct EnginePorts: Sendable {
    var clock: any EngineClock
    var newId: @Sendable () -> String
    var device: any DeviceSignals
    var scheduler: any RequestScheduler
    var headless: any HeadlessHost
    var earlier: any EarlierRegistrations
    var assertions: any ProcessAssertions
    var log: @Sendable (String) -> Void
}

protocol EngineClock: Sendable {
    /// The time of the clock on the wall, which anybody may set.
    var now: Milliseconds { get }
    /// The time for durations: nobody sets this clock, and it goes on while the device sleeps. It starts anew with the device.
    var elapsed: Milliseconds { get }
    /// The local time's offsets around that time, for years in both directions.
    func zone(around time: Milliseconds) -> Zone
    /// Sleeps until that time. It may return early, so look at the clock again. Throws when its task is cancelled.
    func sleep(untilElapsed time: Milliseconds) async throws
}

protocol DeviceSignals: Sendable {
    func conditions() async -> Conditions
    /// Tells whether the app's own page is in front of the user.
    func isOnScreen() async -> Bool
    func facts() async -> DeviceFacts
}

/// The system's scheduler as this process may use it.
protocol RequestScheduler: Sendable {
    func launch() -> LaunchFacts
    /// Returns why the system does not take the request; nil when it does, or has not said so yet. Since iOS 27 it says so later: `late` is called
    /// then, at most once, at any time and on any queue.
    func submit(_ request: PlannedRequest, late: @escaping @Sendable (SubmitFailure) -> Void) -> SubmitFailure?
    func pending() async -> [PlannedRequest]
    func cancel(_ kind: RequestKind)
}

/// What the headless host reports of its web view, beside what the page's JavaScript says.
enum HeadlessEnd: Error, Sendable, Equatable {
    case failed(BackgroundTaskFailure)
    /// The web content process is gone. Another start may go better.
    case rendererGone
}

protocol HeadlessHost: Sendable {
    /// Starts a headless page, and returns when it is being loaded. `ended` may be called once at any time afterwards. The page's channel has this generation.
    func start(generation: Int, ended: @escaping @Sendable (HeadlessEnd) -> Void) async throws(BackgroundTaskFailure)
    /// Returns true when its JavaScript answered. May take for ever when it is suspended.
    func ping() async -> Bool
    func stop() async
}

/// The system's promise not to suspend the process for a while after the app has left the screen.
protocol ProcessAssertions: Sendable {
    /// Returns nil when the system gives no time. `expired` is called once at most, shortly before the time is over.
    func begin(_ expired: @escaping @Sendable () -> Void) async -> Int?
    func end(_ id: Int) async
}

/// A JavaScript context's side of the bridge.
protocol RuntimeChannel: AnyObject, Sendable {
    var kind: RuntimeKind { get }
    /// Says which start of the host made this headless page. Nil for any other page.
    var generation: Int? { get }
    /// Follows each attach of its runtime.
    func attached()
    func send(_ event: RuntimeEvent)
}

enum RuntimeEvent: Sendable, Equatable {
    case run(OpenRun)
    case expire(OpenRun, token: String, reason: String, settlesAt: Milliseconds)
    case settled(PublicRun)
    case progress(OpenRun, text: String)

    var name: String {
        switch self {
        case .run: "run"
        case .expire: "expire"
        case .settled: "settled"
        case .progress: "progress"
        }
    }

    var payload: JSONValue {
        switch self {
        case .run(let run): run.offer
        case .expire(let run, let token, let reason, let settlesAt):
            .object([
                "taskId": .string(run.id),
                "taskName": .string(run.taskName),
                "token": .string(token),
                "reason": .string(reason),
                "settlesAt": .time(settlesAt)
            ])
        case .settled(let run): run.json
        case .progress(let run, let text):
            .object([
                "taskId": .string(run.id),
                "taskName": .string(run.taskName),
                "enqueuedId": .text(run.item?.id),
                "progress": .string(text)
            ])
        }
    }
}

extension OpenRun {
    /// Returns the run in the shape of `RunOffer`.
    var offer: JSONValue {
        .object([
            "taskId": .string(id),
            "taskName": .string(taskName),
            "trigger": .string(trigger.rawValue),
            "test": .bool(test),
            "attempt": .integer(attempt),
            "timestamp": .time(openedAt)
        ])
    }
}
