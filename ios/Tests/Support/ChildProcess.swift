import Foundation
import XCTest

/// The test process that is built beside this bundle.
enum ChildProcess {
    static func make(_ arguments: [String]) -> (process: Process, output: Pipe) {
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let process = Process()
        process.executableURL = folder.appendingPathComponent("BackgroundTaskProcess")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        return (process, output)
    }
}
