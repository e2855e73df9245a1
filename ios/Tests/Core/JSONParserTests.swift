import Foundation
import XCTest
@testable import CapgoBackgroundTaskPlugin

final class JSONParserTests: XCTestCase {
    private func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: Data(text.utf8)) }

    func testWhatIsJSONIsRead() throws {
        let cases: [(String, JSONValue)] = [
            ("null", .null), (" true ", .bool(true)), ("false", .bool(false)), ("0", .number(0)), ("-1.5e3", .number(-1500)),
            ("1700000000000", .number(1_700_000_000_000)), ("\"\"", .string("")), ("[]", .array([])), ("{ }", .object([:])),
            ("[1,\"a\",[null]]", .array([.number(1), .string("a"), .array([.null])])),
            ("{\"a\":{\"b\":1}}", .object(["a": .object(["b": .number(1)])])),
            (#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#, .string("\"\\/\u{8}\u{C}\n\r\té😀")),
            (#""\ud800x""#, .string("\u{FFFD}x")), (#""\ud800\u0041""#, .string("\u{FFFD}A")), (#""\udc00""#, .string("\u{FFFD}"))
        ]
        for (text, expected) in cases { XCTAssertEqual(try parse(text), expected, text) }
    }

    func testWhatIsNotJSONIsMalformed() {
        let cases = [
            "", " ", "tru", "nul", "01", "1.", ".5", "+1", "1e", "--1", "NaN", "Infinity", "'a'", "\"", "\"a", #""\x""#, #""\u12""#,
            "\"\u{1}\"", "[", "[1", "[1,]", "[1 2]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "1 2", "{}x", "[]]",
            String(repeating: "[", count: 100_000)
        ]
        for text in cases { XCTAssertThrowsError(try parse(text), String(text.prefix(20))) }
        XCTAssertThrowsError(try JSONValue(parsing: Data([0x22, 0xFF, 0x22])), "text that is not UTF-8")
        XCTAssertThrowsError(try JSONValue(parsing: Data("{\"".utf8) + Data([0xC3]) + Data("\":1}".utf8)), "a key that is not UTF-8")
    }

    func testWhatIsWrittenIsReadBack() throws {
        let value = JSONValue.object([
            "text": .string("\"\\/\u{0}\u{1F}é😀\u{2028}"),
            "numbers": .array([.number(0), .number(-1), .number(9_007_199_254_740_991), .number(0.1)]),
            "é": .bool(false), "nothing": .null, "": .object([:])
        ])
        XCTAssertEqual(try JSONValue(parsing: value.data()), value)
    }

    func test_F_P16_NumbersOfANewerRecordAreWrittenBackAsTheyWere() throws {
        let record = #"{"a":1e999,"b":9007199254740993,"c":0.12345678901234567890,"d":1e-999,"e":0.1,"name":"later","version":3}"#
        let text = #"{"log":[],"openRuns":[],"tasks":[\#(record)],"version":1}"#
        guard case .ok(let decoded) = LedgerState.decode(try parse(text)) else { return XCTFail("the ledger is not read") }
        XCTAssertEqual(decoded.problems, [])
        XCTAssertEqual(String(decoding: try decoded.state.data(), as: UTF8.self), text)
    }
}
