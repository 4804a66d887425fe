/// One metric of `/metrics`: what it is called, what it says, and by which labels its series are told apart.
struct MetricFamily: Sendable, Hashable {
    /// How its values behave.
    enum Kind: Sendable, Hashable {
        /// They only grow.
        case counter
        /// They rise and fall.
        case gauge
        /// They are counted by their size.
        case histogram(bounds: [Double])
    }

    let name: String
    let kind: Kind
    let help: String
    let labels: [String]

    init(_ name: String, _ kind: Kind, _ help: String, by labels: [String] = []) {
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
    }
}

// The name says which; hashing the rest with every request would be a waste.
extension MetricFamily {
    static func == (left: MetricFamily, right: MetricFamily) -> Bool { left.name == right.name }

    func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension MetricFamily {
    /// Seconds, from what Hone itself takes to what a model takes.
    private static let seconds = Kind.histogram(
        bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600])
    /// Seconds of Hone's own work.
    private static let fineSeconds = Kind.histogram(
        bounds: [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1])

    static let requests = MetricFamily(
        "hone_requests_total", .counter, "Requests answered.", by: ["route", "status"])
    static let requestSeconds = MetricFamily(
        "hone_request_duration_seconds", seconds, "Time from a request's head to the end of its answer.",
        by: ["route"])
    static let overheadSeconds = MetricFamily(
        "hone_overhead_seconds", fineSeconds, "Time of a request in which no call to a model server was under way.",
        by: ["route"])
    static let runs = MetricFamily(
        "hone_runs_total", .counter, "Refinements by method and by why they ended.", by: ["method", "stop_reason"])
    static let samplesUsed = MetricFamily(
        "hone_samples_used_total", .counter, "Samples that were counted.", by: ["method"])
    static let samplesSaved = MetricFamily(
        "hone_samples_saved_total", .counter, "Samples that need not be drawn to their end, or at all.",
        by: ["method"])
    static let tokens = MetricFamily(
        "hone_tokens_total", .counter, "Tokens of refinements.", by: ["model", "kind"])
    static let cost = MetricFamily(
        "hone_cost_usd_total", .counter, "Cost of refinements whose models have prices.", by: ["model"])
    static let calls = MetricFamily(
        "hone_upstream_calls_total", .counter, "Calls to model servers by how they ended.",
        by: ["upstream", "outcome"])
    static let callErrors = MetricFamily(
        "hone_upstream_errors_total", .counter, "Attempts at calls that failed, by what went wrong.",
        by: ["upstream", "error"])
    static let retries = MetricFamily(
        "hone_upstream_retries_total", .counter, "Attempts that were made again.", by: ["upstream"])
    static let firstByteSeconds = MetricFamily(
        "hone_upstream_first_byte_seconds", seconds, "Time from an attempt to the head of its answer.",
        by: ["upstream"])
    static let callSeconds = MetricFamily(
        "hone_upstream_duration_seconds", seconds, "Time from a call's first attempt to its end.", by: ["upstream"])
    static let queueSeconds = MetricFamily(
        "hone_upstream_queue_seconds", seconds, "Time that a call waited for its turn.", by: ["upstream"])
    static let spansDropped = MetricFamily(
        "hone_spans_dropped_total", .counter, "Spans that could not be exported.")

    static let waiting = MetricFamily(
        "hone_upstream_queue_length", .gauge, "Calls that wait for their turn.", by: ["upstream"])
    static let inFlight = MetricFamily(
        "hone_upstream_in_flight", .gauge, "Samples in flight.", by: ["upstream", "replica"])
    static let replicaUp = MetricFamily(
        "hone_upstream_replica_up", .gauge, "1 if calls go to the replica, 0 if its circuit breaker is open.",
        by: ["upstream", "replica"])
    static let openConnections = MetricFamily("hone_open_connections", .gauge, "Connections of clients.")
    static let requestsInProgress = MetricFamily(
        "hone_requests_in_progress", .gauge, "Requests whose answer is not complete.")
    static let memory = MetricFamily("process_resident_memory_bytes", .gauge, "Resident memory.")
    static let descriptors = MetricFamily("process_open_fds", .gauge, "Open file descriptors.")
    static let processor = MetricFamily("process_cpu_seconds_total", .counter, "Processor time, user and system.")
    static let startTime = MetricFamily(
        "process_start_time_seconds", .gauge, "When the process started, in seconds since 1970.")
}
