public import CurlClient

/// One model server: where it is, how it is entered, and how much of it one Hone may use.
public struct UpstreamConfiguration: Sendable {
    /// The base of its OpenAI-compatible API, usually ending in `/v1`.
    public var base: UpstreamURL
    /// The key that Hone shows it; it never reaches a client.
    public var key: String?
    /// How long Hone waits for it.
    public var timeouts: Timeouts
    /// How many samples may be in flight there at once.
    public var maxSamplesInFlight: Int

    /// A server with these settings.
    public init(base: UpstreamURL, key: String? = nil, timeouts: Timeouts = .forModels, maxSamplesInFlight: Int = 64) {
        self.base = base
        self.key = key
        self.timeouts = timeouts
        self.maxSamplesInFlight = maxSamplesInFlight
    }
}
