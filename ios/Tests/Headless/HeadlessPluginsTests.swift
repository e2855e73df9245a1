import XCTest
@testable import CapgoBackgroundTaskPlugin

final class HeadlessPluginsTests: XCTestCase {
    private func selection(_ manifest: String?, _ configuration: String = "{}") throws -> HeadlessPlugins {
        HeadlessPlugins(
            manifest: try manifest.map { try JSONValue(parsing: Data($0.utf8)) },
            configuration: try JSONValue(parsing: Data(configuration.utf8))
        )
    }

    func testOnlyThePluginsOfTheManifestAreLoaded() throws {
        let selection = try selection(#"{"version":1,"tasks":["sync"],"plugins":["Preferences"]}"#)
        XCTAssertTrue(selection.loads("Preferences"))
        XCTAssertFalse(selection.loads("Camera"))
    }

    func testWithoutAManifestAllButThoseThatActWhenTheyLoad() throws {
        let selection = try selection(nil)
        XCTAssertTrue(selection.loads("Camera"))
        XCTAssertFalse(selection.loads("PushNotifications"))
        XCTAssertFalse(selection.loads("CapacitorUpdater"))
    }

    func testTheAppsConfigurationIncludesAndExcludesByName() throws {
        let list = try selection(#"{"plugins":[]}"#, #"{"headlessPlugins":["Camera","PushNotifications"]}"#)
        XCTAssertTrue(list.loads("Camera"))
        XCTAssertTrue(list.loads("PushNotifications"), "asked for by name")
        let object = try selection(
            #"{"plugins":["Preferences"]}"#,
            #"{"headlessPlugins":{"include":["Camera"],"exclude":["Preferences"]}}"#
        )
        XCTAssertTrue(object.loads("Camera"))
        XCTAssertFalse(object.loads("Preferences"))
    }

    func testAnUpdaterIsNeverLoadedWhateverIsAskedFor() throws {
        let selection = try selection(#"{"plugins":["CapacitorUpdater"]}"#, #"{"headlessPlugins":["CapacitorUpdater","LiveUpdate"]}"#)
        XCTAssertFalse(selection.loads("CapacitorUpdater"))
        XCTAssertFalse(selection.loads("LiveUpdate"))
    }

    func testOurOwnPluginsAreNotLoadedASecondTime() throws {
        let selection = try selection(#"{"plugins":["CapgoBackgroundTask","CapgoBackgroundTaskHeadless"]}"#)
        XCTAssertFalse(selection.loads("CapgoBackgroundTask"))
        XCTAssertFalse(selection.loads("CapgoBackgroundTaskHeadless"))
    }

    func test_F_A05_TheNeverLoadedPluginsAreThoseOfTheContract() throws {
        let contract = try XCTUnwrap(try ContractFile.json("never-loaded-plugins").elements)
        XCTAssertEqual(HeadlessPlugins.neverLoaded, Set(contract.compactMap { $0["name"]?.text }))
    }
}
