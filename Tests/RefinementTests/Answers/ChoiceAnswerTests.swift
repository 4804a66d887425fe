import Refinement
import Testing

struct ChoiceAnswerTests {
    static let prompt = "Which colour has the sky?\nA) red\nB) blue\nC) green\nD) the colour of money"

    static let spellings: [Extraction] = [
        .init("The answer is B.", "B"), .init("The answer is (B).", "B"), .init("The answer is B) blue", "B"),
        .init("The answer is b", "B"), .init("The answer is (b)", "B"), .init("The answer is **B**.", "B"),
        .init("The answer is **B. blue**.", "B"), .init("The answer is [B]", "B"), .init("The answer is \"B\".", "B"),
        .init("The answer is option B.", "B"), .init("The answer is choice (B), blue.", "B"),
        .init("The correct option is unclear.\n**Final Answer:** B", "B"), .init("**Answer: B**", "B"),
        .init("Answer: B - blue", "B"), .init("The answer is B because the sky is blue.", "B"),
        .init("The answer is A because the sky is red.", "A"), .init("The answer is A.", "A"),
        .init(#"\boxed{B}"#, "B"), .init(#"\boxed{\text{(C)}}"#, "C"), .init(#"\boxed{\textbf{(C)} green}"#, "C"),
        .init(#"\boxed{\text{C}}"#, "C"), .init("The answer is $C$.", "C"), .init("#### C", "C"),
        .init("The answer is blue.", "B"), .init("The answer is Blue!", "B"),
        .init("The answer is the color of money", nil),
        .init("The answer is colour of money.", "D"), .init("The answer is not (A) but (C).", "C"),
        .init("The answer is not B.", nil), .init("The answer is A and C", "A,C"), .init("The answer is C, A.", "A,C"),
        .init("The answer is A, B, and D", "A,B,D"), .init("The answer is E.", nil), .init("The answer is Ｂ.", "B"),
        .init("The answer is the second, (B).", "B"), .init("The answer is B or C.", nil),
        .init("I think that (A) is wrong, so (B)", "B"), .init("So B", "B"), .init("B", "B"), .init("(b)", "B"),
        .init("A dog is a dog. I know.", nil), .init("It must be C, I think.", "C"), .init("option A it is", "A"),
        .init("Vitamin-C helps.\nblue", "B"), .init("Blue.", "B"), .init("This is an X-ray", nil),
        .init("Let me think about D'Artagnan", nil), .init("<think>(A)</think>(D)", "D"),
    ]

    @Test(arguments: spellings)
    func readsSpelling(_ row: Extraction) throws {
        #expect(try answer(row.text, .choice, prompt: Self.prompt)?.canonical == row.canonical)
    }

    @Test(arguments: [
        "A) red\nB) blue\nC) green", "(A) red\n(B) blue\n(C) green", "A. red\nB. blue\nC. green",
        "A: red\nB: blue\nC: green",
        "Options: (A) red (B) blue (C) green", "A) red B) blue C) green", "- A) red\n- B) blue\n- C) green",
        "**A.** red\n**B.** blue\n**C.** green", "a) red\nb) blue\nc) green", "(a) red, (b) blue, (c) green",
        "[A] red\n[B] blue\n[C] green", "Q: 1+1?\n(A) 2 (B) 3\nA: (A)\nQ: sky?\n(A) red (B) blue (C) green\nA:",
    ])
    func readsOptionsFromPrompt(prompt: String) throws {
        let found = try answer("The answer is blue.", .auto, prompt: prompt)
        #expect(found?.kind == .choice)
        #expect(found?.canonical == "B")
        #expect(try answer("The answer is D.", .auto, prompt: prompt) == nil)
    }

    @Test func acceptsLettersToJWithoutOptions() throws {
        #expect(try answer("The answer is J.", .choice)?.canonical == "J")
        #expect(try answer("The answer is K.", .choice) == nil)
    }

    @Test(arguments: [
        ("The answer is positive.", "positive"), ("Sentiment: it is very good, so Positive", "positive"),
        ("The answer is not negative but neutral.", "neutral"),
        ("First negative, in the end mixed feelings.", "mixed feelings"),
        ("**Answer:** Mixed Feelings", "mixed feelings"), ("The answer is positive or negative", nil),
    ])
    func readsLabelsThatAreWords(text: String, canonical: String?) throws {
        let choices = AnswerChoice.options(["positive", "negative", "neutral", "mixed feelings"])
        #expect(try answer(text, .choice, choices: choices)?.canonical == canonical)
    }

    @Test func givesLabelledTextsTheirLabels() {
        #expect(AnswerChoice.options(["A) red", "B) blue"]).map(\.label) == ["A", "B"])
        #expect(AnswerChoice.options(["red", "blue"]).map(\.label) == ["red", "blue"])
    }

    @Test func mapsATextOnlyToAUniqueOption() throws {
        let choices = [AnswerChoice(label: "A", text: "red"), AnswerChoice(label: "B", text: "blue")]
        #expect(try answer("The answer is red.", .choice, choices: choices)?.canonical == "A")
        #expect(try answer("red", .choice, prompt: "A) red\nB) Red!\nC) blue") == nil)
    }
}
