import Refinement
import Testing

struct CodeAnswerTests {
    static let spellings: [Extraction] = [
        .init("```python\nprint(1)\n```", "print(1)"), .init("```\nprint(1)  \n\n```", "print(1)"),
        .init("~~~\nx\n~~~", "x"), .init("a\n```\nx\n```\nb\n```\ny\n```\nc", "y"),
        .init("```\n  indented\n```", "  indented"),
        .init("````\n```\ninner\n```\n````", "```\ninner\n```"), .init("print(1)", "print(1)"),
        .init("```\nopen", "open"),
        .init("```\n```", nil), .init("", nil), .init("```\na\r\nb\n```", "a\nb"),
    ]

    @Test(arguments: spellings)
    func readsSpelling(_ row: Extraction) throws {
        #expect(try answer(row.text, .code)?.canonical == row.canonical)
    }

    @Test func leavesOutAnOpenFenceWhenTruncated() throws {
        #expect(try answer("```\na\n```\n```\nb", .code, isTruncated: true)?.canonical == "a")
        #expect(try answer("print(1", .code, isTruncated: true) == nil)
    }
}
