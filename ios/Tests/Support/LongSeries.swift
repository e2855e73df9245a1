import Foundation

/// How often a random series is repeated: more in the long test run (LONG=1).
func repetitions(_ usual: Int, long: Int) -> Int {
    ProcessInfo.processInfo.environment["LONG"] == "1" ? long : usual
}
