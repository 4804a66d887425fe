import HTTP
import HTTPTypes

/// HTTP/1.1 on one connection, seen from the server (RFC 9112 §9): events in, bytes and actions out.
///
/// No I/O, no clock and no lock: after each event the owner sends what is in `output`, calls `next()` until it gives
/// nil, and then looks at `wantsInput` and `deadline`.
struct ConnectionStateMachine {
    enum Phase: Equatable {
        /// Between requests, or within a head.
        case waiting
        /// A request is being handled or answered.
        case exchanging
        /// The last answer is out and FIN sent; what still comes is counted and dropped.
        case lingering(dropped: Int)
        /// Nothing more happens on the socket; a handler may still run.
        case closed
    }

    let limits: ServerLimits
    let timeouts: ServerTimeouts
    var output = OutputBuffer()
    var phase = Phase.waiting
    var decoder: RequestDecoder
    var exchange = Exchange()
    var inputEnded = false
    /// The client's FIN was seen, although bytes before it may wait in the kernel.
    var peerSendsNoMore = false
    var peerIsGone = false
    var isStopping = false

    init(limits: ServerLimits, timeouts: ServerTimeouts) {
        self.limits = limits
        self.timeouts = timeouts
        decoder = RequestDecoder(limits: limits.http)
    }

    // MARK: What the owner looks at

    /// Whether received bytes have a place to go.
    var wantsInput: Bool {
        guard !inputEnded, !peerIsGone else { return false }
        return switch phase {
        case .waiting, .lingering: true
        case .exchanging: exchange.awaitsBody || lookAhead < limits.lookAheadBytes
        case .closed: false
        }
    }

    /// What is to be watched for from the client.
    var input: Readiness.Input {
        wantsInput ? .bytes : peerSendsNoMore || phase == .closed ? .nothing : .end
    }

    /// What time limit runs now.
    var deadline: Deadline? {
        switch phase {
        case .waiting:
            return Deadline(kind: decoder.isIdle ? .idle : .head, epoch: exchange.number)
        case .exchanging:
            if !output.isEmpty { return Deadline(kind: .write, epoch: output.taken) }
            if exchange.awaitsBody { return Deadline(kind: .body, epoch: exchange.number) }
            guard exchange.handlerRuns, exchange.hasNoAnswer, peerSendsNoMore, !exchange.isProbed else { return nil }
            return Deadline(kind: .departure, epoch: exchange.number)
        case .lingering:
            return Deadline(kind: .linger, epoch: 0)
        case .closed:
            return nil
        }
    }

    /// Whether the socket is closed and no handler runs any more.
    var isFinished: Bool { phase == .closed && !exchange.handlerRuns }

    /// Whether a head has gone out for the exchange with this number.
    func isStarted(_ number: Int) -> Bool {
        number != exchange.number || !exchange.hasNoAnswer
    }

    /// Whether more of the answer is unsent than a writer should add to.
    var isAboveHighWater: Bool { output.count > limits.highWaterBytes }

    /// Whether a writer that was told to wait may go on.
    var isBelowLowWater: Bool { output.count <= limits.lowWaterBytes }

    /// Whether nothing can be sent any more.
    var isLost: Bool { peerIsGone || phase == .closed }

    private var lookAhead: Int { exchange.contentBytes + decoder.bufferedBytes }

    // MARK: Events from the socket

    /// Bytes have come.
    mutating func received(_ bytes: UnsafeRawBufferPointer) {
        switch phase {
        case .waiting:
            decoder.append(bytes)
        case .exchanging:
            exchange.owesContinue = false
            decoder.append(bytes)
        case .lingering(let dropped):
            phase = .lingering(dropped: dropped + bytes.count)
        case .closed:
            break
        }
    }

    /// The client will send nothing more (FIN).
    mutating func inputClosed() {
        inputEnded = true
        peerSentLast()
    }

    /// The client has sent its last byte, although bytes before it may be unread.
    mutating func peerSentLast() {
        peerSendsNoMore = true
        // With a stream on its way, FIN is how a client that is tired of it shows.
        if phase == .exchanging, exchange.isStreaming { peerIsGone = true }
    }

    /// The connection is broken: a reset, or an error of the socket.
    mutating func peerVanished() {
        peerIsGone = true
    }

