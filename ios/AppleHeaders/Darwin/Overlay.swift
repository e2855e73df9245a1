@_exported import Darwin

// Passing `&time` to a pointer needs the type of `NSError **`, which Linux's standard library lacks.
@discardableResult
public func clock_gettime(_ clock: clockid_t, _ time: inout timespec) -> Int32 { fatalError() }
