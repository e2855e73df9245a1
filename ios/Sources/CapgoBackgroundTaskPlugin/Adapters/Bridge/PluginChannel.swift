import Capacitor
import Foundation

/// Stands for a plugin instance in the engine: it is the JavaScript context of that instance's bridge.
final class PluginChannel: RuntimeChannel, @unchecked Sendable {
    let kind: RuntimeKind
    let generation: Int?
    private weak var plugin: CAPPlugin?

    /// `generation` is that of a headless page; nil for any other.
    init(generation: Int?, plugin: CAPPlugin) {
        self.kind = generation == nil ? .page : .headless
        self.generation = generation
        self.plugin = plugin
    }

    func send(_ event: RuntimeEvent) {
        // Capacitor's listener tables are not thread-safe, and JavaScript's addListener changes them on the bridge's queue.
        guard let plugin, let queue = (plugin.bridge as? CapacitorBridge)?.dispatchQueue else { return }
        let (name, payload) = (event.name, event.payload)
        queue.async { [self] in self.plugin?.notifyListeners(name, data: payload.bridged) }
    }
}
