/// How much nesting a reader accepts (RFC 8259 §9 lets a reader choose).
public struct JSONLimits: Sendable, Hashable {
    /// How many arrays and objects may stand inside one another.
    public var maxDepth: Int

    /// 128 deep unless said otherwise.
    public init(maxDepth: Int = 128) { self.maxDepth = maxDepth }
}
