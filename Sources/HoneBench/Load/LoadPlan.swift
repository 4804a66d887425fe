/// What is sent to whom, when.
struct LoadPlan {
    /// When requests are sent.
    enum Schedule {
        /// One each `interval` nanoseconds, whatever becomes of those before.
        case openLoop(interval: Double, count: Int)
        /// Each connection sends its next request once it has the answer to the last, so many in all.
        case closedLoop(count: Int)
        /// The same, for so many nanoseconds.
        case closedLoopFor(Int64)
    }

    /// The port on this machine.
    let port: UInt16
    /// The bytes of each request.
    let request: [UInt8]
    let connections: Int
    let schedule: Schedule
    /// Nanoseconds from the start whose requests are not among the samples.
    let warmUp: Int64
    /// How many stamped events each answer must have; nil where answers are no streams.
    let stampedEvents: Int?
    /// Nanoseconds after the last request was due until those without an answer are given up.
    let patience: Int64
}
