// The name that Apple's notes give to the method, `submit(_:)`. clang accepts it only with the type of `NSError **`, which Linux's standard library lacks.
@_exported import BackgroundTasks

extension BGTaskScheduler {
    public func submit(_ taskRequest: BGTaskRequest) throws { fatalError() }
}
