import Refinement
import Testing

struct LettersAnswerTests {
    static let spellings: [Extraction] = [
        .init("The answer is yajo.", "yajo"), .init("The answer is 'ya jo'.", "yajo"),
        .init("The answer is \"YAJO\".", "yajo"),
        .init("The answer is y-a-j-o", "yajo"), .init("The answer is eiy1.", "eiy"),
        .init("The answer is yih'a.", "yiha"),
        .init("The answer is yajo. Well done!", "yajo"), .init(#"\boxed{yajo}"#, "yajo"), .init("Answer: yajo", "yajo"),
        .init("It gives the answer 'anna'.", "itgivestheansweranna"), .init("", nil),
        .init("The answer is 123", "theansweris"),
    ]

    @Test(arguments: spellings)
    func readsSpelling(_ row: Extraction) throws {
        #expect(try answer(row.text, .letters)?.canonical == row.canonical)
    }
}
