/// A configuration that cannot be used, with everything that is wrong with it.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    /// All that is wrong, in the order in which it stands.
    public let issues: [ConfigurationIssue]

    /// One line for each.
    public var description: String { issues.map(\.description).joined(separator: "\n") }
}
