extension Parameter {
    /// Whether having no answer is a value that can win and that can stop: as in the official scripts of several papers
    /// (sampling.md §0.3).
    static let countNull = flag(
        "count_null", default: false,
        "Whether samples without an answer vote, for having none, as in several official scripts; only to reproduce them."
    )
}
