import Foundation
import XCTest

/// The stand-in of the system's scheduler must trap where the real one raises: else the tests against it could not fail.
final class TrapTests: XCTestCase {
    private func survives(_ name: String) throws -> Bool {
        let (process, output) = ChildProcess.make(["trap", name])
        try process.run()
        let text = String(data: output.fileHandleForReading.readDataToEndOfFile(), encoding: .utf8)
        process.waitUntilExit()
        XCTAssertNotEqual(process.terminationStatus, 2, "no such trap: \(name)")
        return process.terminationStatus == 0 && text == "survived\n"
    }

    func testTheStandInTrapsWhereTheRealSchedulerRaises() throws {
        for name in ["late", "double", "foreign", "missing", "delivery", "completion"] {
            XCTAssertFalse(try survives(name), name)
        }
        XCTAssertTrue(try survives("none"))
    }
}
