/// Which sockets are watched for what. Pure: what libcurl says goes in, what is to be done comes out.
///
/// A socket whose transfer is over is still watched: the next transfer mostly takes it at once, for the same events. That
/// holds only for sockets of which the engine is told when they close, because their number goes to another one then.
struct WatchedSockets {
    /// What is to be done.
    enum Step: Equatable {
        case nothing
        case add(UInt32)
        case change(UInt32)
        case remove
        /// It is not to be watched any more, nor used.
        case discard
    }

    private struct Socket {
        /// What it is watched for; nil while it is not.
        var events: UInt32?
        /// Whether libcurl wants to hear of it.
        var isInUse = false
        /// Whether the engine is told when it closes.
        var isTracked = false
        /// Whether a transfer has ended on it in good order, and no other has begun.
        var isIdle = false
    }

    private var sockets: [Int32: Socket] = [:]

    /// A socket has been opened whose end will be told.
    mutating func opened(_ socket: Int32) { sockets[socket] = Socket(isTracked: true) }

    /// libcurl wants to hear of these events.
    mutating func wants(_ events: UInt32, of number: Int32) -> Step {
        var socket = sockets[number] ?? Socket()
        defer { sockets[number] = socket }
        socket.isInUse = true
        socket.isIdle = false
        defer { socket.events = events }
        guard let current = socket.events else { return .add(events) }
        return current == events ? .nothing : .change(events)
    }

    /// libcurl wants to hear nothing for now.
    mutating func rests(_ number: Int32) -> Step {
        guard var socket = sockets[number] else { return .nothing }
        guard socket.isTracked else {
            sockets[number] = nil
            return .remove
        }
        socket.isInUse = false
        sockets[number] = socket
        return .nothing
    }

    /// A transfer has ended in good order on a socket; false if that one is closed, or another's already.
    mutating func idles(_ number: Int32) -> Bool {
        guard let socket = sockets[number], socket.isTracked, !socket.isInUse else { return false }
        sockets[number]?.isIdle = true
        return true
    }

    /// Something has happened to a socket: whether libcurl is to be told. One that rests is not watched any further, since
    /// nobody would take away what has happened; and one between two transfers is lost, since its server has closed it, or
    /// sends what nobody has asked for, which would be taken for the next answer.
    mutating func happened(to number: Int32) -> (isForCurl: Bool, step: Step) {
        guard var socket = sockets[number], socket.events != nil else { return (false, .nothing) }
        if socket.isInUse { return (true, .nothing) }
        socket.events = nil
        sockets[number] = socket
        return (false, socket.isIdle ? .discard : .remove)
    }

    /// A socket is about to be closed.
    mutating func closes(_ number: Int32) -> Step {
        sockets.removeValue(forKey: number)?.events == nil ? .nothing : .remove
    }
}
