struct Notice: Sendable, Equatable {
    let code: String
    let message: String
    /// Nil when it keeps no task from running.
    var blocker: Blocker?

    var json: JSONValue { .object(["code": .string(code), "message": .string(message)]) }
}

/// Says why tasks do not run, or not as well as they could, from known facts.
enum StatusReport {
    static func notices(_ launch: LaunchFacts, _ device: DeviceFacts, _ failures: [RequestKind: SubmitFailure], wantsRefresh: Bool)
        -> [Notice]
    {
        setUp(launch, wantsRefresh: wantsRefresh) + state(of: device) + submissions(failures, launch, device)
    }

    static let possiblyClosedByUser = Notice(
        code: "POSSIBLY_CLOSED_BY_USER",
        message:
            "A task was days overdue when the app was opened, and nothing known explains it. Perhaps the user swiped the app away: iOS then starts nothing until the app is opened."
    )

    private static func setUp(_ launch: LaunchFacts, wantsRefresh: Bool) -> [Notice] {
        if let obstacle = launch.obstacle(wantsRefresh: wantsRefresh) {
            let blocker = obstacle.code == .launchHandlerMissing ? Blocker.launchHandler : .identifier
            return [Notice(code: obstacle.code.rawValue, message: obstacle.message, blocker: blocker)]
        }
        var notices: [Notice] = []
        if launch.modes == .wrongType {
            notices.append(
                Notice(
                    code: "BACKGROUND_MODES_WRONG_TYPE",
                    message: "UIBackgroundModes in Info.plist is not an array of strings. Make it one that contains processing.",
                    blocker: .identifier
                )
            )
        } else {
            for kind in launch.permitted where !launch.hasMode(kind) && kind.isUsed(wantsRefresh: wantsRefresh) {
                notices.append(
                    Notice(
                        code: "BACKGROUND_MODE_MISSING",
                        message:
                            "Info.plist permits \(kind.identifier), but UIBackgroundModes lacks \"\(kind.mode)\". Run npx cap sync ios, or add it by hand.",
                        blocker: launch.permitted.contains(where: launch.hasMode) ? nil : .identifier
                    )
                )
            }
        }
        for kind in launch.permitted where !launch.registered.contains(kind) {
            notices.append(
                Notice(
                    code: "LAUNCH_HANDLER_MISSING",
                    message: "iOS refused the launch handler of \(kind.identifier): another part of the app may have registered it."
                )
            )
        }
        return notices
    }

    private static func state(of device: DeviceFacts) -> [Notice] {
        var notices: [Notice] = []
        switch device.backgroundRefresh {
        case .available: break
        case .denied:
            notices.append(
                Notice(
                    code: "BACKGROUND_REFRESH_DENIED",
                    message:
                        "The user switched Background App Refresh off, for this app or for all. Settings > General > Background App Refresh.",
                    blocker: .backgroundRefresh
                )
            )
        case .restricted:
            notices.append(
                Notice(
                    code: "BACKGROUND_REFRESH_RESTRICTED",
                    message:
                        "Background App Refresh is restricted on this device (parental controls or a management profile); the user cannot change it.",
                    blocker: .backgroundRefresh
                )
            )
        }
        if device.isLowPower {
            notices.append(
                Notice(
                    code: "LOW_POWER_MODE",
                    message: "Low Power Mode is on; iOS starts no background tasks until it is off.",
                    blocker: .lowPowerMode
                )
            )
        }
        if device.isSimulator {
            notices.append(
                Notice(
                    code: "SIMULATOR",
                    message: "The simulator has no background tasks. Use a device, or triggerTaskWorkerForTestingAsync().",
                    blocker: .simulator
                )
            )
        }
        if !device.isProtectedDataAvailable {
            notices.append(
                Notice(
                    code: "PROTECTED_DATA_UNAVAILABLE",
                    message: "The phone is locked: files and keychain items with complete protection cannot be read by a task now."
                )
            )
        }
        if !device.keepsHeadlessPageAwake {
            notices.append(
                Notice(
                    code: "HEADLESS_PAGE_MAY_SUSPEND",
                    message:
                        "iOS 15 and 16 may suspend the JavaScript of a closed app during its run; the run then stays due. iOS 17 and later have a setting against it, which is used."
                )
            )
        }
        return notices
    }

    private static func submissions(_ failures: [RequestKind: SubmitFailure], _ launch: LaunchFacts, _ device: DeviceFacts) -> [Notice] {
        RequestKind.allCases.compactMap { kind in
            failures[kind].map { notice($0, kind, launch, device) }
        }
    }

    /// Returns the code and the text for an error of the system's scheduler.
    static func notice(_ failure: SubmitFailure, _ kind: RequestKind, _ launch: LaunchFacts, _ device: DeviceFacts) -> Notice {
        switch failure {
        case .unavailable:
            let cause =
                if device.isSimulator {
                    "this is a simulator"
                } else if device.backgroundRefresh != .available {
                    "Background App Refresh is \(device.backgroundRefresh.rawValue)"
                } else {
                    "Background App Refresh is off, or the app may not run in the background"
                }
            return unavailable(kind, error: 1, cause)
        case .tooManyPending:
            return Notice(
                code: "SUBMIT_TOO_MANY",
                message:
                    "Other parts of the app have used up the pending requests (BGTaskScheduler error 2); \(kind.identifier) is asked for again at each start."
            )
        case .notPermitted where launch.isForbiddenByUser(kind, device):
            return unavailable(kind, error: 3, "Background App Refresh is \(device.backgroundRefresh.rawValue)")
        case .notPermitted:
            let failure = BackgroundTaskFailure.notPermitted(kind, launch)
            return Notice(code: failure.code.rawValue, message: failure.message, blocker: .identifier)
        case .other(let domain, let code, let message):
            return Notice(
                code: "SUBMIT_FAILED",
                message: "iOS refused the request \(kind.identifier): \(message) (\(domain) \(code)). It is made again at each start."
            )
        }
    }

    private static func unavailable(_ kind: RequestKind, error: Int, _ cause: String) -> Notice {
        Notice(
            code: "SUBMIT_UNAVAILABLE",
            message:
                "iOS takes no request for \(kind.identifier) now (BGTaskScheduler error \(error)): \(cause). It is made again at each start.",
            blocker: .backgroundRefresh
        )
    }
}
