import Refinement
import Testing

struct BooleanAnswerTests {
    static let spellings: [Extraction] = [
        .init("The answer is yes.", "yes"), .init("The answer is **No**.", "no"), .init("Answer: YES", "yes"),
        .init("The answer is true", "yes"), .init("The answer is False.", "no"), .init("The answer is correct.", "yes"),
        .init("The answer is incorrect", "no"), .init("The answer is not correct", nil),
        .init(#"\boxed{\text{Yes}}"#, "yes"),
        .init(#"\boxed{No}"#, "no"), .init("#### no", "no"), .init("Yes, because there is no reason not to.", "yes"),
        .init("No. Yes would be wrong.", "no"), .init("Well, no reason is given, so yes", "yes"),
        .init("There is no evidence.", nil), .init("So, no.", "no"), .init("yes", "yes"), .init("I am uncertain.", nil),
        .init("The answer is unknown", nil), .init("Yes or no? I say no", "no"), .init("The answer is \"yes\".", "yes"),
        .init("Is it? **Yes**", "yes"), .init("The answer is yes. The answer is no.", "no"),
        .init("know, yesterday", nil),
        .init("The answer is not yes but no", "no"), .init("The answer is definitely yes", "yes"),
    ]

    @Test(arguments: spellings)
    func readsSpelling(_ row: Extraction) throws {
        #expect(try answer(row.text, .boolean)?.canonical == row.canonical)
    }

    @Test func acceptsTrueWithoutMarkerOnlyWhenAskedFor() throws {
        #expect(try answer("It is true", .boolean, prompt: "True or false: 1 < 2")?.canonical == "yes")
        #expect(try answer("It is true", .boolean, prompt: "Is 1 < 2?") == nil)
    }

    @Test func showsTheWordAsWritten() throws {
        #expect(try answer("The answer is False.", .boolean)?.display == "False")
    }
}
