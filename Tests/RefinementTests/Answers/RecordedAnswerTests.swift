import JSON
import Refinement
import Testing

/// Agreement with the answers that were recorded for texts of real models; see `RecordedSamples`.
struct RecordedAnswerTests {
    static let lastLetters = "data/lastletters_gpt35_texts.jsonl.gz"
    static let dates = "data/natural_program_date.jsonl.gz"
    static let outputs = "data/cruxeval_cl7b_t02.jsonl.gz"
    static let tiny = "tinymodel/recorded.jsonl.gz"

    @Test(.enabled(if: RecordedSamples.has(lastLetters)))
    func reproducesAllLastLetterAnswers() throws {
        let texts = try RecordedSamples.lines(Self.lastLetters)
        let twins = try RecordedSamples.lines("data/lastletters_gpt35_esc.jsonl")
        var count = 0
        for (question, twin) in zip(texts, twins) {
            let extractor = AnswerExtractor(
                format: try AnswerFormat(), prompt: question["question"]?.string, isJSONRequested: false)
            #expect(extractor.resolvedType == .letters)
            let samples = (question["generated_answer"]?.array ?? []).compactMap(\.string)
            let answers = (twin["answers"]?.array ?? []).compactMap(\.string)
            var known: [String: String] = [:]
            for (text, answer) in zip(samples, answers) {
                let found = known[text] ?? extractor.answer(in: text, isTruncated: false)?.canonical ?? ""
                known[text] = found
                #expect(found == answer, "\(text)")
                count += 1
            }
        }
        #expect(count == 20_000)
    }

    /// The recording script's own pattern gives all its answers; read as a number, two texts that run on behind their
    /// answer ("The answer is 523.2 + 59 = 62.") differ, and with `requiresMarker` even the nulls come back.
    @Test(
        .enabled(if: RecordedSamples.has(tiny)),
        arguments: [(nil, true, 2), (nil, false, 2), ("The answer is (-?[0-9]+)", false, 0)])
    func reproducesTheTinyModelsAnswers(pattern: String?, requiresMarker: Bool, differing: Int) throws {
        let format = try AnswerFormat(
            type: pattern == nil ? .auto : .regex, pattern: pattern, requiresMarker: requiresMarker)
        var count = 0
        var different = 0
        for question in try RecordedSamples.lines(Self.tiny) {
            let extractor = AnswerExtractor(
                format: format, prompt: question["question"]?.string, isJSONRequested: false)
            #expect(extractor.resolvedType == (pattern == nil ? .number : .regex))
            var known: [String: String?] = [:]
            for sample in [question["greedy"] ?? .null] + (question["samples"]?.array ?? []) {
                let text = try #require(sample["text"]?.string)
                let isTruncated = sample["finish_reason"]?.string == "length"
                let found = known[text] ?? extractor.answer(in: text, isTruncated: isTruncated)?.canonical
                known[text] = .some(found)
                count += 1
                let answer = sample["answer"]?.string
                if found != answer, answer != nil || requiresMarker || pattern != nil { different += 1 }
            }
        }
        #expect(count == 8200)
        #expect(different == differing)
    }

    /// The recording took the first date of the last line and gave up on some texts, hence not all agree.
    @Test(.enabled(if: RecordedSamples.has(dates)))
    func findsTheRecordedDatesByPattern() throws {
        let format = try AnswerFormat(type: .regex, pattern: #"\d{2}/\d{2}/\d{4}"#)
        var count = 0
        var agreeing = 0
        for question in try RecordedSamples.lines(Self.dates) {
            let extractor = AnswerExtractor(
                format: format, prompt: question["question"]?.string, isJSONRequested: false)
            let texts = (question["generations"]?.array ?? []).compactMap(\.string)
            let answers = (question["answers"]?.array ?? []).compactMap(\.string)
            for (text, answer) in zip(texts, answers) {
                let found = extractor.answer(in: text, isTruncated: false)?.canonical
                count += 1
                if found ?? "No answer!" == answer { agreeing += 1 }
            }
        }
        #expect(count == 3690)
        #expect(agreeing == 3629)
    }

    /// Python literals, exactly as they stand: what passed and what failed never fall together.
    @Test(.enabled(if: RecordedSamples.has(outputs)))
    func keepsRightAndWrongOutputsApart() throws {
        let format = try AnswerFormat(type: .regex, pattern: "(?s)^.*$")
        let extractor = AnswerExtractor(format: format, prompt: nil, isJSONRequested: false)
        var count = 0
        var merged = 0
        for question in try RecordedSamples.lines(Self.outputs) {
            let texts = (question["generations"]?.array ?? []).compactMap(\.string)
            let passed = (question["passed"]?.array ?? []).compactMap(\.bool)
            var verdicts: [Answer: Set<Bool>] = [:]
            for (text, isRight) in zip(texts, passed) {
                count += 1
                guard let answer = extractor.answer(in: text, isTruncated: false) else { continue }
                verdicts[answer, default: []].insert(isRight)
            }
            merged += verdicts.values.count { $0.count > 1 }
        }
        #expect(count == 8000)
        #expect(merged == 0)
    }
}
