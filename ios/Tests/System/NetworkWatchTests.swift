import Network
import XCTest
@testable import CapgoBackgroundTaskPlugin

final class NetworkWatchTests: XCTestCase {
    override func tearDown() { NWPathMonitor.standIn.value = NWPath(status: .satisfied, isExpensive: false) }

    func testAMeteredPathIsNetworkAndNotUnmetered() async {
        NWPathMonitor.standIn.value = NWPath(status: .satisfied, isExpensive: true)
        let conditions = await SystemDevice().conditions()
        XCTAssertEqual(conditions.network, true)
        XCTAssertEqual(conditions.unmeteredNetwork, false)
    }

    func test_F_P19_LowDataModeIsNotUnmetered() async {
        NWPathMonitor.standIn.value = NWPath(status: .satisfied, isExpensive: false, isConstrained: true)
        let conditions = await SystemDevice().conditions()
        XCTAssertEqual(conditions.network, true)
        XCTAssertEqual(conditions.unmeteredNetwork, false)
    }

    func testNoPathIsNoNetwork() async {
        NWPathMonitor.standIn.value = NWPath(status: .unsatisfied, isExpensive: false)
        let conditions = await SystemDevice().conditions()
        XCTAssertEqual(conditions.network, false)
        XCTAssertEqual(conditions.unmeteredNetwork, false)
    }

    /// A running monitor is told nothing while its process is suspended, as here.
    func testThePathIsThatOfTheQuestionAndNotThatBeforeASuspension() async {
        let device = SystemDevice()
        NWPathMonitor.standIn.value = NWPath(status: .unsatisfied, isExpensive: false)
        let before = await device.conditions()
        XCTAssertEqual(before.network, false)
        NWPathMonitor.standIn.value = NWPath(status: .satisfied, isExpensive: false)
        let after = await device.conditions()
        XCTAssertEqual(after.network, true)
    }

    func testAMonitorThatSaysNothingBlocksNothing() async {
        NWPathMonitor.standIn.value = nil
        let path = await NetworkWatch().path(within: 0.01)
        XCTAssertNil(path)
    }
}
