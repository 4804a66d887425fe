import Refinement

/// What the service remembers from the start of the process to its end, whatever becomes of its configuration.
public final class ServiceState: Sendable {
    /// What is measured and told of all requests.
    public let telemetry: Telemetry
    let door = Door(ServiceConfiguration())
    let runs = RunStore()
    let memory = DifficultyMemory(capacity: ServiceLimits.maxDifficultyKinds)

    /// Nothing remembered yet.
    public init(telemetry: Telemetry) { self.telemetry = telemetry }
}
