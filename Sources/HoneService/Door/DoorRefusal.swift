/// Why somebody is not let in, or not to what they ask for.
enum DoorRefusal: Error, Hashable {
    /// No key is shown.
    case noKey
    /// The key that is shown is none of those that are configured.
    case unknownKey
    /// The key is not for this method.
    case methodNotAllowed(String)
    /// The key is not for this model; nil if the request names none that could be read.
    case modelNotAllowed(String?)
    /// The key has had its requests of this minute.
    case tooManyRequests(perMinute: Int, retryAfter: Duration)
    /// The key has had its tokens of this minute.
    case tooManyTokens(perMinute: Int, retryAfter: Duration)
    /// The key has as many runs as it may.
    case tooManyRuns(limit: Int)
    /// There are as many runs as there may be.
    case overloaded
}
