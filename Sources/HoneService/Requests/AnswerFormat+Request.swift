import JSON
import OpenAI
import Refinement

extension AnswerFormat {
    /// Reads the member `answer`: the kind of answer that is wanted and how it is recognised.
    ///
    /// - Throws: `RequestError` naming the member.
    init(_ answer: MemberReader) throws(RequestError) {
        let type = try Self.type(answer)
        let pattern = try answer.string("pattern")
        let digits = try answer.integer("digits", in: Int.min...Int.max)
        let choices = try Self.choices(answer)
        do throws(AnswerFormatError) {
            try self.init(type: type, pattern: pattern, choices: choices, digits: digits)
        } catch {
            throw .notHonoured(member: answer.name(error.member), reason: error.reason)
        }
    }

    private static func type(_ answer: MemberReader) throws(RequestError) -> AnswerType {
        guard let word = try answer.string("type") else { return .auto }
        guard let type = AnswerType(named: word) else {
            let known = AnswerType.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            throw .outOfRange(member: answer.name("type"), allowed: "one of \(known)", found: "'\(word)'")
        }
        return type
    }

    private static func choices(_ answer: MemberReader) throws(RequestError) -> [AnswerChoice] {
        var texts: [String] = []
        for (index, choice) in try (answer.array("choices") ?? []).enumerated() {
            guard let text = choice.string else {
                throw .wrongType(
                    member: answer.name("choices[\(index)]"), expected: "a string", found: choice.kind)
            }
            texts.append(text)
        }
        return AnswerChoice.options(texts)
    }
}

extension AnswerFormatError {
    /// The member of `answer` that is at fault.
    fileprivate var member: String {
        switch self {
        case .patternMissing, .patternInvalid: "pattern"
        case .choicesNeedChoice, .choiceCount, .choiceLength, .choiceRepeated: "choices"
        case .digitsNeedNumber, .digitsOutOfRange: "digits"
        }
    }
}
