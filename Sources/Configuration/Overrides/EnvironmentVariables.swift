import CurlClient
import Logging

/// What the variables `HONE_…` say; one that is set to nothing counts as not set.
struct EnvironmentVariables {
    private(set) var overrides = Overrides()
    private(set) var issues: [ConfigurationIssue] = []
    /// Variables that look as if they were meant for Hone, and are not known.
    private(set) var warnings: [String] = []

    /// The variables, each with what it says.
    static let known: [(name: String, meaning: String)] = [
        ("HONE_CONFIG", "the configuration file (--config)"),
        ("HONE_LISTEN_HOST", "listen.host (--host)"),
        ("HONE_LISTEN_PORT", "listen.port (--port)"),
        ("HONE_UPSTREAM_URL", "the only upstream's url (--upstream)"),
        ("HONE_UPSTREAM_KEY", "the only upstream's key itself"),
        ("HONE_MAX_IN_FLIGHT", "the only upstream's max_in_flight (--max-in-flight)"),
        ("HONE_DEFAULT_MODEL", "default_model (--model)"),
        ("HONE_LOG_LEVEL", "log.level (--log-level)"),
        ("HONE_GRACE_PERIOD", "grace_period, such as 30s (--grace-period)"),
        ("HONE_INSECURE", "insecure: true or false (--insecure)"),
    ]

    init(_ environment: [String: String]) {
        let variables = environment.filter { $0.key.hasPrefix("HONE_") && !$0.value.isEmpty }
        let known = Self.known.map(\.name)
        warnings = variables.keys.filter { !known.contains($0) }.sorted().map { name in
            let nearest = Spelling.nearest(to: name, among: known).map { "; did you mean \($0)?" }
            return "the environment variable \(name) is not known" + (nearest ?? "")
        }
        overrides.host = setting("HONE_LISTEN_HOST", variables) { $0 }
        overrides.port = setting("HONE_LISTEN_PORT", variables, "a number from 0 to 65535") {
            Int($0).flatMap { (0...65_535).contains($0) ? $0 : nil }
        }
        overrides.upstreamURL = setting(
            "HONE_UPSTREAM_URL", variables, "an http or https URL such as http://127.0.0.1:8000/v1"
        ) { try? UpstreamURL($0) }
        overrides.upstreamKey = setting("HONE_UPSTREAM_KEY", variables, "one line of visible characters") {
            $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? $0 : nil
        }
        overrides.maxInFlight = setting("HONE_MAX_IN_FLIGHT", variables, "a whole number, at least 1") {
            Int($0).flatMap { $0 > 0 ? $0 : nil }
        }
        overrides.defaultModel = setting("HONE_DEFAULT_MODEL", variables) { $0 }
        let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
        overrides.logLevel = setting("HONE_LOG_LEVEL", variables, "one of \(levels)", Logger.Level.init(rawValue:))
        overrides.gracePeriod = setting("HONE_GRACE_PERIOD", variables, "a time such as 30s") {
            Duration(configured: $0).flatMap { $0 <= ConfigurationLimits.maxDuration ? $0 : nil }
        }
        overrides.isInsecure = setting("HONE_INSECURE", variables, "true or false", Bool.init)
    }

    /// Reads one; what it says is never shown, for it may be a secret.
    private mutating func setting<Value>(
        _ name: String, _ variables: [String: String], _ expected: String = "text", _ read: (String) -> Value?
    ) -> Override<Value>? {
        guard let text = variables[name] else { return nil }
        let place = ConfigurationIssue.Place.variable(name)
        guard let value = read(text) else {
            issues.append(
                ConfigurationIssue(place: place, path: "", problem: .wrong(expected: expected, found: nil)))
            return nil
        }
        return Override(value, from: place)
    }
}
