import Foundation
@testable import CapgoBackgroundTaskPlugin

/// Writes the ledger without end, and says what is stored each time it is; to be killed at any moment.
enum LedgerWriter {
    static func run(folder: URL) -> Never {
        var store = LedgerStore(storage: LedgerFile(folder: folder), items: ItemFiles(StateFolder(folder: folder)))
        var now = (try? store.read().log.last?.settledAt) ?? 1_700_000_000_000
        do {
            _ = try store.step { try $0.register("sync", Self.options, now: now) }
            while true {
                now += Constants.hour
                let id = UUID().uuidString
                try store.step { $0.openTests(of: "sync", now: now, zone: .utc, newId: { id }) }
                // It may have been left open by the process that was killed before this one.
                let run = try store.read().openRun(ofTask: "sync")?.id ?? ""
                let token = UUID().uuidString
                _ = try store.step {
                    $0.settleLost(now: now) { _ in true }
                }
                _ = try store.step {
                    $0.claim(ClaimRequest(taskId: run, runtimeId: "r", runtime: .headless, now: now, token: token, limit: Constants.hour))
                }
                let settled = try store.step {
                    $0.finish(
                        FinishRequest(taskId: run, token: token, outcome: .success, error: nil, now: now),
                        grace: Constants.expiryGrace
                    )
                }
                if settled != nil { FileHandle.standardOutput.write(Data("stored \(run)\n".utf8)) }
            }
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    static let options = TaskOptions(
        minimumInterval: Constants.hour,
        requiresNetwork: false,
        requiresUnmeteredNetwork: false,
        requiresCharging: false,
        requiresBatteryNotLow: false,
        requiresStorageNotLow: false,
        requiresDeviceIdle: false,
        maximumRetries: 0,
        timeLimit: nil,
        timeout: nil
    )
}
