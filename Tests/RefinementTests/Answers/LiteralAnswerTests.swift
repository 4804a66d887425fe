import Testing

@testable import Refinement

@Suite struct LiteralAnswerTests {
    func canonical(_ text: String, isTruncated: Bool = false) throws -> String? {
        let format = try AnswerFormat(type: .literal)
        return AnswerExtractor(format: format, prompt: nil, isJSONRequested: false)
            .answer(in: text, isTruncated: isTruncated)?.canonical
    }

    @Test(arguments: [
        ("'a'", "\"a\""), ("{1: None, 2: 'x'}", "{2: \"x\", 1: None}"), ("{1, 2, 2}", "{2,1}"),
        ("[1.0, -2]", "[1, -2.00]"),
        ("(1,)", "1,"), ("(1, 'b')", "1, 'b'"), ("1_000", "1000"), (#"'it\'s'"#, #""it's""#), ("'ab'", "'a' 'b'"),
        ("(3)", "3"), ("[]", "[ ]"), ("b'x'", "b\"x\""), (#"'\x41\u00e9'"#, "'Aé'"), ("1e3", "1000.0"),
        ("{1: 2, 1: 3}", "{1: 3}"),
    ])
    func equalValuesAreOneAnswer(_ left: String, _ right: String) throws {
        let canonical = try canonical(left)
        #expect(canonical != nil)
        #expect(try self.canonical(right) == canonical)
    }

    @Test(arguments: [
        ("[1]", "(1,)"), ("'1'", "1"), ("{1}", "{1: 1}"), ("True", "1"), ("b'x'", "'x'"), ("()", "[]"), ("{}", "set()"),
        (#"r'\n'"#, #"'\n'"#),
    ])
    func differentValuesAreDifferentAnswers(_ left: String, _ right: String) throws {
        let answers = (try canonical(left), try canonical(right))
        #expect(answers.0 != nil && answers.1 != nil && answers.0 != answers.1)
    }

    @Test func readsALiteralThatIsFencedOrAnnounced() throws {
        #expect(try canonical("It returns this:\n```python\n[1, 2]\n```\nDone, I think.") == "[1, 2]")
        #expect(try canonical("Step by step, we get there.\nThe answer is ['x']") == "['x']")
    }

    @Test func comparesWhatIsNoLiteralAsItStands() throws {
        #expect(try canonical(" [1, 2 ") == "[1, 2")
        #expect(try canonical("[1, 2", isTruncated: true) == nil)
        #expect(try canonical("a long text without any literal\nthat goes on over lines") == nil)
    }

    @Test func nestsNoDeeperThanItsLimit() throws {
        let deep = String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000)
        #expect(try canonical(deep) == nil)
    }
}
