// What Capacitor's declarations name of Combine.
public protocol TopLevelDecoder {
    associatedtype Input
    func decode<T>(_ type: T.Type, from: Input) throws -> T where T: Decodable
}

public protocol TopLevelEncoder {
    associatedtype Output
    func encode<T>(_ value: T) throws -> Output where T: Encodable
}
