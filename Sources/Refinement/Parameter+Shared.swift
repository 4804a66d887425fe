extension Parameter {
    /// Whether a method does as its paper, or is kept from making answers worse.
    static let mode = word(
        "mode", default: RefinementMode.guarded,
        "Whether a revision must be judged better to replace the answer, or always does, as in the paper.")

    /// Whether having no answer is a value that can win and that can stop: as in the official scripts of several papers
    /// (sampling.md §0.3).
    static let countNull = flag(
        "count_null", default: false,
        "Whether samples without an answer vote, for having none, as in several official scripts; only to reproduce them."
    )
}
