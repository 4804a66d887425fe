/// What a connection waits for, each with a time limit of its own.
struct Deadline: Equatable {
    enum Kind: Int, CaseIterable {
        /// The first byte of a request.
        case idle
        /// The rest of a head.
        case head
        /// The rest of a body that the handler waits for.
        case body
        /// The client to take bytes of an answer.
        case write
        /// The client to close.
        case linger
        /// The look whether a client that has stopped sending is still there.
        case departure
    }

    var kind: Kind
    /// The time begins anew when this changes.
    var epoch: Int
}
