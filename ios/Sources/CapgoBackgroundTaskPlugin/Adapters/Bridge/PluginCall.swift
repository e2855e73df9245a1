import Capacitor
import Foundation

/// Carries a call from JavaScript to the engine and back. It is answered once, on whichever thread the answer comes.
struct PluginCall: @unchecked Sendable {
    private let call: CAPPluginCall

    init(_ call: CAPPluginCall) {
        self.call = call
    }

    func answer(_ method: String, from channel: any RuntimeChannel, _ engine: BackgroundTaskEngine) async {
        do {
            let argument = try JSONValue(bridged: call.options)
            let answer = try await MethodTable.call(method, argument, from: channel, engine)
            call.resolve(answer.bridged ?? [:])
        } catch let failure as BackgroundTaskFailure {
            call.reject(failure.message, failure.code.rawValue)
        } catch {
            call.reject(
                "\(method) was called with an argument that is not JSON. Use the version of @capgo/capacitor-background-task that the app was built with.",
                BackgroundTaskFailure.Code.invalidOptions.rawValue
            )
        }
    }
}