    /// The socket has taken so many bytes of the output.
    mutating func sent(_ count: Int) {
        output.take(count)
    }

    /// The time limit `deadline` is over.
    mutating func expired(_ kind: Deadline.Kind) {
        switch kind {
        case .idle, .write:
            peerIsGone = true
        case .linger:
            inputEnded = true
        case .head:
            beginRefusal(.headTimedOut(after: timeouts.head))
        case .body:
            failBody(.bodyTimedOut(after: timeouts.body))
        case .departure:
            // A client that only shut its sending side down looks like one that left, until something is sent to it.
            // An interim response is the one thing HTTP/1.1 lets us send at any time before the answer, and 100 the
            // one that every client skips (RFC 9110 §15.2); who left answers it with a reset.
            exchange.isProbed = true
            if exchange.version == .http10 { peerIsGone = true } else { sendContinue() }
        }
    }

    // MARK: Events from the server

    /// The server wants to end: no request is accepted after those that have begun.
    mutating func stop() {
        isStopping = true
    }

    /// The server ends: whatever runs is broken off.
    mutating func terminate() {
        peerIsGone = true
    }

    // MARK: Events from the handler

    /// The handler has returned or, with an error, failed.
    mutating func handlerEnded(_ number: Int, _ failure: ServerError?) {
        guard number == exchange.number else { return }
        exchange.handlerRuns = false
        exchange.awaitsBody = false
        if exchange.hasNoAnswer { exchange.refusal = failure ?? .handlerFailed }
        abort(number)
    }

    // MARK: Actions

    /// What is to be done next, or nil until another event comes.
    mutating func next() -> ConnectionAction? {
        switch phase {
        case .waiting: nextWhileWaiting()
        case .exchanging: nextWhileExchanging()
        case .lingering(let dropped):
            inputEnded || peerIsGone || dropped > limits.lingerBytes ? close(withReset: false) : nil
        case .closed: nil
        }
    }

    private mutating func nextWhileWaiting() -> ConnectionAction? {
        if peerIsGone { return close(withReset: false) }
        do throws(HTTPError) {
            if case .head(let head) = try decoder.next() {
                begin(head)
                guard exchange.refusal == nil else { return nextWhileExchanging() }
                exchange.handlerRuns = true
                return .handle(head, exchange: exchange.number)
            }
            if inputEnded { try decoder.finish() }
        } catch {
            beginRefusal(.malformedRequest(error))
            return nextWhileExchanging()
        }
        let isOver = inputEnded || isStopping && decoder.isIdle
        return isOver ? close(withReset: false) : nil
    }

    private mutating func nextWhileExchanging() -> ConnectionAction? {
        if peerIsGone {
            if exchange.handlerRuns, !exchange.isCancelled, !exchange.isAnswered {
                exchange.isCancelled = true
                return .cancelHandler
            }
            abort(exchange.number)
        }
        if case .aborted(let framing) = exchange.answer { return close(withReset: framing == .untilClose) }
        if peerIsGone { return close(withReset: false) }
        if let refusal = exchange.refusal, exchange.hasNoAnswer {
            exchange.refusal = nil
            if refusal.endsConnection { exchange.keepsAlive = false }
            return .refuse(refusal, exchange: exchange.number)
        }
        guard exchange.isAnswered, !exchange.handlerRuns, output.isEmpty else { return nil }
        return finishExchange()
    }

    private mutating func finishExchange() -> ConnectionAction? {
        if exchange.keepsAlive {
            exchange.content = []
            phase = .waiting
            return nextWhileWaiting()
        }
        if inputEnded { return close(withReset: false) }
        phase = .lingering(dropped: 0)
        return .shutdownWriting
    }

    private mutating func close(withReset: Bool) -> ConnectionAction {
        phase = .closed
        return .close(withReset: withReset)
    }

    // MARK: Requests

    private mutating func begin(_ head: RequestHead) {
        exchange = Exchange(number: exchange.number + 1, head: head)
        exchange.refusal = head.refusal.map(ServerError.malformedRequest)
        phase = .exchanging
        if !head.framing.hasBody { decodeBody() }
        if decoder.bufferedBytes > 0 { exchange.owesContinue = false }
    }

    private mutating func beginRefusal(_ error: ServerError) {
        exchange = Exchange(number: exchange.number + 1, refusal: error)
        phase = .exchanging
    }
}
