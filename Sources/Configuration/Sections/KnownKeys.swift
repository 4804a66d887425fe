/// The keys of the file, section by section.
enum KnownKeys {
    static let top = [
        "listen", "upstreams", "models", "default_model", "keys", "cors", "limits", "log", "telemetry",
        "difficulty_memory", "grace_period", "insecure",
    ]
    static let listen = ["host", "port"]
    static let upstream = [
        "url", "replicas", "key_env", "key_file", "models", "headers", "tls", "proxy", "max_in_flight", "queue",
        "timeouts", "retries", "breaker",
    ]
    static let tls = ["ca_file", "certificate_file", "key_file"]
    static let queue = ["max_waiting", "max_wait"]
    static let timeouts = ["connect", "first_byte", "idle", "total"]
    static let retries = ["max_attempts", "backoff", "max_backoff", "budget"]
    static let breaker = ["failures", "open_for"]
    static let model = ["upstream", "model", "targets", "method", "parameters", "roles", "prices"]
    static let prices = ["input_per_million", "cached_input_per_million", "output_per_million"]
    static let target = ["upstream", "model"]
    static let key = [
        "name", "hash", "requests_per_minute", "tokens_per_minute", "max_concurrent_runs", "methods", "models",
        "budget",
    ]
    static let budget = ["max_tokens", "max_calls", "deadline"]
    static let cors = ["allowed_origins"]
    static let limits = ["body", "head", "connections", "connections_per_client", "concurrent_runs"]
    static let log = ["level", "content"]
    static let telemetry = ["otlp_endpoint", "otlp_headers"]
}
