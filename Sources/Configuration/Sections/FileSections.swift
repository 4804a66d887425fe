import HTTPServer
import Logging
import Upstream

/// What a file says, section by section.
struct FileSections {
    var listenHost: String?
    var listenPort: Int?
    var upstreams: [UpstreamConfiguration] = []
    var models: [ModelConfiguration] = []
    var defaultModel: ValueReader?
    var limits = ServerLimits()
    var logLevel: Logger.Level?
    var remembersDifficulty: Bool?
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
        let names = file["upstreams"]?.node.mapping?.keys.compactMap { $0.scalar?.string } ?? []
        models = file["models"].map(ModelSection(upstreams: names).read) ?? []
        defaultModel = file["default_model"]
        if let section = file["limits"]?.mapping(KnownKeys.limits) { read(limits: section) }
        if let log = file["log"]?.mapping(KnownKeys.log) {
            logLevel = log["level"]?.choice(of: Logger.Level.allCases.map { ($0.rawValue, $0) }, kind: "level")
        }
        remembersDifficulty = file["difficulty_memory"]?.boolean()
        gracePeriod = file["grace_period"]?.duration(atLeast: .zero)
        isInsecure = file["insecure"]?.boolean()
    }

    private mutating func read(limits section: MappingReader) {
        if let body = section["body"]?.size(in: 1_024...1 << 30) { limits.http.maxBodyBytes = body }
        if let head = section["head"]?.size(in: 1_024...1 << 20) { limits.http.maxHeadBytes = head }
        if let connections = section["connections"]?.integer(in: 1...1_000_000) { limits.maxConnections = connections }
    }
}
