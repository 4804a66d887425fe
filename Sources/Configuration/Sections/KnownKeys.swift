/// The keys of the file, section by section.
enum KnownKeys {
    static let top = [
        "listen", "upstreams", "models", "default_model", "limits", "log", "difficulty_memory", "grace_period",
        "insecure",
    ]
    static let listen = ["host", "port"]
    static let upstream = ["url", "key_env", "key_file", "headers", "max_in_flight", "timeouts"]
    static let timeouts = ["connect", "first_byte", "idle", "total"]
    static let model = ["upstream", "model", "targets"]
    static let target = ["upstream", "model"]
    static let limits = ["body", "head", "connections"]
    static let log = ["level"]
}
