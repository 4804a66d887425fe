public import CurlClient
public import HTTPTypes

/// Where it is told what Hone does, beside its log.
public struct TelemetryConfiguration: Sendable, Equatable {
    /// The base URL of a collector of traces that speaks OTLP over HTTP; nil exports none.
    public var otlpEndpoint: UpstreamURL?
    /// Fields that every request to it carries.
    public var otlpFields: HTTPFields = [:]

    /// Nowhere.
    public init() {}
}
