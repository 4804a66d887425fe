/// The bounds of answer extraction; what lies beyond them is no answer.
enum AnswerLimits {
    /// Markers of one sort that are tried, from the last backwards.
    static let maxMarkers = 32
    /// Bytes of an answer behind a marker.
    static let maxMarkedBytes = 4096
    /// Bytes of a text that is taken for nothing but its answer.
    static let maxBareAnswerBytes = 80
    /// Bytes between "answer to …" and its "is".
    static let maxMarkerGapBytes = 80
    /// Significant digits of each part of a fraction that is not a decimal.
    static let maxFractionDigits = 400
    /// Powers of ten by which a fraction's parts may be scaled.
    static let maxFractionExponent = 400
    /// Digits that a canonical number is written out with; longer ones get an exponent.
    static let maxPlainDigits = 400
    /// Groups of two digits that a number in Indian notation may have.
    static let maxShortDigitGroups = 16
    /// Digits of an exponent.
    static let maxExponentDigits = 9
    /// Digits behind the point to which a caller may round.
    static let maxRoundingDigits = 100
    /// Levels of nested sets, tuples and groups in LaTeX.
    static let maxMathDepth = 16
    /// Bytes read in search of a bare JSON value, brackets tried again included.
    static let maxJSONScanBytes = 4_000_000
    /// Bytes at the end of a prompt that are searched for what they say of the answer.
    static let maxCueBytes = 32 * 1024
    /// Options of one question.
    static let maxChoices = 26
    /// Bytes of one option.
    static let maxChoiceBytes = 1024
    /// Bytes of a caller's pattern.
    static let maxPatternBytes = 1024
    /// Instructions a pattern compiles to.
    static let maxPatternInstructions = 2000
    /// Levels of groups in a pattern.
    static let maxPatternDepth = 50
    /// Steps of the matcher for one text: about a hundred milliseconds.
    static let maxPatternSteps = 2_500_000
}
