@preconcurrency import Capacitor
import Foundation
import WebKit
import XCTest
@testable import CapgoBackgroundTaskPlugin

@MainActor
final class HeadlessPageTests: XCTestCase, @unchecked Sendable {
    private func loaded(_ page: HeadlessPage) throws -> WKWebView.StandIn {
        page.load()
        return try XCTUnwrap(WKWebView.standInLoads.last)
    }

    func testI23TheSchedulingPolicyIsSetBeforeTheFirstLoad() async throws {
        let app = try HeadlessAppFixture()
        defer { app.remove() }
        let load = try loaded(try app.page())
        XCTAssertEqual(load.policyAtFirstLoad, WKPreferences.InactiveSchedulingPolicy.none)
        XCTAssertEqual(load.url?.absoluteString, "capacitor://localhost/background-task.html")
    }

    func testOnlyTheNamedPluginsAreLoadedAndNoneThatActsWhenItLoads() async throws {
        let app = try HeadlessAppFixture()
        defer { app.remove() }
        let page = try app.page()
        XCTAssertEqual(LoadedPlugins.names.value, ["CapgoBackgroundTask", "Preferences"])
        withExtendedLifetime(page) {}
    }

    func testWithTheAppsFullEntryThoseThatActAreLeftOutToo() async throws {
        let app = try HeadlessAppFixture(files: ["index.html": ""])
        defer { app.remove() }
        let load = try loaded(try app.page())
        XCTAssertEqual(load.url?.absoluteString, "capacitor://localhost")
        XCTAssertEqual(LoadedPlugins.names.value, ["CapgoBackgroundTask", "Preferences", "Camera"])
    }

    func testTheNotificationCenterIsLeftToTheAppsOwnBridge() async throws {
        let app = try HeadlessAppFixture()
        defer { app.remove() }
        XCTAssertFalse(app.environment.headlessDescriptor(app.environment.webFiles()).handleApplicationNotifications)
    }

    func testAMissingPageIsAnErrorAndNotTheEndOfTheProcess() async throws {
        let app = try HeadlessAppFixture(files: [:])
        defer { app.remove() }
        XCTAssertThrowsError(try app.page()) {
            XCTAssertEqual(($0 as? BackgroundTaskFailure)?.code, .loadFailed)
            XCTAssertEqual(($0 as? BackgroundTaskFailure)?.message.contains("index.html"), true)
        }
    }

    func testALoadErrorAndAGoneContentProcessAreReportedAndNothingIsReloaded() async throws {
        let app = try HeadlessAppFixture()
        defer { app.remove() }
        let page = try app.page()
        let load = try loaded(page)
        let view = try XCTUnwrap(load.view)
        let delegation = try XCTUnwrap(view.navigationDelegate as? WebViewDelegationHandler)
        delegation.webView(view, didFailProvisionalNavigation: nil, withError: URLError(.fileDoesNotExist))
        delegation.webViewWebContentProcessDidTerminate(view)
        guard case .failed(let failure)? = app.ends.value.first else { return XCTFail("\(app.ends.value)") }
        XCTAssertEqual(failure.code, .loadFailed)
        XCTAssertEqual(app.ends.value.last, .rendererGone)
        XCTAssertEqual(WKWebView.standInLoads.count, 1)
    }

    func testANavigationThatMadeWayOrWasRefusedDoesNotEndThePage() async throws {
        let app = try HeadlessAppFixture()
        defer { app.remove() }
        let page = try app.page()
        let view = try XCTUnwrap(try loaded(page).view)
        let delegation = try XCTUnwrap(view.navigationDelegate as? WebViewDelegationHandler)
        delegation.webView(view, didFailProvisionalNavigation: nil, withError: URLError(.cancelled))
        delegation.webView(view, didFailProvisionalNavigation: nil, withError: NSError(domain: "WebKitErrorDomain", code: 102))
        XCTAssertEqual(app.ends.value, [])
        withExtendedLifetime(page) {}
    }

    func testItNavigatesWithinTheAppsOriginOnly() async throws {
        let app = try HeadlessAppFixture()
        defer { app.remove() }
        let page = try app.page()
        let view = try XCTUnwrap(try loaded(page).view)
        let delegation = try XCTUnwrap(view.navigationDelegate as? WebViewDelegationHandler)
        let cases: [(String, WKNavigationActionPolicy)] = [
            ("capacitor://localhost/background-task.html", .allow),
            ("capacitor://localhost/other.html", .allow),
            // Capacitor's proxy: anybody's body at the app's origin.
            ("capacitor://localhost/_capacitor_http_interceptor_?u=https%3A%2F%2Fevil.example", .cancel),
            ("capacitor://localhost.evil.example/", .cancel),
            ("https://localhost/", .cancel),
            ("https://example.com/", .cancel),
            ("about:blank", .cancel)
        ]
        for (address, expected) in cases {
            var policy: WKNavigationActionPolicy?
            let action = WKNavigationAction(standIn: try XCTUnwrap(URL(string: address)))
            delegation.webView(view, decidePolicyFor: action) { policy = $0 }
            XCTAssertEqual(policy, expected, address)
            XCTAssertNil(delegation.webView(view, createWebViewWith: view.configuration, for: action, windowFeatures: WKWindowFeatures()))
        }
        withExtendedLifetime(page) {}
    }

