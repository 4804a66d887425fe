import Testing

@testable import HoneService

struct StringCutTests {
    @Test(arguments: [
        ("abc", 3, "abc"), ("abcd", 3, "abc"), ("aé", 2, "a"), ("aé", 3, "aé"), ("𝄞", 3, ""), ("x", 0, ""),
    ])
    func endsBetweenCharacters(text: String, limit: Int, expected: String) {
        #expect(text.cut(toBytes: limit) == expected)
    }
}
