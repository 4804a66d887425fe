import CurlClient
public import HTTPServer
public import HoneService
public import Logging
public import Upstream

/// All that one `hone serve` is told, from its file, its environment and its command line together.
public struct Configuration: Sendable {
    /// Where it listens.
    public var listen = ListenConfiguration()
    /// The model servers and their models.
    public var fleet: FleetConfiguration
    /// How the service behaves.
    public var service = ServiceConfiguration()
    /// What the server takes from its clients.
    public var limits = ServerLimits()
    /// Where traces go.
    public var telemetry = TelemetryConfiguration()
    /// The least that is logged.
    public var logLevel = Logger.Level.info
    /// How long running requests have left after SIGTERM.
    public var gracePeriod: Duration = .seconds(10)
    /// Whether anybody who reaches it may use it.
    public var isInsecure = false
    /// What is odd but no error.
    public var warnings: [String] = []

    /// A configuration with these model servers and the defaults for all else.
    init(fleet: FleetConfiguration) { self.fleet = fleet }
}

extension Configuration {
    /// What of `new` cannot take the place of this one while Hone runs; nil if all can.
    public func needsRestart(for new: Configuration) -> String? {
        let differences = [
            ("'listen'", listen != new.listen), ("'limits' but 'concurrent_runs'", limits != new.limits),
            ("'telemetry'", telemetry != new.telemetry), ("'log.level'", logLevel != new.logLevel),
            ("'grace_period'", gracePeriod != new.gracePeriod),
        ]
        let names = differences.filter(\.1).map(\.0)
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }

    /// Why Hone must not listen there: others than this machine could use the model servers without a key.
    ///
    /// - Parameters:
    ///   - host: The address.
    ///   - place: Where it is set.
    public func refusal(ofHost host: String, from place: ConfigurationIssue.Place? = nil) -> ConfigurationIssue? {
        guard service.keys.isEmpty, !isInsecure, !ListenConfiguration.isLoopback(host) else { return nil }
        return ConfigurationIssue(
            place: place ?? .settings, path: "listen.host",
            problem: .conflict(
                "on \(host) everybody who reaches it could use the model servers: let clients in by 'keys' in the file "
                    + "of --config, listen on 127.0.0.1, or say that it is meant with --insecure (insecure: true)"))
    }
}

/// Where Hone listens.
public struct ListenConfiguration: Sendable, Hashable {
    /// A name or an address.
    public var host = "127.0.0.1"
    /// The port; 0 takes a free one.
    public var port = 8080

    /// The default: port 8080, for this machine only.
    public init() {}

    /// Whether only this machine can reach `host`.
    public static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "::1"].contains(host.lowercased()) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
