/// A caller's regular expression, matched in time linear in the text whatever the pattern says: a backtracking engine
/// would let one request occupy a core for hours. Look-around and backreferences, which need one, are refused.
///
/// Syntax: literals, `.`, classes with ranges, `\d \w \s \b` and their negations, `^ $`, groups (capturing, `(?:…)`,
/// named), `|`, greedy and lazy `* + ? {m,n}`, and the flags `(?ims)` at the start. Scalars are matched, not graphemes.
public struct Pattern: Sendable {
    /// The pattern as the caller wrote it.
    public let source: String
    let program: PatternProgram

    init(_ source: String) throws(AnswerFormatError) {
        guard source.utf8.count <= AnswerLimits.maxPatternBytes else {
            throw .patternInvalid(.tooLarge, offset: AnswerLimits.maxPatternBytes)
        }
        self.source = source
        var parser = PatternParser(source)
        let (node, flags) = try parser.parse()
        program = try PatternProgram(node, flags: flags)
    }

    /// What group 1 of the last match holds, or the whole match when the pattern has no group 1 or it took no part; nil
    /// without a match and when the text is too much work (`AnswerLimits.maxPatternSteps`).
    func lastMatch(in text: String) -> String? {
        var matcher = PatternMatcher(program, text: Array(text.unicodeScalars))
        guard let range = matcher.lastMatch() else { return nil }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: matcher.text[range])
        return String(result)
    }
}
