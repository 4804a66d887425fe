/// How long a connection waits for what, in nanoseconds, worked out once: every request looks at several.
struct TimeLimits: Sendable {
    private let nanoseconds: [UInt64]

    init(_ timeouts: ServerTimeouts) {
        nanoseconds = Deadline.Kind.allCases.map { kind in
            switch kind {
            case .idle: timeouts.idle.wholeNanoseconds
            case .head: timeouts.head.wholeNanoseconds
            case .body: timeouts.body.wholeNanoseconds
            case .write: timeouts.writeStall.wholeNanoseconds
            case .linger: timeouts.linger.wholeNanoseconds
            case .departure: timeouts.departureCheck.wholeNanoseconds
            }
        }
    }

    subscript(_ kind: Deadline.Kind) -> UInt64 { nanoseconds[kind.rawValue] }
}
