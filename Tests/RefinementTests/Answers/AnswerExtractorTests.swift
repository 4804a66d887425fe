import Refinement
import Testing

struct AnswerExtractorTests {
    static let cues: [(String, AnswerType, AnswerTypeReason)] = [
        ("Which?\nA) x\nB) y", .choice, .optionsInPrompt), ("Is it so? Answer yes or no.", .boolean, .yesOrNoInPrompt),
        ("True or false: it rains", .boolean, .yesOrNoInPrompt),
        (#"Solve. Put the answer in \boxed{}."#, .math, .boxedInPrompt),
        ("Take the last letters of each word in \"Ann Bob\" and concatenate them.", .letters, .lastLettersInPrompt),
        ("How many apples are there?", .number, .numberInPrompt), ("What is 17*23?", .number, .numberInPrompt),
        ("What is 17 × 23?", .number, .numberInPrompt), ("Calculate 3 plus 4.", .number, .numberInPrompt),
        ("Please compute the total.", .text, .noCue), ("Ann has 3. How much does she pay?", .number, .numberInPrompt),
        (#"What is the value of $\frac{x}{2}$?"#, .math, .numberInPrompt),
        ("Mia has 22 cards. She loses 11. How many now?", .number, .numberInPrompt),
        ("Who wrote Hamlet?", .text, .noCue), ("Explain how many people feel. Who are they?", .text, .noCue),
        ("Write an essay about computers.", .text, .noCue), ("", .text, .noCue), ("A: Hello\nB: Hi", .text, .noCue),
        ("What is the date 10/11/2012 plus a week?", .text, .noCue),
    ]

    @Test(arguments: cues)
    func choosesByCue(prompt: String, type: AnswerType, reason: AnswerTypeReason) throws {
        let extractor = AnswerExtractor(format: try AnswerFormat(), prompt: prompt, isJSONRequested: false)
        #expect(extractor.resolvedType == type)
        #expect(extractor.reason == reason)
    }

    @Test func prefersWhatTheRequestSays() throws {
        let prompt = "How many? Yes or no?"
        func type(_ format: AnswerFormat, isJSON: Bool = false) -> AnswerTypeReason {
            AnswerExtractor(format: format, prompt: prompt, isJSONRequested: isJSON).reason
        }
        #expect(type(try AnswerFormat(type: .text), isJSON: true) == .requested)
        #expect(type(try AnswerFormat(pattern: "x"), isJSON: true) == .patternGiven)
        #expect(type(try AnswerFormat(choices: AnswerChoice.options(["x", "y"])), isJSON: true) == .choicesGiven)
        #expect(type(try AnswerFormat(), isJSON: true) == .jsonRequested)
        #expect(type(try AnswerFormat()) == .yesOrNoInPrompt)
    }

    static let classes: [(String, AnswerKind?, String?)] = [
        ("The answer is 18 apples.", .number, "18"), (#"\boxed{\frac12}"#, .number, "0.5"),
        (#"\boxed{\sqrt2}"#, .math, #"\sqrt{2}"#),
        ("The answer is Paris.", .text, "paris"), (#"\boxed{\text{Paris}}"#, .text, "paris"), ("391", .number, "391"),
        ("391.", .number, "391"), ("It was built in 1889 and is tall.", .text, "it was built in 1889 and is tall"),
        ("The answer is 12 Angry Men.", .text, "12 angry men"),
        ("The answer is One Direction.", .text, "one direction"),
    ]

    @Test(arguments: classes)
    func classesMarkedAnswersWithoutCue(text: String, kind: AnswerKind?, canonical: String?) throws {
        let found = try answer(text, .auto, prompt: "Well?")
        #expect(found?.kind == kind)
        #expect(found?.canonical == canonical)
    }

    @Test(arguments: [AnswerType.auto, .number, .math, .choice, .boolean, .letters, .json, .code, .text])
    func findsNothingInATruncatedTextWithoutMarker(type: AnswerType) throws {
        #expect(try answer("So it is (B) 12 yes and then we 15", type, prompt: "How many?", isTruncated: true) == nil)
    }

    @Test(arguments: [
        ("The answer is 12", nil), ("The answer is 12.", "12"), ("The answer is 12\n", "12"),
        (#"\boxed{12}, so"#, "12"),
        (#"The answer is 7. Then \boxed{1"#, "7"), ("#### 12", nil), ("#### 12\n", nil),
        ("The answer is 7. The answer is 1", "7"),
    ])
    func takesOnlyACompleteMarkedAnswerOfATruncatedText(text: String, canonical: String?) throws {
        #expect(try answer(text, .number, isTruncated: true)?.canonical == canonical)
    }

    @Test func readsAPatternsMatchAsTheType() throws {
        #expect(
            try answer("cost: 1,000.0 units; cost: 2", .number, pattern: #"cost: ([\d.,]+) units"#)?.canonical == "1000"
        )
        #expect(try answer("The answer is 5", .number, pattern: "cost") == nil)
        #expect(try answer("id= x  y ;", .auto, pattern: "id=([^;]*);")?.canonical == "x  y")
    }

    @Test func comparesByClassAndCanonicalFormOnly() throws {
        let half = try #require(try answer("The answer is 0.50", .number))
        let fraction = try #require(try answer(#"\boxed{\frac12}"#, .math))
        #expect(half == fraction)
        #expect(half.display != fraction.display)
        #expect(Set([half, fraction]).count == 1)
        #expect(try answer("The answer is 5", .text) != (try answer("The answer is 5", .number)))
    }

    @Test func requiresAMarkerIfAskedTo() throws {
        let format = try AnswerFormat(type: .number, requiresMarker: true)
        let extractor = AnswerExtractor(format: format, prompt: nil, isJSONRequested: false)
        #expect(extractor.answer(in: "It is 5.", isTruncated: false) == nil)
        #expect(extractor.answer(in: "The answer is 5.", isTruncated: false)?.canonical == "5")
    }
}
