import CurlClient
import HoneService
import Upstream

/// Puts the sections of the file and what overrides them together, and checks what only the whole can tell.
struct ConfigurationAssembly {
    private let sections: FileSections
    private let overrides: Overrides
    private(set) var issues: [ConfigurationIssue] = []

    init(sections: FileSections, overrides: Overrides) {
        self.sections = sections
        self.overrides = overrides
    }

    /// The configuration; what is wrong with it is in `issues`.
    mutating func assemble() -> Configuration? {
        guard let upstreams = upstreams() else { return nil }
        var configuration = Configuration(fleet: FleetConfiguration(upstreams: upstreams, models: sections.models))
        configuration.service = sections.service
        configuration.limits = sections.limits
        configuration.telemetry = sections.telemetry
        let host = overrides.host?.value ?? sections.listenHost
        let port = overrides.port?.value ?? sections.listenPort
        if let host { configuration.listen.host = host }
        if let port { configuration.listen.port = port }
        if let model = overrides.defaultModel?.value { configuration.service.defaultModel = model }
        if let remembers = overrides.remembersDifficulty?.value {
            configuration.service.remembersDifficulty = remembers
        }
        if let level = overrides.logLevel?.value ?? sections.logLevel { configuration.logLevel = level }
        if let period = overrides.gracePeriod?.value ?? sections.gracePeriod { configuration.gracePeriod = period }
        configuration.isInsecure = overrides.isInsecure?.value ?? sections.isInsecure ?? false
        if let issue = configuration.refusal(ofHost: configuration.listen.host, from: overrides.host?.place) {
            issues.append(issue)
        }
        return configuration
    }

    /// The file's model servers, the only one of which others may override; or one that only the others know.
    private mutating func upstreams() -> [UpstreamConfiguration]? {
        var upstreams = sections.upstreams
        if upstreams.count > 1 {
            let names = upstreams.map { "'\($0.name)'" }.joined(separator: ", ")
            for place in overrides.upstreamPlaces {
                note(
                    .conflict("there are several upstreams in the file (\(names)): change the one you mean there"),
                    place)
            }
            return upstreams
        }
        if upstreams.isEmpty, let base = overrides.upstreamURL?.value {
            upstreams = [UpstreamConfiguration(base: base)]
        } else if let base = overrides.upstreamURL?.value {
            upstreams[0].replicas = [base]
        }
        guard !upstreams.isEmpty else {
            let remedy = "give --upstream URL, HONE_UPSTREAM_URL, or 'upstreams' in the file of --config"
            note(.conflict("there is no model server: \(remedy)"), .settings)
            return nil
        }
        if let key = overrides.upstreamKey?.value { upstreams[0].key = key }
        if let limit = overrides.maxInFlight?.value { upstreams[0].maxSamplesInFlight = limit }
        if let timeout = overrides.timeout?.value {
            upstreams[0].timeouts.firstByte = timeout
            upstreams[0].timeouts.idle = timeout
        }
        return upstreams
    }

    private mutating func note(_ problem: ConfigurationProblem, _ place: ConfigurationIssue.Place) {
        issues.append(ConfigurationIssue(place: place, path: "", problem: problem))
    }
}

extension Overrides {
    /// Where something is said of the only model server.
    fileprivate var upstreamPlaces: [ConfigurationIssue.Place] {
        [upstreamURL?.place, upstreamKey?.place, maxInFlight?.place, timeout?.place].compactMap { $0 }
    }
}
