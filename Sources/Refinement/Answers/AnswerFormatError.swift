/// Why a request's wishes about its answer cannot be met.
public enum AnswerFormatError: Error, Sendable, Hashable {
    /// Type `regex` needs a pattern.
    case patternMissing
    /// The pattern cannot be compiled; the offset counts Unicode scalars.
    case patternInvalid(PatternFault, offset: Int)
    /// Options go with the types `choice` and `auto` only.
    case choicesNeedChoice(AnswerType)
    /// One option is no choice, and there are only so many letters.
    case choiceCount(Int, allowed: ClosedRange<Int>)
    /// An option is empty or too long.
    case choiceLength(index: Int, maxBytes: Int)
    /// Two options cannot be told apart.
    case choiceRepeated(String)
    /// Rounding goes with the types `number`, `latex` and `auto` only.
    case digitsNeedNumber(AnswerType)
    /// A number cannot be rounded to so many digits.
    case digitsOutOfRange(Int, allowed: ClosedRange<Int>)

    /// What a pattern may get wrong.
    public enum PatternFault: Sendable, Hashable {
        /// A bracket, brace, escape or quantifier that the syntax does not allow here.
        case syntax
        /// Look-around, backreferences and what else a matcher in linear time cannot do.
        case unsupported
        /// The pattern is longer, deeper or unrolls further than is allowed.
        case tooLarge
    }

    /// The reason in words for the caller.
    public var reason: String {
        switch self {
        case .patternMissing: "answer type 'regex' needs a 'pattern'"
        case .patternInvalid(.syntax, let offset): "the pattern has a syntax error at character \(offset)"
        case .patternInvalid(.unsupported, let offset):
            "the pattern uses something at character \(offset) that a linear-time matcher cannot do "
                + "(look-around, backreference, possessive or atomic group, Unicode property)"
        case .patternInvalid(.tooLarge, let offset): "the pattern is too large (at character \(offset))"
        case .choicesNeedChoice(let type): "'choices' contradict the answer type '\(type.rawValue)'"
        case .choiceCount(let count, let allowed):
            "\(count) choices given, allowed are \(allowed.lowerBound) to \(allowed.upperBound)"
        case .choiceLength(let index, let maxBytes): "choice \(index) is empty or longer than \(maxBytes) bytes"
        case .choiceRepeated(let label): "the choice '\(label)' is given more than once"
        case .digitsNeedNumber(let type): "'digits' contradict the answer type '\(type.rawValue)'"
        case .digitsOutOfRange(let digits, let allowed):
            "'digits' is \(digits), allowed are \(allowed.lowerBound) to \(allowed.upperBound)"
        }
    }
}
