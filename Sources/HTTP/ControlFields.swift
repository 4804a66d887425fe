/// What the fields of a request say about the connection, gathered line by line and judged at the end of the head.
struct ControlFields {
    private enum TransferCoding {
        case chunked, unsupported
    }

    private var hasHost = false
    private var contentLength: Int?
    private var transferCoding: TransferCoding?
    private var closes = false
    private var expectsContinue = false
    private var expectsOther = false

    /// Takes note of a field; `value` still has its outer whitespace.
    mutating func note(_ role: KnownField.Role, value raw: Span<UInt8>) throws(HTTPError) {
        if role == .none { return }
        let value = raw.extracting(raw.trimmedRange(0..<raw.count))
        switch role {
        case .none:
            break
        case .host:
            if hasHost { throw .repeatedHost }
            // An empty Host is what a client without an authority must send (RFC 9110 §7.2).
            guard value.isEmpty || HostSyntax.accepts(value) else { throw .invalidHost }
            hasHost = true
        case .contentLength:
            if contentLength != nil { throw .repeatedContentLength }
            contentLength = try Self.parseContentLength(value)
        case .transferEncoding:
            if transferCoding != nil { throw .repeatedTransferEncoding }
            // A tab is legal whitespace here, but parsers that overlook it are a known way to smuggle.
            if raw.firstIndex(of: .tab) != nil { throw .invalidTransferEncoding }
            transferCoding = try Self.parseTransferCoding(value)
        case .connection:
            value.forEachListElement { if $0.equalsIgnoringCase("close") { closes = true } }
        case .expect:
            value.forEachListElement { element in
                if element.equalsIgnoringCase("100-continue") { expectsContinue = true } else { expectsOther = true }
            }
        }
    }

    /// The head of a request, with what the fields say about it.
    func complete(_ head: inout RequestHead, limits: HTTPLimits) throws(HTTPError) {
        head.framing = try framing(version: head.version)
        if case .length(let length) = head.framing, length > limits.maxBodyBytes {
            throw .bodyTooLarge(limit: limits.maxBodyBytes)
        }
        if head.version == .http11, !hasHost { throw .missingHost }
        head.keepsAlive = head.version == .http11 && !closes
        // RFC 9110 §10.1.1: the expectation of an HTTP/1.0 client is ignored.
        head.expectsContinue = expectsContinue && head.version == .http11 && head.framing.hasBody
        if expectsOther, head.refusal == nil { head.refusal = .unmetExpectation }
    }

    private func framing(version: HTTPVersion) throws(HTTPError) -> BodyFraming {
        guard let transferCoding else {
            return contentLength.map(BodyFraming.length) ?? .none
        }
        if version == .http10 { throw .transferEncodingInHTTP10 }
        if contentLength != nil { throw .contentLengthWithTransferEncoding }
        if transferCoding == .unsupported { throw .unsupportedTransferCoding }
        return .chunked
    }

    private static func parseContentLength(_ value: Span<UInt8>) throws(HTTPError) -> Int {
        // 19 digits hold every Int; more are an attempt at overflow even when they are zeros.
        guard 1...19 ~= value.count else { throw .invalidContentLength }
        var length = 0
        for index in 0..<value.count {
            guard value[index].isDigit else { throw .invalidContentLength }
            let (product, overflow) = length.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(value[index] - UInt8(ascii: "0")))
            if overflow || carry { throw .invalidContentLength }
            length = sum
        }
        return length
    }

    /// RFC 9112 §6.1 and §6.3: chunked must be there, once, last; what lies under it we do not decode.
    private static func parseTransferCoding(_ value: Span<UInt8>) throws(HTTPError) -> TransferCoding {
        if value.equalsIgnoringCase("chunked") { return .chunked }
        var isWellFormed = true
        var chunkedCount = 0
        var endsInChunked = false
        value.forEachListElement { element in
            isWellFormed = isWellFormed && element.isToken
            endsInChunked = element.equalsIgnoringCase("chunked")
            if endsInChunked { chunkedCount += 1 }
        }
        guard isWellFormed, endsInChunked, chunkedCount == 1 else { throw .invalidTransferEncoding }
        return .unsupported
    }
}

extension Span<UInt8> {
    /// Calls `body` with each element of a comma-separated list (RFC 9110 §5.6.1), trimmed; empty ones included.
    func forEachListElement(_ body: (Span<UInt8>) -> Void) {
        var start = 0
        while true {
            let end = firstIndex(of: .comma, from: start) ?? count
            body(extracting(trimmedRange(start..<end)))
            if end == count { return }
            start = end + 1
        }
    }

    /// Whether the bytes are a token (RFC 9110 §5.6.2).
    var isToken: Bool {
        for index in 0..<count where !self[index].isTokenCharacter { return false }
        return count > 0
    }
}
