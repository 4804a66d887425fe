/// How a server gives log-probabilities with one of its models.
public struct LogprobSupport: Sendable, Hashable {
    /// How many of the most likely tokens it is known to list at each token; 0 if it gives no log-probabilities.
    public var maxTop: Int
    /// Whether it was asked for more and gave no more.
    public var isLimit: Bool
    /// Whether they are the model's own: not those after temperature and cutting, which say nothing of its confidence.
    public var isRaw: Bool
    /// Whether it brings several choices of one call.
    public var bringsChoices: Bool

    /// Support as described.
    public init(maxTop: Int, isLimit: Bool = false, isRaw: Bool = true, bringsChoices: Bool = true) {
        self.maxTop = maxTop
        self.isLimit = isLimit
        self.isRaw = isRaw
        self.bringsChoices = bringsChoices
    }

    /// No log-probabilities at all.
    public static let none = LogprobSupport(maxTop: 0, isLimit: true, isRaw: false, bringsChoices: false)

    /// Whether log-probabilities come at all.
    public var isSupported: Bool { maxTop > 0 }

    /// Whether this says how many come when `k` are asked for.
    func covers(top k: Int) -> Bool { isLimit || k <= maxTop }
}
