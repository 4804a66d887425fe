public import JSON

/// Everything that a result depends on beside the question itself, name by name.
public struct EvaluationSettings: Sendable, Hashable {
    /// The settings in the order they are written.
    public let members: JSON.Object

    /// Settings, of which those that are nil are left out.
    public init(_ members: [(name: String, value: JSON?)]) {
        self.members = JSON.Object(members.compactMap { name, value in value.map { JSON.Member(name, $0) } })
    }

    /// Settings as they stand in a file.
    init(_ members: JSON.Object) { self.members = members }

    /// Checks that results were made with these settings.
    ///
    /// - Throws: `EvaluationError.otherSetting` naming the first that differs.
    func require(_ found: EvaluationSettings) throws(EvaluationError) {
        for name in members.members.map(\.name) + found.members.members.map(\.name) {
            let (wanted, other) = (members[name], found.members[name])
            guard wanted == other else {
                throw .otherSetting(
                    name: name, found: other?.description ?? "unset", wanted: wanted?.description ?? "unset")
            }
        }
    }
}
