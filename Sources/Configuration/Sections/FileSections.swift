import HTTP
import HTTPServer
import HTTPTypes
import HoneService
import Logging
import Upstream

/// What a file says, section by section.
struct FileSections {
    var listenHost: String?
    var listenPort: Int?
    var upstreams: [UpstreamConfiguration] = []
    var models: [ModelConfiguration] = []
    /// All that belongs to the service.
    var service = ServiceConfiguration()
    var limits = ServerLimits()
    var telemetry = TelemetryConfiguration()
    var logLevel: Logger.Level?
    var gracePeriod: Duration?
    var isInsecure: Bool?

    /// Nothing: there is no file, or it is empty.
    init() {}

    init(_ root: ValueReader, _ surroundings: Surroundings) {
        guard let file = root.mapping(KnownKeys.top) else { return }
        if let listen = file["listen"]?.mapping(KnownKeys.listen) {
            listenHost = listen["host"]?.string("a name or an address")
            listenPort = listen["port"]?.integer(in: 0...65_535)
        }
        upstreams = file["upstreams"].map(UpstreamSection(surroundings: surroundings).read) ?? []
        // By what stands there, not by what could be read: one mistake is told once.
        let names = file["upstreams"]?.keyNames ?? []
        models = file["models"].map(ModelSection(upstreams: names).read) ?? []
        let known = KnownModels(upstreams: upstreams, expected: names.count, models: file["models"])
        service.defaultModel = file["default_model"]?.model(known)
        service.models = file["models"].map(DefaultsSection(models: known).read) ?? [:]
        service.keys = file["keys"].map(KeySection(models: known).read) ?? []
        if let cors = file["cors"]?.mapping(KnownKeys.cors) {
            service.allowedOrigins = cors["allowed_origins"]?.list(of: "origins") { $0.origin() } ?? []
        }
        if let section = file["limits"]?.mapping(KnownKeys.limits) { read(limits: section) }
        if let log = file["log"]?.mapping(KnownKeys.log) {
            logLevel = log["level"]?.choice(of: Logger.Level.allCases.map { ($0.rawValue, $0) }, kind: "level")
            service.logsContent = log["content"]?.boolean() ?? false
        }
        if let section = file["telemetry"]?.mapping(KnownKeys.telemetry) {
            telemetry.otlpEndpoint = section.require("otlp_endpoint")?.url()
            telemetry.otlpFields = section["otlp_headers"].map { HeaderFields.read($0, mayAuthorize: true) } ?? [:]
        }
        service.remembersDifficulty = file["difficulty_memory"]?.boolean() ?? false
        gracePeriod = file["grace_period"]?.duration(atLeast: .zero)
        isInsecure = file["insecure"]?.boolean()
    }

    private mutating func read(limits section: MappingReader) {
        if let body = section["body"]?.size(in: 1_024...1 << 30) {
            limits.http.maxBodyBytes = body
            service.maxBodyBytes = body
        }
        if let head = section["head"]?.size(in: 1_024...1 << 20) { limits.http.maxHeadBytes = head }
        if let connections = section["connections"]?.integer(in: 1...1_000_000) { limits.maxConnections = connections }
        if let connections = section["connections_per_client"]?.integer(in: 1...1_000_000) {
            limits.maxConnectionsPerClient = connections
        }
        if let runs = section["concurrent_runs"]?.integer(in: 1...1_000_000) { service.maxConcurrentRuns = runs }
    }
}
