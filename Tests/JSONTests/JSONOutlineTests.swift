import JSON
import Testing

@Suite struct JSONOutlineTests {
    let text = #"{ "model" : "a\u0062", "n":1.0,"x":"\ud800", "big":1e400 }"#

    func spliced(_ text: String, _ edits: JSONOutline.Edit...) throws -> String {
        String(decoding: try JSONOutline(Array(text.utf8)).spliced(edits), as: UTF8.self)
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
            try spliced(text, .set("model", Array(#""m""#.utf8)))
                == #"{ "model" : "m", "n":1.0,"x":"\ud800", "big":1e400 }"#)
    }

    @Test func appendsWhatIsNotThere() throws {
        #expect(try spliced(#"{"a":1 }"#, .set("s", [0x32])) == #"{"a":1 ,"s":2}"#)
        #expect(try spliced("{}", .set("s", [0x32]), .set("t", [0x33])) == #"{"s":2,"t":3}"#)
    }

    @Test func removesAMemberAndItsDuplicates() throws {
        #expect(try spliced(#"{"a":1, "b":2, "a":3}"#, .remove("a")) == #"{"b":2}"#)
        #expect(try spliced(#"{"a":1, "b":1.0}"#, .remove("a"), .set("c", [0x30])) == #"{"b":1.0,"c":0}"#)
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
