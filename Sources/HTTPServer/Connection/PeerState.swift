/// What the other side still does with a connection.
enum PeerState {
    /// It may send and receive.
    case open
    /// It has sent its last byte; it may still receive, or be gone.
    case sendsNoMore
    /// It answered with a reset, or both directions are shut.
    case gone
}
