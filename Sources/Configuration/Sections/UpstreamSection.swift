import CurlClient
import HTTPTypes
import Upstream

/// `upstreams`: the model servers by name.
struct UpstreamSection {
    let surroundings: Surroundings

    func read(_ value: ValueReader) -> [UpstreamConfiguration] {
        let servers = value.names(of: "model servers")?.all ?? []
        return servers.compactMap { name, value in
            value.mapping(KnownKeys.upstream).flatMap { upstream(named: name, $0) }
        }
    }

    private func upstream(named name: String, _ server: MappingReader) -> UpstreamConfiguration? {
        let replicas = replicas(of: server)
        let key = KeyReader(surroundings: surroundings).read(server)
        let fields = server["headers"].map { HeaderFields.read($0) } ?? [:]
        let timeouts = server["timeouts"].map(Self.timeouts) ?? .forModels
        let inFlight = server["max_in_flight"]?.integer(in: 1...1_000_000)
        let queue = server["queue"].map(Self.queue) ?? QueueLimits()
        let retries = server["retries"].map(Self.retries) ?? RetryPolicy()
        let breaker = server["breaker"].map(Self.breaker) ?? BreakerPolicy()
        let connection = connection(to: server)
        let models = server["models"]?.list(of: "the names of models") { $0.string("the name of a model") }
        guard !replicas.isEmpty else { return nil }
        var upstream = UpstreamConfiguration(
            name: name, replicas: replicas, key: key, fields: fields, timeouts: timeouts, queue: queue,
            retries: retries, breaker: breaker, connection: connection, models: models)
        if let inFlight { upstream.maxSamplesInFlight = inFlight }
        return upstream
    }

    private func replicas(of server: MappingReader) -> [UpstreamURL] {
        guard let list = server["replicas"] else { return [server.require("url")?.url()].compactMap { $0 } }
        server["url"]?.refuse(.conflict("give 'url' or 'replicas', not both"))
        let replicas = list.list(of: "URLs") { $0.url() }
        if list.isEmptyList { list.refuse(expected: "a list of at least one URL") }
        return replicas ?? []
    }

    private func connection(to server: MappingReader) -> ConnectionOptions {
        var options = ConnectionOptions(proxy: server["proxy"]?.url())
        guard let tls = server["tls"]?.mapping(KnownKeys.tls) else { return options }
        options.certificateAuthorityFile = tls["ca_file"]?.file(surroundings)
        options.clientCertificateFile = tls["certificate_file"]?.file(surroundings)
        options.clientKeyFile = tls["key_file"]?.file(surroundings)
        if let key = tls["key_file"], tls["certificate_file"] == nil {
            key.refuse(.conflict("it goes with 'certificate_file' only"))
        }
        return options
    }

    private static func queue(_ value: ValueReader) -> QueueLimits {
        var queue = QueueLimits()
        guard let section = value.mapping(KnownKeys.queue) else { return queue }
        if let waiting = section["max_waiting"]?.integer(in: 0...1_000_000) { queue.maxWaiting = waiting }
        if let wait = section["max_wait"]?.duration() { queue.maxWait = wait }
        return queue
    }

    private static func retries(_ value: ValueReader) -> RetryPolicy {
        var retries = RetryPolicy()
        guard let section = value.mapping(KnownKeys.retries) else { return retries }
        if let attempts = section["max_attempts"]?.integer(in: 1...20) { retries.maxAttempts = attempts }
        if let backoff = section["backoff"]?.duration() { retries.backoff = backoff }
        if let longest = section["max_backoff"]?.duration() { retries.maxBackoff = longest }
        if let budget = section["budget"]?.number(in: 0...10) { retries.budget = budget }
        return retries
    }

    private static func breaker(_ value: ValueReader) -> BreakerPolicy {
        var breaker = BreakerPolicy()
        guard let section = value.mapping(KnownKeys.breaker) else { return breaker }
        if let failures = section["failures"]?.integer(in: 1...1_000) { breaker.failures = failures }
        if let time = section["open_for"]?.duration() { breaker.openFor = time }
        return breaker
    }

    private static func timeouts(_ value: ValueReader) -> Timeouts {
        var timeouts = Timeouts.forModels
        guard let section = value.mapping(KnownKeys.timeouts) else { return timeouts }
        if let connect = section["connect"]?.duration() { timeouts.connect = connect }
        if let firstByte = section["first_byte"]?.duration() { timeouts.firstByte = firstByte }
        if let idle = section["idle"]?.duration() { timeouts.idle = idle }
        if let total = section["total"]?.duration() { timeouts.total = total }
        return timeouts
    }
}

extension ValueReader {
    /// The URL of a server.
    func url() -> UpstreamURL? {
        let expected = "an http or https URL without credentials, such as http://127.0.0.1:8000/v1"
        guard let text = string(expected) else { return nil }
        do {
            return try UpstreamURL(text)
        } catch {
            // What stands before an at sign may be a password.
            refuse(expected: expected, showing: text.contains("@") ? nil : text)
            return nil
        }
    }

    /// The path of a file that can be read.
    func file(_ surroundings: Surroundings) -> String? {
        guard let path = string("the path of a file") else { return nil }
        if case .failure(let failure) = surroundings.contents(of: path, limit: ConfigurationLimits.maxFileBytes) {
            refuse(.unreadable(file: surroundings.resolved(path), errno: failure.errno))
            return nil
        }
        return surroundings.resolved(path)
    }
}
