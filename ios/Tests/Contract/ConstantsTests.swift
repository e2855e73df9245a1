import XCTest
@testable import CapgoBackgroundTaskPlugin

final class ConstantsTests: XCTestCase {
    func testTheConstantsAreThoseOfTheContract() throws {
        let contract = try ContractFile.json("constants")
        func number(_ path: String...) -> Int64? {
            path.reduce(Optional(contract)) { $0?[$1] }?.integer
        }
        XCTAssertEqual(Constants.contractVersion, number("contractVersion"))
        XCTAssertEqual(Constants.recordVersion, number("recordVersion"))
        XCTAssertEqual(Constants.newestRecordVersion, number("newestRecordVersion"))
        XCTAssertEqual(Int64(Constants.maximumItems), number("maximumItems"))
        XCTAssertEqual(Int64(Constants.maximumDataBytes), number("maximumDataBytes"))
        XCTAssertEqual(Constants.maximumItemInterruptions, number("maximumItemInterruptions"))
        XCTAssertEqual(Constants.undefinedItemRetry, number("undefinedItemRetryMs"))
        XCTAssertEqual(Constants.undefinedItemLimit, number("undefinedItemLimitMs"))
        XCTAssertEqual(Constants.leastTimeForItem, number("leastTimeForItemMs"))
        XCTAssertEqual(Constants.minimumInterval, number("minimumIntervalMinutes", "ios").map { $0 * 60_000 })
        XCTAssertEqual(Int64(Constants.maximumTasks), number("maximumTasks"))
        XCTAssertEqual(Int64(Constants.maximumNameLength), number("maximumNameLength"))
        XCTAssertEqual(Constants.maximumRetries, number("maximumRetries"))
        XCTAssertEqual(Constants.maximumInterruptions, number("maximumInterruptions"))
        XCTAssertEqual(Int64(Constants.maximumConcurrentRuns), number("maximumConcurrentRuns"))
        XCTAssertEqual(Int64(Constants.maximumLoggedRuns), number("maximumLoggedRuns"))
        XCTAssertEqual(Int64(Constants.maximumErrorLength), number("maximumErrorLength"))
        XCTAssertEqual(Int64(Constants.maximumDeclines), number("maximumDeclines"))
        XCTAssertEqual(Constants.backoffFirst, number("backoffFirstMs"))
        XCTAssertEqual(Constants.backoffLimit, number("backoffLimitMs"))
        XCTAssertEqual(Constants.pageTurn, number("pageTurnMs"))
        XCTAssertEqual(Constants.refreshStartLimit, number("headlessStartMs", "iosRefresh"))
        XCTAssertEqual(Constants.processingStartLimit, number("headlessStartMs", "iosProcessing"))
        XCTAssertEqual(Constants.expiryGrace, number("expiryGraceMs", "ios"))
        XCTAssertEqual(Constants.refreshTimeLimit, number("timeLimitMs", "iosRefresh"))
        XCTAssertEqual(Constants.processingTimeLimit, number("timeLimitMs", "iosProcessing"))
        XCTAssertEqual(Constants.stalledFloor, number("stalledFloorMs", "ios"))
        XCTAssertEqual(Constants.compatTaskName, contract["compatTaskName"]?.text)
        XCTAssertEqual(Constants.pluginName, contract["pluginName"]?.text)
        XCTAssertEqual(Constants.headlessMarkerPluginName, contract["headlessMarkerPluginName"]?.text)
    }

    func testTheWordsAreThoseOfTheContract() throws {
        let contract = try ContractFile.json("constants")
        func words(_ key: String) -> [String] { contract[key]?.elements?.compactMap(\.text) ?? [] }
        XCTAssertEqual(Outcome.allCases.map(\.rawValue), words("outcomes"))
        XCTAssertEqual(Trigger.allCases.map(\.rawValue), words("triggers"))
        XCTAssertEqual(RuntimeKind.allCases.map(\.rawValue), words("runtimes"))
        XCTAssertEqual(DeclineReason.allCases.map(\.rawValue), words("declineReasons"))
        XCTAssertEqual(ClaimRefusal.allCases.map(\.rawValue), words("claimRefusals"))
        XCTAssertTrue(Set(Blocker.allCases.map(\.rawValue)).isSubset(of: words("blockers")))
        XCTAssertTrue(Set(BackgroundTaskFailure.Code.allCases.map(\.rawValue)).isSubset(of: words("errorCodes")))
    }

    func testTheFixedErrorsSayWhatTheContractSays() throws {
        let errors = try XCTUnwrap(try ContractFile.json("constants")["errors"])
        for ending in [Ending.expired, .notClaimed, .lost] {
            let error = try XCTUnwrap(ending.error)
            XCTAssertEqual(error.message, errors[error.code]?.text)
        }
    }

    func test_F_P21_RecordsThatWereSetAsideHaveTheOneCodeOfTheContract() throws {
        XCTAssertEqual(Constants.recordsSetAside, try ContractFile.json("constants")["recordsSetAside"]?.text)
    }
}
