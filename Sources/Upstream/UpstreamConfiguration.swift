public import CurlClient
public import HTTPTypes

/// One model server: where it is, how it is entered, and how much of it one Hone may use.
public struct UpstreamConfiguration: Sendable {
    /// What it is called in configuration, logs and metrics.
    public var name: String
    /// The base of its OpenAI-compatible API, usually ending in `/v1`.
    public var base: UpstreamURL
    /// The key that Hone shows it; it never reaches a client.
    public var key: String?
    /// Fields that every request to it carries.
    public var fields: HTTPFields
    /// How long Hone waits for it.
    public var timeouts: Timeouts
    /// How many samples may be in flight there at once.
    public var maxSamplesInFlight: Int

    /// A server with these settings.
    public init(
        name: String = "default", base: UpstreamURL, key: String? = nil, fields: HTTPFields = [:],
        timeouts: Timeouts = .forModels, maxSamplesInFlight: Int = 64
    ) {
        self.name = name
        self.base = base
        self.key = key
        self.fields = fields
        self.timeouts = timeouts
        self.maxSamplesInFlight = maxSamplesInFlight
    }
}
