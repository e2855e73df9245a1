/// What Info.plist says under one key that should be a list of strings.
enum PlistList: Sendable, Equatable {
    case missing
    case wrongType
    case values([String])

    init(_ value: Any?) {
        switch value {
        case nil: self = .missing
        case let values as [String]: self = .values(values)
        default: self = .wrongType
        }
    }

    func contains(_ value: String) -> Bool {
        guard case .values(let values) = self else { return false }
        return values.contains(value)
    }
}

/// What this process may ask of the system's scheduler.
struct LaunchFacts: Sendable, Equatable {
    var identifiers: PlistList
    var modes: PlistList
    /// Kinds whose launch handler this process registered in time.
    var registered: [RequestKind]

    init(info: [String: Any], registered: [RequestKind]) {
        identifiers = PlistList(info["BGTaskSchedulerPermittedIdentifiers"])
        modes = PlistList(info["UIBackgroundModes"])
        self.registered = registered
    }

    func isPermitted(_ kind: RequestKind) -> Bool { identifiers.contains(kind.identifier) }
    func hasMode(_ kind: RequestKind) -> Bool { modes.contains(kind.mode) }
    var permitted: [RequestKind] { RequestKind.allCases.filter(isPermitted) }

    /// The system answers "not permitted" for a mistake in Info.plist, and for an app whose user forbids background launches.
    func isForbiddenByUser(_ kind: RequestKind, _ device: DeviceFacts) -> Bool {
        isPermitted(kind) && hasMode(kind) && device.backgroundRefresh != .available
    }

    /// Returns what a developer has to mend before tasks can be registered, or nil.
    func obstacle(wantsRefresh: Bool) -> BackgroundTaskFailure? {
        if !permitted.contains(where: { $0.isUsed(wantsRefresh: wantsRefresh) }) { return .identifierNotPermitted(identifiers) }
        if !registered.contains(where: { $0.isUsed(wantsRefresh: wantsRefresh) }) { return .launchHandlerMissing }
        return nil
    }
}

extension RequestKind {
    /// Returns its value under UIBackgroundModes.
    var mode: String {
        switch self {
        case .processing: "processing"
        case .refresh: "fetch"
        }
    }
}

extension BackgroundTaskFailure {
    static func identifierNotPermitted(_ identifiers: PlistList) -> BackgroundTaskFailure {
        let found =
            switch identifiers {
            case .missing: "there is no such key"
            case .wrongType: "the key is there, but its value is not an array of strings"
            case .values(let values): "it holds \(values.isEmpty ? "nothing" : values.joined(separator: ", "))"
            }
        return BackgroundTaskFailure(
            .identifierNotPermitted,
            "Info.plist does not permit this plugin's task: BGTaskSchedulerPermittedIdentifiers must contain \(RequestKind.processing.identifier), and \(found). Run npx cap sync ios (in an Nx workspace: npx capacitor-background-task configure), or add it by hand."
        )
    }

    static let launchHandlerMissing = BackgroundTaskFailure(
        .launchHandlerMissing,
        "The launch handlers are not registered: application(_:didFinishLaunchingWithOptions:) of AppDelegate.swift must call CapgoBackgroundTask.registerLaunchHandlers(). Run npx cap sync ios (in an Nx workspace: npx capacitor-background-task configure), or add the call and import CapgoBackgroundTaskPlugin by hand."
    )

    static func notPermitted(_ kind: RequestKind, _ launch: LaunchFacts) -> BackgroundTaskFailure {
        let remedy =
            launch.hasMode(kind)
            ? "Info.plist names \(kind.identifier) and the mode \"\(kind.mode)\": check the entitlements and the target's Info.plist"
            : "add \"\(kind.mode)\" to UIBackgroundModes in Info.plist, or run npx cap sync ios"
        return BackgroundTaskFailure(
            .identifierNotPermitted,
            "iOS does not permit the request \(kind.identifier) (BGTaskScheduler error 3). To mend it, \(remedy)."
        )
    }
}
