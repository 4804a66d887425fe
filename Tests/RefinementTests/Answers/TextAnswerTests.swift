import Refinement
import Testing

struct TextAnswerTests {
    static let spellings: [Extraction] = [
        .init("The answer is Paris.", "paris"), .init("The answer is **Paris**, the capital.", "paris"),
        .init("Answer: the Eiffel Tower", "eiffel tower"), .init("The answer is A.", "a"),
        .init("The answer is \"Hello, World!\"", "hello world"), .init("The answer is “Paris”.", "paris"),
        .init("The answer is 3.5 km", "3.5 km"), .init("The answer is 35 km", "35 km"), .init("The answer is -5", "-5"),
        .init("The answer is C++", "c++"), .init("The answer is C#.", "c#"),
        .init("The answer is well-known", "wellknown"),
        .init("The answer is J. R. R. Tolkien. He wrote it.", "j r r tolkien"),
        .init("The answer is Dr. Smith.", "dr smith"),
        .init("The answer is 12/25/2020.", "12/25/2020"), .init("The answer is not Paris but Rome.", "rome"),
        .init("The answer is CAFE\u{301}", "café"), .init("The answer is  New \t York", "new york"),
        .init("The answer is東京。次", "東京"), .init("The answer is 東京。次", "東京"), .init("Paris", "paris"),
        .init("I like this city.\nIt is in France.", "i like this city it is in france"), .init("!!!", nil),
        .init("", nil),
        .init(#"\boxed{\text{Paris}}"#, "textparis"),
    ]

    @Test(arguments: spellings)
    func readsSpelling(_ row: Extraction) throws {
        #expect(try answer(row.text, .text)?.canonical == row.canonical)
    }

    @Test func showsTheWordsAsWritten() throws {
        #expect(try answer("The answer is **the Eiffel Tower**.", .text)?.display == "the Eiffel Tower")
    }
}
