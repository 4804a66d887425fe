import Refinement
import Testing

struct PatternTests {
    static let matches: [(pattern: String, text: String, found: String?)] = [
        (#"\d+"#, "a 12 b 345 c", "345"), (#"(\d+) b"#, "a 12 b 345 c", "12"), ("x|yz", "x yz x yz", "yz"),
        ("a*b", "aab ab b", "b"), ("a+?", "aaa", "a"), ("<(.*?)>", "<a><b>", "b"), ("<(.*)>", "<a><b>", "a><b"),
        ("a{2}", "aaaaa", "aa"), ("a{2,}", "aaaaa", "aaaaa"), ("a{2,3}", "aaaaa", "aa"), ("a{,2}b", "aaab", "aab"),
        ("[a-c]+", "xxabcx", "abc"), ("[^a-c]+", "abcxyz", "xyz"), (#"[\d.]+"#, "v1.2.3!", "1.2.3"),
        ("[]a]+", "x]a", "]a"),
        ("[a-]+", "x-a-", "-a-"), (#"\bcat\b"#, "concat cat", "cat"), ("^a", "a\na", "a"), ("(?m)^b$", "a\nb\nc", "b"),
        ("c$", "c c", "c"), ("a$", "a\n", "a"), (".+", "ab\ncd", "cd"), ("(?s).+", "ab\ncd", "ab\ncd"),
        ("(?i)ÄB", "äb", "äb"),
        ("(?i)[a-z]+", "ABC", "ABC"), ("(?:ab)+(c)?", "ababc abab", "abab"), ("(?<n>x)y", "xy", "x"),
        ("(?P<n>x)y", "xy", "x"),
        (#"\w+"#, "straße 東京", "東京"), (#"\D+"#, "12ab", "ab"), (#"\$\{(\w+)\}"#, "${key}", "key"),
        ("(a|ab)(c|bcd)", "abcd", "a"),
        ("z", "abc", nil), ("a*", "bbb", nil), ("(a*)*", "aa", "aa"), ("(a|b)*c", "ababc", "b"), ("", "abc", nil),
    ]

    @Test(arguments: matches)
    func findsTheLastMatch(pattern: String, text: String, found: String?) throws {
        #expect(try answer(text, .regex, pattern: pattern)?.canonical == found)
    }

    @Test(arguments: ["(", ")", "[a", "a**", "*a", "a{2", "a{3,2}", "a{", "[b-a]", "^*", #"a\"#, "a{}"])
    func refusesBadSyntax(pattern: String) {
        #expect(throws: AnswerFormatError.self) { try AnswerFormat(type: .regex, pattern: pattern) }
    }

    @Test(arguments: [
        ("(?=a)", 1), ("(?<=a)", 3), (#"(a)\1"#, 4), (#"\p{L}"#, 1), ("a++", 2), ("(?>a)", 1), ("(?x)a", 2),
    ])
    func refusesWhatNeedsBacktracking(pattern: String, offset: Int) {
        #expect(throws: AnswerFormatError.patternInvalid(.unsupported, offset: offset)) {
            try AnswerFormat(type: .regex, pattern: pattern)
        }
    }

    @Test(arguments: [
        String(repeating: "a", count: 1025), "((a{100}){100}){100}",
        String(repeating: "(", count: 60) + "a" + String(repeating: ")", count: 60),
        "a{99999}",
    ])
    func refusesWhatIsTooLarge(pattern: String) {
        #expect(throws: AnswerFormatError.self) { try AnswerFormat(type: .regex, pattern: pattern) }
    }

    /// Each takes a backtracking engine minutes to centuries.
    @Test(arguments: ["(a+)+$", "(a|aa)+$", "(.*)*x", #"(\w+\s?)*:"#, "a*a*a*a*a*a*b", "a(.*b)?"])
    func endsInTime(pattern: String) throws {
        let text = String(repeating: "a", count: 300) + "!"
        let clock = ContinuousClock()
        let time = try clock.measure { _ = try answer(text, .regex, pattern: pattern) }
        #expect(time < .seconds(20))
    }
}
