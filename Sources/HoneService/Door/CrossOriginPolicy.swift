import HTTP
import HTTPTypes

/// Which pages of other origins may read answers (the CORS protocol of the Fetch standard).
struct CrossOriginPolicy: Sendable {
    private let origins: Set<String>

    /// The policy that lets these origins read, or all with `*`; without any, browsers keep answers to pages of Hone's own
    /// origin, of which there are none.
    init(allowedOrigins: [String]) { origins = Set(allowedOrigins) }

    private var allowsAll: Bool { origins.contains("*") }

    /// Whether the request is a preflight of an origin that may read.
    func isPreflight(_ head: RequestHead) -> Bool {
        head.method == .options && allowed(head.fields) != nil && head.fields[.accessControlRequestMethod] != nil
    }

    /// Adds to the fields of an answer what the origin of the request may do.
    func complete(_ fields: inout HTTPFields, for head: RequestHead) {
        guard !origins.isEmpty else { return }
        if !allowsAll, !fields.varies(by: "Origin") { fields.append(HTTPField(name: .vary, value: "Origin")) }
        guard let origin = allowed(head.fields) else { return }
        fields[.accessControlAllowOrigin] = origin
        if isPreflight(head) {
            grant(head.fields, in: &fields)
        } else {
            fields[.accessControlExposeHeaders] = Self.exposed
        }
    }

    /// Whether fields of this name are about the protocol: what a model server says there is between it and Hone.
    static func governs(_ name: HTTPField.Name) -> Bool { name.canonicalName.hasPrefix("access-control-") }

    /// Says what may be sent.
    private func grant(_ request: HTTPFields, in fields: inout HTTPFields) {
        fields[.accessControlAllowMethods] = "GET, HEAD, POST, PUT, PATCH, DELETE"
        fields[.accessControlMaxAge] = "\(ServiceLimits.preflightSeconds)"
        let granted = (request[.accessControlRequestHeaders] ?? "").split(separator: ",")
            .compactMap { HTTPField.Name(String($0.drop { $0 == " " }.prefix { $0 != " " })) }
            .filter { Self.safe.contains($0) || $0.canonicalName.hasPrefix("x-stainless-") }
        guard !granted.isEmpty else { return }
        fields[.accessControlAllowHeaders] = granted.map(\.canonicalName).joined(separator: ", ")
    }

    /// What to answer the origin of a request with, if it may read.
    private func allowed(_ fields: HTTPFields) -> String? {
        guard let origin = fields[.origin] else { return nil }
        return allowsAll ? "*" : origins.contains(origin) ? origin : nil
    }

    /// What pages may send; `X-Stainless-…`, by which OpenAI's clients tell their version, aside.
    private static let safe = Set(
        [
            "Accept", "Content-Type", "Authorization", "Api-Key", "X-Api-Key", "OpenAI-Organization", "OpenAI-Project",
            "OpenAI-Beta", "Hone-Method", "X-Request-Id", "Idempotency-Key", "Traceparent", "Tracestate",
            "User-Agent", "Last-Event-Id", "Cache-Control",
        ].compactMap { HTTPField.Name($0) })

    /// What pages may read, beside what they always may.
    private static let exposed =
        "Hone-Run, Hone-Overhead-Ms, Hone-Request-Id, X-Request-Id, Retry-After, "
        + ["requests", "tokens"].flatMap { kind in
            ["limit", "remaining", "reset"].map { "X-RateLimit-\($0)-\(kind)" }
        }.joined(separator: ", ")
}

extension HTTPFields {
    /// Whether Vary names the field already.
    fileprivate func varies(by name: String) -> Bool {
        self[values: .vary].contains { $0 == "*" || $0.lowercased().contains(name.lowercased()) }
    }
}
