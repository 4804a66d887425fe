/// What tells a trial from every other, over several runs of the program.
public struct TrialKey: Sendable, Hashable {
    /// The question's name.
    public let id: String
    /// A hash of what is asked and of the right answer.
    public let hash: String
    /// By how many places the recorded samples are turned.
    public let rotation: Int

    /// A key of these parts.
    public init(id: String, hash: String, rotation: Int = 0) {
        self.id = id
        self.hash = hash
        self.rotation = rotation
    }
}
