/// The syntax tree of a `Pattern`.
indirect enum PatternNode {
    case empty
    case set(PatternSet)
    case assertion(PatternAssertion)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    /// A capturing group; only the first is remembered.
    case group(PatternNode, number: Int)
    case repetition(PatternNode, count: ClosedRange<Int>, isUnbounded: Bool, isGreedy: Bool)
}

/// A condition on a place in the text.
enum PatternAssertion {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
}

/// What `(?ims)` at the start of a pattern sets.
struct PatternFlags {
    var ignoresCase = false
    var isMultiline = false
    var dotMatchesNewline = false
}
