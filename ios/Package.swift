// swift-tools-version: 6.0
// For tests on Linux. The package that apps use is the Package.swift at the root; it needs Xcode and Capacitor's Swift package.
import PackageDescription

/// Modules that Linux lacks: the parts that the plugin uses, with the signatures of the real ones.
let standIns: [Target] = [
    .target(name: "BackgroundTasks", path: "StandIns/BackgroundTasks"),
    // Capacitor is compiled in Swift 5 mode and says nothing of concurrency: its plain statics are an error in Swift 6 mode where they are
    // used without a preconcurrency import.
    .target(
        name: "Capacitor",
        dependencies: ["UIKit", "WebKit"],
        path: "StandIns/Capacitor",
        swiftSettings: [.swiftLanguageMode(.v5)]
    ),
    .target(name: "Network", path: "StandIns/Network"),
    .target(name: "UIKit", path: "StandIns/UIKit"),
    .target(name: "WebKit", dependencies: ["UIKit"], path: "StandIns/WebKit")
]
let standInDependencies: [Target.Dependency] = standIns.map { .init(stringLiteral: $0.name) }

let package = Package(
    name: "BackgroundTaskTests",
    targets: standIns + [
        .target(
            name: "CapgoBackgroundTaskPlugin",
            dependencies: standInDependencies,
            path: "Sources/CapgoBackgroundTaskPlugin",
            // The shell needs Objective-C; scripts/ios/shell type-checks it, with all the rest, for iOS.
            exclude: ["PrivacyInfo.xcprivacy", "Shell"],
            // What is compiled only with the SDK of iOS 27; the type check for iOS goes both ways. As optimised as in an app, or the model tests would play a
            // third of their scenarios in the same time.
            swiftSettings: [.define("STAND_IN_SDK_27"), .unsafeFlags(["-O"])]
        ),
        .executableTarget(
            name: "BackgroundTaskProcess",
            dependencies: ["CapgoBackgroundTaskPlugin"] + standInDependencies,
            path: "TestProcess"
        ),
        .testTarget(
            name: "PluginTests",
            dependencies: ["BackgroundTaskProcess", "CapgoBackgroundTaskPlugin"] + standInDependencies,
            path: "Tests"
        )
    ],
    swiftLanguageModes: [.v6]
)
