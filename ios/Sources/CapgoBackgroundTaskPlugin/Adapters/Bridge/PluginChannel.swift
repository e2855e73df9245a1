import Capacitor
import Foundation

/// Stands for a plugin instance in the engine: it is the JavaScript context of that instance's bridge.
final class PluginChannel: RuntimeChannel, @unchecked Sendable {
    let kind: RuntimeKind
    let generation: Int?
    private weak var plugin: CAPPlugin?
    private let served: ServedFilesNote

    /// `generation` is that of a headless page; nil for any other.
    init(generation: Int?, plugin: CAPPlugin, served: ServedFilesNote) {
        self.served = served
        self.kind = generation == nil ? .page : .headless
        self.generation = generation
        self.plugin = plugin
    }

    /// Not when the plugin is loaded: a live updater may be loaded later, and tells the bridge then.
    func attached() {
        guard kind == .page else { return }
        // Live updaters change the bridge's configuration on the main thread.
        DispatchQueue.main.async { [self] in
            if let location = plugin?.bridge?.config.appLocation { served.note(location) }
        }
    }

    func send(_ event: RuntimeEvent) {
        // Capacitor's listener tables are not thread-safe, and JavaScript's addListener changes them on the bridge's queue.
        guard let plugin, let queue = (plugin.bridge as? CapacitorBridge)?.dispatchQueue else { return }
        let (name, payload) = (event.name, event.payload)
        queue.async { [self] in self.plugin?.notifyListeners(name, data: payload.bridged) }
    }
}
