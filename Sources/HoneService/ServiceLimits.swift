/// How much the service keeps and accepts.
enum ServiceLimits {
    /// Bytes of a request body that are read on the loop that serves the connection.
    static let maxLoopBytes = 64 * 1024
    /// The longest wall time a budget may ask for: a day.
    static let maxDeadlineMilliseconds = 86_400_000
    /// Questions of one batch.
    static let maxPrompts = 1_000
    /// Kinds of requests (tenant, model, task) whose difficulty is remembered.
    static let maxDifficultyKinds = 1_000
    /// Runs that are remembered.
    static let maxRuns = 1_000
    /// Bytes of all runs that are remembered.
    static let maxRunBytes = 64 * 1024 * 1024
    /// Time between two signs of life on a stream that has nothing to say yet.
    static let keepAliveInterval: Duration = .seconds(5)
    /// Characters of a delta when an answer that is known is streamed.
    static let deltaCharacters = 48
    /// Bytes of a proxied reply that are gathered to go out in one write.
    static let maxGatheredBytes = 256 * 1024
    /// Seconds for which a browser may remember what pages of another origin may send.
    static let preflightSeconds = 7_200
    /// Bytes of one event of a proxied stream that are held until it is complete; a longer one goes out in pieces.
    static let maxHeldEventBytes = 1024 * 1024
    /// How long `/ready` waits for the model server.
    static let readinessTimeout: Duration = .seconds(2)
    /// How long `/ready` takes what the model servers said for what they say: whoever asks it needs no key.
    static let readinessLifetime: Duration = .seconds(1)
}
