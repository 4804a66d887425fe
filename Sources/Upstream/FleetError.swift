/// Why a fleet cannot even try.
public enum FleetError: Error, Hashable, Sendable {
    /// No model server has a model of that name.
    case unknownModel(String)
}
