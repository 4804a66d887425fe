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
        let base = server.require("url")?.url()
        let key = KeyReader(surroundings: surroundings).read(server)
        let fields = server["headers"].map(Self.fields) ?? [:]
        let timeouts = server["timeouts"].map(Self.timeouts) ?? .forModels
        let inFlight = server["max_in_flight"]?.integer(in: 1...1_000_000)
        guard let base else { return nil }
        var upstream = UpstreamConfiguration(name: name, base: base, key: key, fields: fields, timeouts: timeouts)
        if let inFlight { upstream.maxSamplesInFlight = inFlight }
        return upstream
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

    /// Fields that Hone sets itself, or that only a connection's two ends can agree on.
    private static let reserved = [
        "authorization", "host", "content-length", "content-type", "transfer-encoding", "connection", "upgrade", "te",
        "keep-alive", "trailer", "expect",
    ]

    static func fields(_ value: ValueReader) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in value.names(of: "header values")?.all ?? [] {
            guard let fieldName = HTTPField.Name(name) else {
                value.refuse(.conflict("this is no name of a header"))
                continue
            }
            guard !reserved.contains(fieldName.canonicalName) else {
                let isKey = fieldName == .authorization
                value.refuse(
                    .conflict(
                        isKey ? "a key is given with 'key_env' or 'key_file'" : "Hone sets this header itself"))
                continue
            }
            guard let text = value.string() else { continue }
            guard HTTPField.isValidValue(text) else {
                value.refuse(expected: "a header's value: printable, on one line")
                continue
            }
            fields.append(HTTPField(name: fieldName, value: text))
        }
        return fields
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
}
