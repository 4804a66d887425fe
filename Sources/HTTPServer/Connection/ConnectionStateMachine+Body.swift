import HTTP

/// How a request's body comes to its handler.
extension ConnectionStateMachine {
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

    /// Moves what has come of the body into the exchange, as far as the look-ahead allows.
    mutating func decodeBody() {
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

    mutating func failBody(_ error: ServerError) {
        exchange.body = .failed(error)
        exchange.keepsAlive = false
    }
}
