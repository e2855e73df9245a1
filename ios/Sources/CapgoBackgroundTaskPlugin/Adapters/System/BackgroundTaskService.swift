import Foundation
import UIKit

/// What lives as long as the process: one engine, joined to the system.
final class BackgroundTaskService: Sendable {
    let engine: BackgroundTaskEngine
    private let scheduler: SystemScheduler
    private let clock: any EngineClock
    private let device: any DeviceSignals
    private let log: @Sendable (String) -> Void
    /// A little longer than the engine needs, for the case that it cannot answer.
    private let expirationLimitSeconds = 2.0

    init(
        scheduler: SystemScheduler,
        clock: any EngineClock,
        device: any DeviceSignals,
        headless: any HeadlessHost,
        storage: any LedgerStorage,
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
                log: log
            ),
            storage: storage,
            wantsRefresh: wantsRefresh
        )
    }

    /// Of `application(_:didFinishLaunchingWithOptions:)`; a second call does nothing.
    @MainActor
    func registerLaunchHandlers() {
        guard UIApplication.shared.applicationState != .active else {
            // The system would raise: launching has ended long ago.
            return log(
                "registerLaunchHandlers() was called after launching had ended; it belongs in application(_:didFinishLaunchingWithOptions:)."
            )
        }
        scheduler.registerHandlers { [self] kind, task in launched(kind, task) }
        Task { await engine.launched() }
    }

    /// Called by the system on a queue of its own.
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

    /// The app may have become active before anything of this plugin was there to see it.
    func pageLoaded() async {
        if await device.isOnScreen() { await engine.becameActive() }
    }
}
