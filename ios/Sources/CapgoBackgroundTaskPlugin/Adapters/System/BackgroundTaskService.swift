import Foundation
import UIKit

/// Joins one engine to the system, for the life of the process.
final class BackgroundTaskService: Sendable {
    let engine: BackgroundTaskEngine
    private let scheduler: SystemScheduler
    private let clock: any EngineClock
    private let device: any DeviceSignals
    private let log: @Sendable (String) -> Void
    /// How long an expired task waits for the engine: a little longer than the engine needs, in case it cannot answer.
    private let expirationLimitSeconds = 2.0

    init(
        scheduler: SystemScheduler,
        clock: any EngineClock,
        device: any DeviceSignals,
        headless: any HeadlessHost,
        earlier: any EarlierRegistrations,
        assertions: any ProcessAssertions,
        storage: any LedgerStorage,
        items: any ItemStorage,
        wantsRefresh: @escaping @Sendable () -> Bool,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.scheduler = scheduler
        self.clock = clock
        self.device = device
        self.log = log
        engine = BackgroundTaskEngine(
            ports: EnginePorts(
                clock: clock,
                newId: { UUID().uuidString },
                device: device,
                scheduler: scheduler,
                headless: headless,
                earlier: earlier,
                assertions: assertions,
                log: log
            ),
            storage: storage,
            items: items,
            wantsRefresh: wantsRefresh
        )
    }

    /// Is called from `application(_:didFinishLaunchingWithOptions:)`. A second call does nothing.
    @MainActor
    func registerLaunchHandlers() {
        guard UIApplication.shared.applicationState != .active else {
            // The launch ended long ago, so the system would raise an exception.
            return log(
                "registerLaunchHandlers() was called after launching had ended; it belongs in application(_:didFinishLaunchingWithOptions:)."
            )
        }
        scheduler.registerHandlers { [self] kind, task in launched(kind, task) }
        Task { await engine.launched() }
    }

    /// Is called by the system on a queue of its own.
    private func launched(_ kind: RequestKind, _ task: SystemTask) {
        let (id, wokenAt) = (UUID().uuidString, clock.now)
        let engine = engine
        task.whenExpired(completingWithin: expirationLimitSeconds) {
            Task { await engine.expire(id) }
        }
        Task { await engine.wake(kind, id: id, wokenAt: wokenAt) { task.complete($0) } }
    }

    /// Follows the app to the screen and away from it, for the life of the process.
    func followApplication(_ center: NotificationCenter = .default) {
        let engine = engine
        _ = center.addObserver(forName: UIApplication.didBecomeActiveNotification, object: nil, queue: nil) { _ in
            Task { await engine.becameActive() }
        }
        _ = center.addObserver(forName: UIApplication.willResignActiveNotification, object: nil, queue: nil) { _ in
            Task { await engine.resignedActive() }
        }
    }

    /// Looks once whether the app is active. It may have become active before this plugin could see it.
    func pageLoaded() async {
        if await device.isOnScreen() { await engine.becameActive() }
    }
}
