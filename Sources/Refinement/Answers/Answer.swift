/// An answer found in a text, in a form that makes equality an equivalence relation: no tolerance, no order of arrival.
public struct Answer: Sendable {
    /// The class the answer belongs to.
    public let kind: AnswerKind
    /// The key under which equal answers meet, such as `1/3` or `0.5`.
    public let canonical: String
    /// What a user is shown: the answer as this text spelt it, such as `\frac{1}{3}`.
    public let display: String

    /// What votes for having no answer where nulls are counted.
    static let null = Answer(kind: .null)

    private init(kind: AnswerKind) {
        self.kind = kind
        canonical = ""
        display = ""
    }

    /// Whether this is an answer, not a vote for having none.
    public var isAnswer: Bool { kind != .null }

    /// An answer whose canonical form is not empty.
    init?(kind: AnswerKind, canonical: String, display: String) {
        guard !canonical.isEmpty else { return nil }
        self.kind = kind
        self.canonical = canonical
        self.display = display
    }
}

extension Answer: Hashable {
    /// Whether both have the same class and canonical form; how they are shown does not matter.
    public static func == (left: Answer, right: Answer) -> Bool {
        left.kind == right.kind && left.canonical == right.canonical
    }

    /// Hashes what equality compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(canonical)
    }
}
