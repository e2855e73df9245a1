import Capacitor
import Foundation
import UIKit
import WebKit
import XCTest
@testable import CapgoBackgroundTaskPlugin

/// A closed app runs the web files that the open app ran, whoever chose them.
@MainActor
final class LiveUpdateTests: XCTestCase, @unchecked Sendable {
    private final class Delegate: CAPBridgeDelegate {
        var bridgedWebView: WKWebView? { nil }
        var bridgedViewController: UIViewController? { nil }
    }

    /// The app's own page, whose runtime attaches.
    @MainActor
    private final class OpenApp {
        let bridge: CapacitorBridge
        let plugin = OursStandIn()
        let delegate = Delegate()
        let note: ServedFilesNote
        let engine = World().engine

        init(_ app: HeadlessAppFixture) {
            note = app.served
            bridge = CapacitorBridge(
                with: InstanceConfiguration(with: app.environment.descriptor, isDebug: false),
                delegate: delegate,
                cordovaConfiguration: CDVConfigParser(),
                assetHandler: WebViewAssetHandler(router: CapacitorRouter()),
                delegationHandler: WebViewDelegationHandler(),
                autoRegisterPlugins: false
            )
            bridge.registerPluginInstance(plugin)
        }

        func attach(generation: Int? = nil) async throws {
            let channel = PluginChannel(generation: generation, plugin: plugin, served: note)
            let argument = JSONValue.object(["runtimeId": .string(UUID().uuidString), "taskNames": .array([])])
            _ = try await MethodTable.call("attach", argument, from: channel, engine)
            // The main queue has done what came before this.
            await withCheckedContinuation { continuation in DispatchQueue.main.async { continuation.resume() } }
            note.settle()
        }
    }

    private func app(_ files: [String: String] = ["index.html": "", "background-task.html": ""]) throws -> HeadlessAppFixture {
        try HeadlessAppFixture(files: files)
    }

    private func update(_ app: HeadlessAppFixture, _ name: String, _ files: [String: String]) throws -> URL {
        let folder = app.library.appendingPathComponent("NoCloud/ionic_built_snapshots/\(name)", isDirectory: true)
        try app.write(files, to: folder)
        return folder
    }

    func testWhatAnUpdaterTellsTheBridgeIsWhatAClosedAppRuns() async throws {
        let app = try app()
        defer { app.remove() }
        let folder = try update(app, "abc", ["index.html": "", "background-task.html": ""])
        let open = OpenApp(app)
        open.bridge.setServerBasePath(folder.path)
        try await open.attach()
        XCTAssertEqual(app.servedFolder.path, folder.path)
        XCTAssertEqual(app.store.standInValues, [:], "Capacitor's own store knows nothing of it")
    }

    func testItIsNotedWhenThePageAttachesAndNotWhenThePluginLoads() async throws {
        let app = try app()
        defer { app.remove() }
        let folder = try update(app, "abc", ["index.html": ""])
        let open = OpenApp(app)
        XCTAssertNil(app.served.ofThisBinary(), "the plugin is loaded, and an updater may follow")
        open.bridge.setServerBasePath(folder.path)
        try await open.attach()
        XCTAssertEqual(app.served.ofThisBinary()?.place, .library("NoCloud/ionic_built_snapshots/abc"))
    }

    func testANewContainerOfTheSameBinaryFindsItAgain() async throws {
        let app = try app()
        defer { app.remove() }
        let open = OpenApp(app)
        open.bridge.setServerBasePath(try update(app, "abc", ["index.html": ""]).path)
        try await open.attach()
        let moved = app.folder.appendingPathComponent("Elsewhere", isDirectory: true)
        try FileManager.default.moveItem(at: app.library, to: moved)
        app.library = moved
        XCTAssertEqual(app.servedFolder.path, moved.appendingPathComponent("NoCloud/ionic_built_snapshots/abc").path)
    }

    func testTheBundleThatThePageRanGoesBeforeAnUpdateThatNeverStarted() async throws {
        let app = try app()
        defer { app.remove() }
        _ = try update(app, "next", ["index.html": ""])
        // Capawesome's plugin, and Capacitor's persistServerBasePath, name the next start's folder here.
        app.store.standInValues = ["serverBasePath": "/x/next", "lastBinaryVersionCode": "7", "lastBinaryVersionName": "1.2"]
        XCTAssertEqual(app.servedFolder.lastPathComponent, "next", "no page of this binary has attached yet")
        try await OpenApp(app).attach()
        XCTAssertEqual(app.servedFolder.lastPathComponent, "public")
    }

    func testANewBinaryForgetsTheUpdateOfTheOldOne() async throws {
        let app = try app()
        defer { app.remove() }
        let open = OpenApp(app)
        open.bridge.setServerBasePath(try update(app, "abc", ["index.html": ""]).path)
        try await open.attach()
        for key in ["CFBundleVersion", "CFBundleShortVersionString"] {
            let before = app.info[key]
            app.info[key] = "99"
            XCTAssertEqual(app.servedFolder.lastPathComponent, "public", key)
            app.info[key] = before
        }
        XCTAssertEqual(app.servedFolder.lastPathComponent, "abc")
    }

