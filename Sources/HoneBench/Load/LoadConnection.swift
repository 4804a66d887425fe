/// One connection of the load generator, and the request it is busy with.
final class LoadConnection {
    /// Its socket.
    var socket: Int32
    /// Bytes of the request that the socket has taken.
    var sentBytes = 0
    /// Whether it waits for the answer to a request.
    private(set) var isBusy = false
    /// When the request was due.
    private(set) var due: Int64 = 0
    /// How much of the answer there is.
    private(set) var reader = ResponseReader()
    private var events = EventReader()
    private var lastStamped: Int64?
    private var stampedEvents = 0
    private var isDone = false
    private var hasFailed = false

    init(socket: Int32) {
        self.socket = socket
    }

    func begin(due: Int64) {
        self.due = due
        isBusy = true
        sentBytes = 0
        reader.reset()
        events = EventReader()
        lastStamped = nil
        stampedEvents = 0
        isDone = false
        hasFailed = false
    }

    func end() { isBusy = false }

    /// Takes bytes that have come at `now`.
    func take(
        _ bytes: UnsafeRawBufferPointer, at now: Int64, readingEvents: Bool, _ tally: LoadTally
    ) -> ResponseReader.Progress {
        reader.read(bytes) { body in
            tally.noteBody(body.count)
            if readingEvents { events.read(body) { note($0, at: now, tally) } }
        }
    }

    /// The server has closed the connection.
    func close() -> ResponseReader.Progress { reader.closed() }

    private func note(_ event: EventReader.Event, at now: Int64, _ tally: LoadTally) {
        switch event {
        case .stamped(let sent):
            stampedEvents += 1
            tally.noteEvent(due: due, sent: sent, received: now, previous: lastStamped)
            lastStamped = now
        case .done: isDone = true
        case .failure: hasFailed = true
        case .other: break
        }
    }

    /// What is wrong with the answer, which is complete; `expected` as in the plan.
    func problem(expecting expected: Int?) -> String? {
        guard (200..<300).contains(reader.status) else { return "status \(reader.status)" }
        guard let expected else { return nil }
        if hasFailed { return "an error event" }
        if !isDone { return "no [DONE]" }
        return stampedEvents == expected ? nil : "\(stampedEvents) events instead of \(expected)"
    }
}
