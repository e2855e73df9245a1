/// Why the system's scheduler took no request.
enum SubmitFailure: Error, Sendable, Equatable {
    /// Background refresh is off, or this is a simulator.
    case unavailable
    case tooManyPending
    /// The identifier or the background mode is missing in Info.plist.
    case notPermitted
    case other(domain: String, code: Int, message: String)
}
