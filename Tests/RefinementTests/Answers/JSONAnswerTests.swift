import Refinement
import Testing

struct JSONAnswerTests {
    static let spellings: [Extraction] = [
        .init(#"{"b":1,"a":2}"#, #"{"a":2,"b":1}"#), .init(#" {"a" : 2.0, "b" : 1e0 } "#, #"{"a":2,"b":1}"#),
        .init("```json\n{\"a\": 2, \"b\": 1}\n```", #"{"a":2,"b":1}"#),
        .init("Here it is:\n```\n[1, 2.50]\n```\nDone.", "[1,2.5]"),
        .init(#"first {"a":1} then {"b":2}."#, #"{"b":2}"#),
        .init(#"The set {1, 2 and then {"a":[{}]} ends"#, #"{"a":[{}]}"#), .init(#"{"a":"}{"} ok"#, #"{"a":"}{"}"#),
        .init("42", "42"), .init("4.20e1", "42"), .init(#""x""#, #""x""#), .init("null", "null"), .init("true", "true"),
        .init(#"{"a":1,"a":2}"#, #"{"a":2}"#), .init(#"{"A":1,"é":"é","z":[]}"#, #"{"A":1,"z":[],"é":"é"}"#),
        .init(#"{"\u0061":1}"#, #"{"a":1}"#), .init("no json", nil), .init("{'a': 1}", nil), .init("", nil),
        .init("<think>{}</think>[]", "[]"), .init("```json\n{\"a\":1}\n```\n```json\n{\"a\":3}\n```", #"{"a":3}"#),
    ]

    @Test(arguments: spellings)
    func readsSpelling(_ row: Extraction) throws {
        #expect(try answer(row.text, .json)?.canonical == row.canonical)
    }

    @Test func acceptsNoPieceOfATruncatedValue() throws {
        #expect(try answer(#"[{"a":1},{"b":"#, .json, isTruncated: true) == nil)
        #expect(try answer("```json\n{}\n```\nand", .json, isTruncated: true)?.canonical == "{}")
    }

    @Test func survivesManyOpenBrackets() throws {
        #expect(try answer(String(repeating: "{[", count: 50_000), .json) == nil)
    }
}
