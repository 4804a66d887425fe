import JSON
import Testing

@Suite struct JSONReaderTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-0", "1.0", "1e400", "-1.5E+3", "123456789012345678901234567890",
        #""""#, #""é\"\\""#, "[]", "[1,[2,[3]]]", "{}", #"{"b":1,"a":{"b":[null]}}"#, #"{"a":1,"a":2}"#,
    ])
    func writesBackWhatItRead(text: String) throws {
        #expect(try JSON(parsing: text).description == text)
    }

    @Test(arguments: [
        (#""\u00e9\ud83d\ude00\/\b\f\n\r\t""#, "é😀/\u{8}\u{C}\n\r\t"),
        (" \t\r\n\"x\" ", "x"),
    ])
    func resolvesEscapes(text: String, meaning: String) throws {
        #expect(try JSON(parsing: text) == .string(meaning))
    }

    @Test func keepsMembersInOrderWithTheirDuplicates() throws {
        let object = try #require(try JSON(parsing: #"{"z":1,"a":2,"z":3}"#).object)
        #expect(object.members.map(\.name) == ["z", "a", "z"])
        #expect(object["z"] == 1)
        #expect(object.duplicateName == "z")
    }

    @Test(arguments: [
        ("", JSONError.unexpectedEnd(offset: 0)),
        (" ", .unexpectedEnd(offset: 1)),
        ("{\"a\":1", .unexpectedEnd(offset: 6)),
        ("[1,]", .unexpectedByte(UInt8(ascii: "]"), offset: 3)),
        ("{\"a\":1,}", .unexpectedByte(UInt8(ascii: "}"), offset: 7)),
        ("{\"a\" 1}", .unexpectedByte(UInt8(ascii: "1"), offset: 5)),
        ("{a:1}", .unexpectedByte(UInt8(ascii: "a"), offset: 1)),
        ("01", .trailingBytes(offset: 1)),
        ("1 2", .trailingBytes(offset: 2)),
        ("+1", .unexpectedByte(UInt8(ascii: "+"), offset: 0)),
        (".5", .unexpectedByte(UInt8(ascii: "."), offset: 0)),
        ("1.", .unexpectedEnd(offset: 2)),
        ("1e", .unexpectedEnd(offset: 2)),
        ("-", .unexpectedEnd(offset: 1)),
        ("NaN", .unexpectedByte(UInt8(ascii: "N"), offset: 0)),
        ("nul", .unexpectedEnd(offset: 3)),
        ("truth", .unexpectedByte(UInt8(ascii: "t"), offset: 3)),
        ("\"a\nb\"", .unexpectedByte(0x0A, offset: 2)),
        (#""\x""#, .unexpectedByte(UInt8(ascii: "x"), offset: 2)),
        (#""\u12g4""#, .unexpectedByte(UInt8(ascii: "g"), offset: 5)),
        (#"["\ud800"]"#, .loneSurrogate(offset: 2)),
        (#""\ude00""#, .loneSurrogate(offset: 1)),
        (#""\ud800\u0041""#, .loneSurrogate(offset: 1)),
        ("// comment", .unexpectedByte(UInt8(ascii: "/"), offset: 0)),
        ("\u{FEFF}1", .unexpectedByte(0xEF, offset: 0)),
    ])
    func refuses(text: String, error: JSONError) {
        #expect(throws: error) { try JSON(parsing: text) }
    }

    @Test(arguments: [
        [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
        [0xFF, 0xFE, 0x31, 0x00],
    ])
    func refusesWhatIsNotUTF8(bytes: [UInt8]) {
        #expect { try JSON(parsing: bytes) } throws: { error in
            if case .invalidUTF8? = error as? JSONError { true } else { false }
        }
    }

    @Test func countsNesting() throws {
        let deep = { (depth: Int) in
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try JSON(parsing: deep(128)) }
        #expect(throws: JSONError.tooDeep(limit: 128, offset: 128)) { try JSON(parsing: deep(129)) }
        #expect(throws: JSONError.tooDeep(limit: 128, offset: 128)) {
            try JSON(parsing: String(repeating: "[", count: 1_000_000))
        }
        let siblings = "[" + Array(repeating: "[]", count: 1_000).joined(separator: ",") + "]"
        #expect(try JSON(parsing: siblings).array?.count == 1_000)
    }
}