    func testNothingIsGrantedOrAskedAndEveryCompletionHandlerIsCalled() async throws {
        let app = try HeadlessAppFixture()
        defer { app.remove() }
        let page = try app.page()
        let view = try XCTUnwrap(try loaded(page).view)
        let delegation = try XCTUnwrap(view.uiDelegate as? WebViewDelegationHandler)
        let frame = WKFrameInfo()
        var answers: [String] = []
        delegation.webView(view, requestMediaCapturePermissionFor: WKSecurityOrigin(), initiatedByFrame: frame, type: .camera) {
            answers.append("capture \($0 == .deny)")
        }
        delegation.webView(view, requestDeviceOrientationAndMotionPermissionFor: WKSecurityOrigin(), initiatedByFrame: frame) {
            answers.append("motion \($0 == .deny)")
        }
        delegation.webView(view, runJavaScriptAlertPanelWithMessage: "hello", initiatedByFrame: frame) { answers.append("alert") }
        delegation.webView(view, runJavaScriptConfirmPanelWithMessage: "sure?", initiatedByFrame: frame) { answers.append("confirm \($0)") }
        for prompt in ["your name?", #"{"type":"CapacitorCookies.set"}"#, #"{"type":"CapacitorCookies.isEnabled"}"#] {
            delegation.webView(view, runJavaScriptTextInputPanelWithPrompt: prompt, defaultText: nil, initiatedByFrame: frame) {
                answers.append("prompt \($0 ?? "nil")")
            }
        }
        XCTAssertEqual(answers, ["capture true", "motion true", "alert", "confirm false", "prompt nil", "prompt nil", "prompt false"])
        withExtendedLifetime(page) {}
    }

    func testAnAppThatLogsNothingLogsNothingWhenItWasLaunchedInTheBackground() async throws {
        let app = try HeadlessAppFixture()
        defer {
            CAPLog.enableLogging = true
            app.remove()
        }
        app.isLogging = false
        let page = try app.page()
        XCTAssertFalse(CAPLog.enableLogging, "no view controller has set it")
        withExtendedLifetime(page) {}
    }

    func testItsUserAgentIsThatOfTheAppsOwnPage() async throws {
        let app = try HeadlessAppFixture()
        defer { app.remove() }
        app.appendedUserAgent = "Notes/1"
        let page = try app.page()
        let view = try XCTUnwrap(try loaded(page).view)
        XCTAssertEqual(view.configuration.applicationNameForUserAgent, "Mobile/15E148 Notes/1")
        withExtendedLifetime(page) {}
    }

    func testALiveUpdateIsServedAndTheStoreIsNeverWritten() async throws {
        let app = try HeadlessAppFixture()
        defer { app.remove() }
        app.store.standInValues = ["serverBasePath": "/old/container/abc", "lastBinaryVersionCode": "7", "lastBinaryVersionName": "1.2"]
        let update = app.library.appendingPathComponent("NoCloud/ionic_built_snapshots/abc", isDirectory: true)
        try app.write(["index.html": "", "background-task.html": "new"], to: update)
        XCTAssertEqual(app.servedFolder.path, update.path)
        app.info["CFBundleVersion"] = "8"
        XCTAssertEqual(
            app.servedFolder.lastPathComponent,
            "public",
            "a new binary goes before an older update"
        )
        XCTAssertEqual(app.store.standInWrites, 0)
    }

    func testWithALiveReloadServerThePageComesFromThere() async throws {
        let app = try HeadlessAppFixture(files: [:])
        defer { app.remove() }
        app.serverURL = "http://192.168.1.2:5173"
        let load = try loaded(try app.page())
        XCTAssertEqual(load.url?.absoluteString, "http://192.168.1.2:5173/background-task.html")
    }

    func test_F_A07_AServerAddressThatIsNoURLIsNoDevelopmentServer() async throws {
        let app = try HeadlessAppFixture()
        defer { app.remove() }
        app.serverURL = "http://localhost:port"
        XCTAssertFalse(app.environment.isServedByDevelopmentServer)
        let load = try loaded(try app.page())
        XCTAssertEqual(load.url?.absoluteString, "capacitor://localhost/background-task.html")
        let empty = try HeadlessAppFixture(files: [:])
        defer { empty.remove() }
        empty.serverURL = "http://localhost:port"
        XCTAssertThrowsError(try empty.page()) { XCTAssertEqual(($0 as? BackgroundTaskFailure)?.code, .loadFailed) }
    }

    func testTheHostReleasesTheWebViewAfterTheLastRun() async throws {
        let app = try HeadlessAppFixture()
        defer { app.remove() }
        let host = WebViewHost(environment: { app.environment }, plugins: { _ in [OursStandIn()] }, log: { _ in })
        try await host.start(generation: 1) { _ in }
        XCTAssertNotNil(WKWebView.standInLoads.last?.view)
        let answers = await host.ping()
        XCTAssertTrue(answers)
        await host.stop()
        await eventually("released") { WKWebView.standInLoads.last?.view == nil }
        let after = await host.ping()
        XCTAssertFalse(after)
    }

    func testAPingThatIsNeverAnsweredKeepsNoClosedPage() async throws {
        let app = try HeadlessAppFixture()
        defer { app.remove() }
        WKWebView.standInAnswersScripts = false
        let host = WebViewHost(environment: { app.environment }, plugins: { _ in [OursStandIn()] }, log: { _ in })
        try await host.start(generation: 1) { _ in }
        let answers = Recorder()
        Task { answers.note("\(await host.ping())") }
        await eventually("asked") { WKWebView.standInUnanswered == 1 }
        await host.stop()
        await eventually("released") { WKWebView.standInLoads.last?.view == nil }
        await eventually("answered") { answers.notes == ["false"] }
    }
}
