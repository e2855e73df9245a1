import Capacitor
import Foundation

/// A plugin instance as the engine sees it: the JavaScript context of its bridge.
final class PluginChannel: RuntimeChannel, @unchecked Sendable {
    let kind: RuntimeKind
    let generation: Int?
    private weak var plugin: CAPPlugin?

    /// `generation`: of a headless page.
    init(generation: Int?, plugin: CAPPlugin) {
        self.kind = generation == nil ? .page : .headless
        self.generation = generation
        self.plugin = plugin
    }

    func send(_ event: RuntimeEvent) {
        // Listener tables are not thread-safe; JavaScript's addListener changes them on the bridge's queue.
        guard let plugin, let queue = (plugin.bridge as? CapacitorBridge)?.dispatchQueue else { return }
        let (name, payload) = (event.name, event.payload)
        queue.async { [self] in self.plugin?.notifyListeners(name, data: payload.bridged) }
    }
}
