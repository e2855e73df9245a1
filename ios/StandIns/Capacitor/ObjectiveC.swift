// What Capacitor declares in Objective-C headers, as Swift sees it.
import Foundation
import UIKit
import WebKit

open class CDVConfigParser: NSObject {}

open class InstanceDescriptor: NSObject {
    open var appLocation: URL
    open var appStartPath: String?
    open var serverURL: String?
    open var appendedUserAgentString: String?
    open var urlScheme: String? = "capacitor"
    open var urlHostname: String? = "localhost"
    open var handleApplicationNotifications: Bool = true
    open var limitsNavigationsToAppBoundDomains: Bool = false
    open var pluginConfigurations: [AnyHashable: Any] = [:]
    open var cordovaConfiguration: CDVConfigParser = CDVConfigParser()
    open var cordovaDeployDisabled: Bool { false }
    public var standInLogging = true

    public override convenience init() {
        self.init(at: URL(fileURLWithPath: "/public"), configuration: nil, cordovaConfiguration: nil)
    }

    public init(at appURL: URL, configuration configURL: URL?, cordovaConfiguration cordovaURL: URL?) {
        appLocation = appURL
        super.init()
    }
}

open class InstanceConfiguration: NSObject {
    public let localURL: URL
    public let serverURL: URL
    public let appLocation: URL
    public let appStartPath: String?
    public let handleApplicationNotifications: Bool
    public let loggingEnabled: Bool
    public let limitsNavigationsToAppBoundDomains: Bool
    public let pluginConfigurations: [AnyHashable: Any]
    public let appendedUserAgentString: String?
    public let overridenUserAgentString: String?

    public init(with descriptor: InstanceDescriptor, isDebug debug: Bool) {
        let local = URL(string: "\(descriptor.urlScheme ?? "")://\(descriptor.urlHostname ?? "")")
        localURL = local ?? URL(fileURLWithPath: "/")
        serverURL = descriptor.serverURL.flatMap { URL(string: $0) } ?? localURL
        appLocation = descriptor.appLocation
        appStartPath = descriptor.appStartPath
        loggingEnabled = descriptor.standInLogging
        handleApplicationNotifications = descriptor.handleApplicationNotifications
        limitsNavigationsToAppBoundDomains = descriptor.limitsNavigationsToAppBoundDomains
        pluginConfigurations = descriptor.pluginConfigurations
        appendedUserAgentString = descriptor.appendedUserAgentString
        overridenUserAgentString = nil
        super.init()
    }

    public var appStartServerURL: URL {
        appStartPath.map { serverURL.appendingPathComponent($0) } ?? serverURL
    }
}

open class CAPPlugin: NSObject {
    open weak var webView: WKWebView?
    open weak var bridge: (any CAPBridgeProtocol)?
    public var standInEvents: [(name: String, data: [String: Any]?)] = []

    public required override init() { super.init() }
    open func load() {}
    open func notifyListeners(_ eventName: String, data: [String: Any]?) { standInEvents.append((eventName, data)) }
}

open class CAPInstancePlugin: CAPPlugin {}

public protocol CAPBridgedPlugin: NSObjectProtocol {
    var identifier: String { get }
    var jsName: String { get }
    var pluginMethods: [CAPPluginMethod] { get }
}

open class CAPPluginMethod: NSObject {
    public enum ReturnType: String {
        case promise, callback, none
    }

    public let selector: Selector
    public init(_ selector: Selector, returnType: ReturnType = .promise) {
        self.selector = selector
        super.init()
    }
}

/// Linux has no selectors.
public struct Selector: Sendable, Equatable {
    public let standInName: String
    public init(_ standInName: String) { self.standInName = standInName }
}

public typealias PluginCallResultData = [String: Any]

open class CAPPluginCall: NSObject {
    open var options: [AnyHashable: Any]
    open var callbackId: String
    open var methodName: String
    public var standInResolved: PluginCallResultData?
    public var standInRejected: (message: String, code: String?)?

    public init(standIn method: String, _ options: [AnyHashable: Any]) {
        self.methodName = method
        self.callbackId = "1"
        self.options = options
        super.init()
    }

    open func resolve(_ data: PluginCallResultData = [:]) { standInResolved = data }
    open func reject(_ message: String, _ code: String? = nil, _ error: Error? = nil, _ data: PluginCallResultData? = nil) {
        standInRejected = (message, code)
    }
}
