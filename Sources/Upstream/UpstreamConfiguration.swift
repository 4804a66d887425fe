public import CurlClient
public import HTTPTypes

/// One model server: where it is, how it is entered, and how much of it one Hone may use.
public struct UpstreamConfiguration: Sendable {
    /// What it is called in configuration, logs and metrics.
    public var name: String
    /// The bases of its OpenAI-compatible API, each usually ending in `/v1`: one for each replica, at least one.
    public var replicas: [UpstreamURL]
    /// The key that Hone shows it; it never reaches a client.
    public var key: String?
    /// Fields that every request to it carries.
    public var fields: HTTPFields
    /// How long Hone waits for it.
    public var timeouts: Timeouts
    /// How many samples may be in flight at each replica at once.
    public var maxSamplesInFlight: Int
    /// How many calls may wait for their turn, and how long.
    public var queue: QueueLimits
    /// How calls that failed are made again.
    public var retries: RetryPolicy
    /// When a replica that fails is left alone, and for how long.
    public var breaker: BreakerPolicy
    /// How connections are made.
    public var connection: ConnectionOptions
    /// The models that it has; nil if it is to be asked for them.
    public var models: [String]?

    /// A server with these settings.
    ///
    /// - Precondition: there is at least one replica.
    public init(
        name: String = "default", replicas: [UpstreamURL], key: String? = nil, fields: HTTPFields = [:],
        timeouts: Timeouts = .forModels, maxSamplesInFlight: Int = 256, queue: QueueLimits = QueueLimits(),
        retries: RetryPolicy = RetryPolicy(), breaker: BreakerPolicy = BreakerPolicy(),
        connection: ConnectionOptions = ConnectionOptions(),
        models: [String]? = nil
    ) {
        precondition(!replicas.isEmpty)
        self.name = name
        self.replicas = replicas
        self.key = key
        self.fields = fields
        self.timeouts = timeouts
        self.maxSamplesInFlight = maxSamplesInFlight
        self.queue = queue
        self.retries = retries
        self.breaker = breaker
        self.connection = connection
        self.models = models
    }

    /// A server of one replica.
    public init(
        name: String = "default", base: UpstreamURL, key: String? = nil, fields: HTTPFields = [:],
        timeouts: Timeouts = .forModels, maxSamplesInFlight: Int = 256
    ) {
        self.init(
            name: name, replicas: [base], key: key, fields: fields, timeouts: timeouts,
            maxSamplesInFlight: maxSamplesInFlight)
    }
}
