/// A setting from the environment or the command line, and where it stands there.
public struct Override<Value: Sendable>: Sendable {
    /// The setting.
    public let value: Value
    /// Where it stands.
    public let place: ConfigurationIssue.Place

    /// A setting that stands there.
    public init(_ value: Value, from place: ConfigurationIssue.Place) {
        self.value = value
        self.place = place
    }
}
