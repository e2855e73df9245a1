import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

/// The vectors that every platform runs, from the repository's `contract` folder.
enum ContractFile {
    static let repository = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../..").standardizedFileURL

    static func json(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: repository.appendingPathComponent("contract/\(name).json")))
    }

    /// Runs every case of a file; a function without an entry in `functions` fails.
    static func run(_ name: String, _ functions: [String: (Input) throws -> JSONValue]) throws {
        let cases = try XCTUnwrap(try json(name)["cases"]?.elements)
        XCTAssertGreaterThan(cases.count, 20, "\(name).json has cases")
        for one in cases {
            let function = try XCTUnwrap(one["function"]?.text)
            let title = "\(name).json, \(function): \(one["name"]?.text ?? "?")"
            guard let call = functions[function] else {
                XCTFail("\(title): no such function here")
                continue
            }
            do {
                let actual = try call(Input(value: one["input"] ?? .null))
                XCTAssertEqual(actual, one["expected"], title)
            } catch {
                XCTFail("\(title): \(error)")
            }
        }
    }

    struct Input {
        let value: JSONValue

        subscript(key: String) -> JSONValue { value[key] ?? .null }
        func number(_ key: String) throws -> Int64 { try XCTUnwrap(self[key].integer, key) }
        func text(_ key: String) throws -> String { try XCTUnwrap(self[key].text, key) }
        func one<Value: RawRepresentable>(_ key: String) throws -> Value where Value.RawValue == String {
            try XCTUnwrap(Value(rawValue: text(key)), key)
        }

        func options(_ key: String = "options") throws -> TaskOptions { try TaskOptions(reading: FieldReader(self[key], key)) }
        func task(_ key: String = "task") throws -> TaskRecord { try XCTUnwrap(optionalTask(key), key) }
        func run(_ key: String = "run") throws -> OpenRun { try XCTUnwrap(optionalRun(key), key) }

        func optionalTask(_ key: String = "task") throws -> TaskRecord? {
            self[key] == .null ? nil : try Self.value(TaskRecord.decode(self[key]))
        }

        func optionalRun(_ key: String = "run") throws -> OpenRun? {
            self[key] == .null ? nil : try Self.value(OpenRun.decode(self[key]))
        }

        func error(_ key: String = "error", in parent: JSONValue? = nil) throws -> RunError? {
            let raw = (parent ?? value)[key] ?? .null
            return raw == .null ? nil : try RunError(reading: FieldReader(raw, key))
        }

        static func value<Value>(_ decoded: Decoded<Value>) throws -> Value {
            guard case .ok(let value) = decoded else {
                XCTFail("\(decoded)")
                throw CorruptRecord(field: "\(decoded)")
            }
            return value
        }
    }
}

extension Decoded {
    func json(_ encode: (Value) -> JSONValue) -> JSONValue {
        switch self {
        case .ok(let value): .object(["kind": .string("ok"), "value": encode(value)])
        case .newer: .object(["kind": .string("newer")])
        case .corrupt(let reason): .object(["kind": .string("corrupt"), "reason": .string(reason)])
        }
    }
}
