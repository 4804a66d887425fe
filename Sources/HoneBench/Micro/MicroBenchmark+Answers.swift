import Refinement

extension MicroBenchmark {
    /// The answer found in what a model wrote.
    static func answers() throws -> [MicroBenchmark] {
        var text = MicroText(seed: 11)
        let reasoning = text.prose(bytes: 900)
        let cases: [(name: String, type: AnswerType, end: String)] = [
            ("answer, a number", .number, "\nThe answer is 391."),
            ("answer, a box", .math, "\nTherefore $x = \\boxed{\\frac{3}{4}}$."),
            ("answer, a choice", .choice, "\nSo the correct option is (C)."),
            ("answer, of no known type", .auto, "\nThe answer is 42 apples."),
            ("answer, none", .number, "\nI do not know it."),
        ]
        return try cases.map { name, type, end in
            let extractor = AnswerExtractor(
                format: try AnswerFormat(type: type, requiresMarker: end.hasSuffix("it.")),
                prompt: "What is 17 * 23? (A) 390 (B) 392 (C) 391", isJSONRequested: false)
            let reply = reasoning + end
            return MicroBenchmark(name: name, unit: "text", items: 1, input: Array(reply.utf8)) {
                extractor.answer(in: reply, isTruncated: false)?.canonical.utf8.count ?? 0
            }
        }
    }
}
