import Foundation

/// Has what an app calls. It is a class and not an enumeration, because app delegates in Objective-C call it too.
///
/// It has no name of its own behind `@objc`: with one, `npx cap sync` would list it as a plugin of the app.
@objc
public final class CapgoBackgroundTask: NSObject {
    /// Registers the launch handlers of this plugin's background tasks.
    ///
    /// Call it in `application(_:didFinishLaunchingWithOptions:)`: iOS takes launch handlers only while the application launches, and
    /// ends an app that brings them later. A second call does nothing; one in front of the user is left out, and the status says so.
    /// `npx cap sync ios` adds the call to AppDelegate.swift.
    @MainActor
    @objc public static func registerLaunchHandlers() {
        AppServices.shared.registerLaunchHandlers()
    }
}
