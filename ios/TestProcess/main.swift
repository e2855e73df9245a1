// A process of its own for tests that end one: traps, kills, and the protocol spoken with a real web engine.
import Foundation

let arguments = CommandLine.arguments.dropFirst()
switch arguments.first {
case "trap": Traps.run(arguments.dropFirst().first ?? "")
case "write": LedgerWriter.run(folder: URL(fileURLWithPath: arguments.dropFirst().first ?? "/nowhere", isDirectory: true))
case "queue": await QueueProcess.run(QueueProcess.Settings(Array(arguments.dropFirst())))
case "cost": try QueueCost.run(folder: FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString, isDirectory: true))
case "serve": await ProtocolServer.run()
default:
    FileHandle.standardError.write(Data("usage: trap NAME | write FOLDER | queue FOLDER PLACE COUNT HOURS VERSION | cost | serve\n".utf8))
    exit(2)
}
