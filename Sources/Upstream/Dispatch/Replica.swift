import CurlClient

/// One of the servers that make up an upstream; an object, because every call is handed one.
final class Replica: Sendable {
    /// Its place in the configuration.
    let index: Int
    /// The base of its API.
    let base: UpstreamURL

    /// What it is called in events and metrics: its base without a query.
    let name: String

    /// The server at that place.
    init(index: Int, base: UpstreamURL) {
        self.index = index
        self.base = base
        name = String(base.string.prefix { $0 != "?" })
    }
}
