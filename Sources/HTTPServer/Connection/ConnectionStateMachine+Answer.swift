import HTTP
import HTTPTypes

/// What a handler's answer does to the connection.
extension ConnectionStateMachine {
    /// The handler answers with a complete body.
    mutating func respond(
        _ number: Int, status: HTTPResponse.Status, fields: HTTPFields, body: [UInt8], date: [UInt8]
    ) throws(ServerError) {
        try sendHead(number, status: status, fields: fields, framing: .length(body.count), content: body, date: date)
        exchange.answer = .complete
    }

    /// The handler answers HEAD with the head of an answer to GET.
    mutating func respondToHead(
        _ number: Int, status: HTTPResponse.Status, fields: HTTPFields, length: Int?, date: [UInt8]
    ) throws(ServerError) {
        let framing: ResponseHead.Framing =
            if let length { .length(length) } else { exchange.version == .http10 ? .untilClose : .chunked }
        try sendHead(number, status: status, fields: fields, framing: framing, content: [], date: date)
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

    /// Sends 100 (Continue).
    mutating func sendContinue() {
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
