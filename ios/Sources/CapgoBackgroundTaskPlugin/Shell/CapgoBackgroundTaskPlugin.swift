import Capacitor
import Foundation

/// Hands each call of JavaScript on to the engine, and does no more.
@objc(CapgoBackgroundTaskPlugin)
public final class CapgoBackgroundTaskPlugin: CAPPlugin, CAPBridgedPlugin {
    public let identifier = "CapgoBackgroundTaskPlugin"
    public let jsName = "CapgoBackgroundTask"
    public let pluginMethods: [CAPPluginMethod] = [
        CAPPluginMethod(#selector(attach(_:)), returnType: .promise),
        CAPPluginMethod(#selector(claimRun(_:)), returnType: .promise),
        CAPPluginMethod(#selector(declineRun(_:)), returnType: .promise),
        CAPPluginMethod(#selector(finishRun(_:)), returnType: .promise),
        CAPPluginMethod(#selector(setProgress(_:)), returnType: .promise),
        CAPPluginMethod(#selector(enqueueTask(_:)), returnType: .promise),
        CAPPluginMethod(#selector(cancelEnqueued(_:)), returnType: .promise),
        CAPPluginMethod(#selector(getEnqueued(_:)), returnType: .promise),
        CAPPluginMethod(#selector(registerTask(_:)), returnType: .promise),
        CAPPluginMethod(#selector(unregisterTask(_:)), returnType: .promise),
        CAPPluginMethod(#selector(unregisterAllTasks(_:)), returnType: .promise),
        CAPPluginMethod(#selector(getTasks(_:)), returnType: .promise),
        CAPPluginMethod(#selector(getTask(_:)), returnType: .promise),
        CAPPluginMethod(#selector(getRuns(_:)), returnType: .promise),
        CAPPluginMethod(#selector(getStatus(_:)), returnType: .promise),
        CAPPluginMethod(#selector(triggerTasks(_:)), returnType: .promise)
    ]

    /// Nil for a plugin of the app's own page.
    private var headlessGeneration: Int?
    private var channel: PluginChannel?
    /// Is used on the bridge's queue, on which Capacitor performs the methods.
    private var order = CallOrder()

    static func headless(_ generation: Int) -> CapgoBackgroundTaskPlugin {
        let plugin = CapgoBackgroundTaskPlugin()
        plugin.headlessGeneration = generation
        return plugin
    }

    override public func load() {
        let (channel, service) = (
            PluginChannel(generation: headlessGeneration, plugin: self, served: AppServices.served), AppServices.shared
        )
        self.channel = channel
        Task {
            await service.engine.connect(channel)
            if channel.kind == .page { await service.pageLoaded() }
        }
    }

    deinit {
        guard let channel else { return }
        let engine = AppServices.shared.engine
        Task { await engine.detach(channel) }
    }

    private func pass(_ method: String, _ call: CAPPluginCall) {
        guard let channel else { return call.reject("\(method) was called before the plugin was loaded.", "UNAVAILABLE") }
        let (passed, engine) = (PluginCall(call), AppServices.shared.engine)
        order.perform(method) { await passed.answer(method, from: channel, engine) }
    }

    @objc func attach(_ call: CAPPluginCall) { pass("attach", call) }
    @objc func claimRun(_ call: CAPPluginCall) { pass("claimRun", call) }
    @objc func declineRun(_ call: CAPPluginCall) { pass("declineRun", call) }
    @objc func finishRun(_ call: CAPPluginCall) { pass("finishRun", call) }
    @objc func setProgress(_ call: CAPPluginCall) { pass("setProgress", call) }
    @objc func enqueueTask(_ call: CAPPluginCall) { pass("enqueueTask", call) }
    @objc func cancelEnqueued(_ call: CAPPluginCall) { pass("cancelEnqueued", call) }
    @objc func getEnqueued(_ call: CAPPluginCall) { pass("getEnqueued", call) }
    @objc func registerTask(_ call: CAPPluginCall) { pass("registerTask", call) }
    @objc func unregisterTask(_ call: CAPPluginCall) { pass("unregisterTask", call) }
    @objc func unregisterAllTasks(_ call: CAPPluginCall) { pass("unregisterAllTasks", call) }
    @objc func getTasks(_ call: CAPPluginCall) { pass("getTasks", call) }
    @objc func getTask(_ call: CAPPluginCall) { pass("getTask", call) }
    @objc func getRuns(_ call: CAPPluginCall) { pass("getRuns", call) }
    @objc func getStatus(_ call: CAPPluginCall) { pass("getStatus", call) }
    @objc func triggerTasks(_ call: CAPPluginCall) { pass("triggerTasks", call) }
}