    func testAnUpdateThatWasRolledBackIsNotRunAgain() async throws {
        let app = try app()
        defer { app.remove() }
        let open = OpenApp(app)
        open.bridge.setServerBasePath(try update(app, "abc", ["index.html": ""]).path)
        try await open.attach()
        open.bridge.setServerBasePath(app.bundle.path)
        try await open.attach()
        XCTAssertEqual(app.servedFolder.lastPathComponent, "public")
    }

    func testAHeadlessPageNotesNothing() async throws {
        let app = try app()
        defer { app.remove() }
        let open = OpenApp(app)
        open.bridge.setServerBasePath(try update(app, "abc", ["index.html": ""]).path)
        try await open.attach(generation: 1)
        XCTAssertNil(app.served.ofThisBinary())
    }

    func testADeletedUpdateLeavesTheBundleAndIsTold() async throws {
        let app = try app()
        defer { app.remove() }
        let folder = try update(app, "abc", ["index.html": ""])
        let open = OpenApp(app)
        open.bridge.setServerBasePath(folder.path)
        try await open.attach()
        try FileManager.default.removeItem(at: folder)
        let page = try app.page()
        XCTAssertEqual(app.servedFolder.lastPathComponent, "public")
        XCTAssertEqual(app.log.notes, ["The live update abc has no index.html any more: the app's own bundle runs."])
        withExtendedLifetime(page) {}
    }

    func testAnUpdateWithoutHeadlessPageLoadsTheWholeAppAndIsTold() async throws {
        let app = try app(["index.html": "", "background-task.html": "", "background-task.json": #"{"tasks":["sync"],"plugins":[]}"#])
        defer { app.remove() }
        let open = OpenApp(app)
        open.bridge.setServerBasePath(try update(app, "abc", ["index.html": ""]).path)
        try await open.attach()
        let page = try app.page()
        page.load()
        XCTAssertEqual(WKWebView.standInLoads.last?.url?.absoluteString, "capacitor://localhost")
        XCTAssertEqual(app.log.notes.count, 1)
        XCTAssertTrue(app.log.notes.first?.hasPrefix("The live update abc has no background-task.html") ?? false, "\(app.log.notes)")
    }

    func testAnUpdateWithOtherTasksIsToldAndRuns() async throws {
        let app = try app(["index.html": "", "background-task.html": "", "background-task.json": #"{"tasks":["sync","old"],"plugins":[]}"#])
        defer { app.remove() }
        let open = OpenApp(app)
        let files = ["index.html": "", "background-task.html": "", "background-task.json": #"{"tasks":["sync","new"],"plugins":[]}"#]
        open.bridge.setServerBasePath(try update(app, "abc", files).path)
        try await open.attach()
        let page = try app.page()
        XCTAssertEqual(
            app.log.notes,
            [#"The live update abc defines other tasks than the app's own bundle: without "old", with "new" beside it."#]
        )
        withExtendedLifetime(page) {}
    }

    func testAFolderOutsideTheLibraryIsToldAndForgetsWhatWasNoted() async throws {
        let app = try app()
        defer { app.remove() }
        let open = OpenApp(app)
        open.bridge.setServerBasePath(try update(app, "abc", ["index.html": ""]).path)
        try await open.attach()
        let outside = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString, isDirectory: true)
        try app.write(["index.html": ""], to: outside)
        defer { try? FileManager.default.removeItem(at: outside) }
        open.bridge.setServerBasePath(outside.path)
        try await open.attach()
        XCTAssertNil(app.served.ofThisBinary())
        XCTAssertEqual(app.servedFolder.lastPathComponent, "public")
        XCTAssertEqual(app.log.notes.count, 1)
    }

    func testADamagedOrForgedNoteIsNone() async throws {
        let app = try app()
        defer { app.remove() }
        let state = app.library.appendingPathComponent("Application Support/CapgoBackgroundTask", isDirectory: true)
        for text in [
            "garbage",
            #"{"version":1,"library":"../../Documents/evil","binaryName":"1.2","binaryCode":"7"}"#,
            #"{"version":1,"library":"/etc","binaryName":"1.2","binaryCode":"7"}"#,
            #"{"version":9,"library":null,"binaryName":"1.2","binaryCode":"7"}"#,
            #"{"version":1,"binaryName":"1.2","binaryCode":"7"}"#
        ] {
            try app.write(["served-files.json": text], to: state)
            XCTAssertNil(app.served.ofThisBinary(), text)
        }
        try app.write(["served-files.json": #"{"version":1,"library":null,"binaryName":"1.2","binaryCode":"7"}"#], to: state)
        XCTAssertEqual(app.served.ofThisBinary()?.place, .bundle)
    }
}
