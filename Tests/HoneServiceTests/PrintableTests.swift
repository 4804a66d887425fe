import Testing

@testable import HoneService

@Suite struct PrintableTests {
    @Test(arguments: [
        ("tiny-arith", "tiny-arith"), ("a\nb\r\nc", "a\u{FFFD}b\u{FFFD}\u{FFFD}c"), ("\u{1B}[31mé日", "\u{FFFD}[31mé日"),
        ("\u{85}\u{7F}\0", "\u{FFFD}\u{FFFD}\u{FFFD}"), ("", ""),
    ])
    func replacesControlCharacters(text: String, expected: String) {
        #expect(text.printable == expected)
    }
}
