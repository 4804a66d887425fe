import JSON
import Testing

@Suite struct JSONOutlineTests {
    let text = #"{ "model" : "a\u0062", "n":1.0,"x":"\ud800", "big":1e400 }"#

    func setting(_ name: String, to value: String, in text: String) throws -> String {
        String(decoding: try JSONOutline(Array(text.utf8)).setting(name, to: Array(value.utf8)), as: UTF8.self)
    }

    @Test func readsOnlyWhatIsAskedFor() throws {
        let outline = try JSONOutline(Array(text.utf8))
        #expect(outline.members.map(\.name) == ["model", "n", "x", "big"])
        #expect(try outline.value("model") == "ab")
        #expect(try outline.value("none") == nil)
        #expect(throws: JSONError.loneSurrogate(offset: 36)) { try outline.value("x") }
        #expect(outline.slice("big").map { String(decoding: $0, as: UTF8.self) } == "1e400")
    }

    @Test func replacesAMemberAndLeavesEveryOtherByte() throws {
        #expect(
            try setting("model", to: #""m""#, in: text)
                == #"{ "model" : "m", "n":1.0,"x":"\ud800", "big":1e400 }"#)
    }

    @Test func appendsWhatIsNotThere() throws {
        #expect(try setting("s", to: "2", in: #"{"a":1 }"#) == #"{"a":1 ,"s":2}"#)
        #expect(try setting("s", to: "2", in: " {} ") == #" {"s":2} "#)
    }

    @Test func findsDuplicatesAmongTheNamesThatMatter() throws {
        let outline = try JSONOutline(Array(#"{"a":1,"b":2,"a":3,"b":4}"#.utf8))
        #expect(outline.duplicate(among: ["b"]) == "b")
        #expect(outline.duplicate(among: ["c"]) == nil)
    }

    @Test(arguments: [
        ("[1]", JSONError.notAnObject), ("{} x", .trailingBytes(offset: 3)), ("", .unexpectedEnd(offset: 0)),
    ])
    func refuses(text: String, error: JSONError) {
        #expect(throws: error) { try JSONOutline(Array(text.utf8)) }
    }
}
