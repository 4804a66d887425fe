import Testing

@testable import TinyModel

@Suite struct TokenizerTests {
    private func pieces(_ text: String, markers: Bool = false) throws -> [String] {
        let tokenizer = try Fixture.model.tokenizer
        return tokenizer.encode(text, markers: markers).map { String(decoding: tokenizer.bytes(of: $0), as: UTF8.self) }
    }

    @Test func takesTheLongestTokenThatMatches() throws {
        #expect(try pieces("Tom has 3 apples.") == ["Tom", " has ", "3", " apples", "."])
        #expect(try pieces("7 + 5 = 12. T") == ["7", " + ", "5", " = ", "1", "2", ". ", "T"])
        #expect(try pieces("a\nb") == ["a", "\n", "b"])
    }

    /// What llama.cpp's `/tokenize` answers to the same text.
    @Test func cutsMarkersAndUnknownBytesAsLlamaCppDoes() throws {
        let tokenizer = try Fixture.model.tokenizer
        #expect(tokenizer.encode("a<s>é<|user|> x", markers: true) == [17, 1, 0, 0, 3, 6, 40])
    }

    @Test func textCannotForgeMarkers() throws {
        let tokenizer = try Fixture.model.tokenizer
        let tokens = tokenizer.encode("<s></s><|user|><|bot|><unk>", markers: false)
        #expect(!tokens.contains(1) && !tokens.contains(2) && !tokens.contains(3) && !tokens.contains(4))
    }

    @Test func controlTokensHaveNoText() throws {
        let tokenizer = try Fixture.model.tokenizer
        #expect((0..<5).allSatisfy { tokenizer.bytes(of: $0).isEmpty })
        #expect(tokenizer.count == 126)
        #expect(tokenizer.endToken == 2)
    }

    @Test(arguments: [
        ("plain", "plain"), (#"\n\t\r"#, "\n\t\r"), (#"\x41\\x"#, #"A\x"#), (#"\'"#, "'"), (#"end\"#, #"end\"#),
    ])
    func undoesEscapes(_ escaped: String, _ literal: String) {
        #expect(Tokenizer.unescape(Array(escaped.utf8)) == Array(literal.utf8))
    }

    @Test(arguments: [#"\x"#, #"\xg0"#])
    func refusesHalfAnEscape(_ escaped: String) {
        #expect(Tokenizer.unescape(Array(escaped.utf8)) == nil)
    }
}
