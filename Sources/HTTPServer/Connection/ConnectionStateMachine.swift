import HTTP
import HTTPTypes

/// HTTP/1.1 on one connection, seen from the server (RFC 9112 §9): events in, bytes and actions out.
///
/// No I/O, no clock and no lock: after each event the owner sends what is in `output`, calls `next()` until it gives
/// nil, and then looks at `wantsInput` and `deadline`.
struct ConnectionStateMachine {
    private enum Phase: Equatable {
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
    private(set) var output = OutputBuffer()
    private var phase = Phase.waiting
    private var decoder: RequestDecoder
    private var exchange = Exchange()
    private var inputEnded = false
    /// The client's FIN was seen, although bytes before it may wait in the kernel.
    private var peerSendsNoMore = false
    private var peerIsGone = false
    private var isStopping = false

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

    /// A piece of the request's body, its end, or why there is none.
    enum Content {
        case bytes([UInt8])
        case end
        case failed(ServerError)
        /// Ask again after the next event.
        case notYet
    }

    /// The handler wants to read on in the body.
    mutating func readBody(_ number: Int) -> Content {
        guard phase == .exchanging, number == exchange.number, !peerIsGone else { return .failed(.clientLeft) }
        exchange.awaitsBody = false
        if exchange.content.isEmpty { decodeBody() }
        if let content = exchange.takeContent() { return .bytes(content) }
        switch exchange.body {
        case .complete: return .end
        case .failed(let error): return .failed(error)
        case .incomplete: break
        }
        exchange.awaitsBody = true
        if exchange.owesContinue, exchange.hasNoAnswer { sendContinue() }
        exchange.owesContinue = false
        return .notYet
    }

    /// The handler no longer waits for the body.
    mutating func stopReadingBody(_ number: Int) {
        if number == exchange.number { exchange.awaitsBody = false }
    }

    /// The handler answers with a complete body.
    mutating func respond(
        _ number: Int, status: HTTPResponse.Status, fields: HTTPFields, body: [UInt8], date: [UInt8]
    ) throws(ServerError) {
        try sendHead(number, status: status, fields: fields, framing: .length(body.count), content: body, date: date)
        exchange.answer = .complete
    }

    /// The handler begins an answer whose length is not known.
    mutating func start(
        _ number: Int, status: HTTPResponse.Status, fields: HTTPFields, first: [UInt8], date: [UInt8]
    ) throws(ServerError) {
        if peerSendsNoMore, number == exchange.number { peerIsGone = true }
        let framing: ResponseHead.Framing = exchange.version == .http10 ? .untilClose : .chunked
        try sendHead(number, status: status, fields: fields, framing: framing, content: first, date: date)
        let hasContent = ResponseHead.allowsContent(status, to: exchange.method)
        exchange.answer = .streaming(framing, hasContent: hasContent)
    }

    /// The handler goes on with the answer that it has started.
    mutating func write(_ number: Int, _ bytes: [UInt8]) throws(ServerError) {
        guard !isLost, number == exchange.number, case .streaming(let framing, let hasContent) = exchange.answer else {
            throw .clientLeft
        }
        guard hasContent else { return }
        output.append { Self.encode(bytes, as: framing, into: &$0) }
    }

    /// The handler has written all of the answer that it had started.
    mutating func finish(_ number: Int) throws(ServerError) {
        guard !isLost, number == exchange.number, case .streaming(let framing, let hasContent) = exchange.answer else {
            throw .clientLeft
        }
        if hasContent, framing == .chunked { output.append { $0 += ChunkedEncoder.end } }
        exchange.answer = .complete
    }

    /// The handler cannot complete the answer that it had started.
    mutating func abort(_ number: Int) {
        guard number == exchange.number, case .streaming(let framing, _) = exchange.answer else { return }
        exchange.answer = .aborted(framing)
    }

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

    /// Moves what has come of the body into the exchange, as far as the look-ahead allows.
    private mutating func decodeBody() {
        guard case .incomplete = exchange.body else { return }
        do throws(HTTPError) {
            while exchange.contentBytes < limits.lookAheadBytes {
                switch try decoder.next() {
                case .body(let bytes):
                    exchange.content.append(bytes)
                    exchange.contentBytes += bytes.count
                case .end:
                    exchange.body = .complete
                    return
                case nil, .head:
                    if inputEnded { try decoder.finish() }
                    return
                }
            }
        } catch {
            failBody(.malformedRequest(error))
        }
    }

    private mutating func failBody(_ error: ServerError) {
        exchange.body = .failed(error)
        exchange.keepsAlive = false
    }

    // MARK: Answers

    private mutating func sendContinue() {
        output.append { $0 += ResponseHead.continueBytes }
    }

    /// Puts head and first content into the output together, so that they leave in one write.
    private mutating func sendHead(
        _ number: Int, status: HTTPResponse.Status, fields: HTTPFields, framing: ResponseHead.Framing,
        content: [UInt8], date: [UInt8]
    ) throws(ServerError) {
        guard !isLost, number == exchange.number else { throw .clientLeft }
        guard exchange.hasNoAnswer else { throw .alreadyAnswered }
        // What is left of the body must be in hand: nobody will read it, and the next request begins after it.
        decodeBody()
        let isLast = inputEnded && exchange.hasCompleteBody && decoder.isIdle
        if !exchange.hasCompleteBody || isStopping || isLast || framing == .untilClose { exchange.keepsAlive = false }
        let head = ResponseHead(status: status, fields: fields, framing: framing, closes: !exchange.keepsAlive)
        do throws(HTTPError) {
            try output.append { bytes throws(HTTPError) in
                bytes.reserveCapacity(bytes.count + Self.headReserveBytes + content.count)
                try head.encode(into: &bytes, date: date)
                guard ResponseHead.allowsContent(status, to: exchange.method) else { return }
                Self.encode(content, as: framing, into: &bytes)
            }
        } catch {
            throw .malformedAnswer(error)
        }
    }

    private static func encode(_ content: [UInt8], as framing: ResponseHead.Framing, into bytes: inout [UInt8]) {
        if framing == .chunked { ChunkedEncoder.append(content, to: &bytes) } else { bytes += content }
    }

    /// A guess at the size of a head, to allocate once.
    private static let headReserveBytes = 256
}
