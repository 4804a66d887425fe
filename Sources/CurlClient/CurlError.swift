/// Every way a call to an upstream can fail.
public enum CurlError: Error, Hashable, Sendable {
    /// Why a text is not a URL we would send a request to.
    public enum InvalidURL: Hashable, Sendable {
        /// Not visible ASCII, or libcurl's parser refused it.
        case malformed
        /// Neither `http://` nor `https://`.
        case unsupportedScheme
        /// User name or password in the URL; credentials belong into fields.
        case hasUserInfo
        /// A `#fragment`, which is never sent.
        case hasFragment
        /// A `.` or `..` segment (also percent-encoded) in an appended path, which could leave the base path.
        case hasDotSegment
    }

    /// What about a response was not HTTP/1.1.
    public enum Malformed: Hashable, Sendable {
        /// No status line, or one we cannot read.
        case statusLine
        /// A field line without a valid name or with forbidden bytes in its value.
        case fieldLine
        /// 101: we never asked for an upgrade.
        case unexpectedUpgrade
        /// Broken chunked coding or a framing that contradicts itself.
        case framing
    }

    /// The URL was refused before anything was sent.
    case invalidURL(String, InvalidURL)
    /// The method is not a token (RFC 9110 §9.1), or is one a client of an origin server does not send.
    case invalidMethod(String)
    /// A request field's name is not a token or its value holds CR, LF, NUL or another control byte (RFC 9110 §5.5).
    case invalidField(name: String)
    /// DNS had no address for the host.
    case couldNotResolve(host: String)
    /// The host answered that nobody listens on the port.
    case connectionRefused(host: String, port: Int)
    /// No connection for another reason; `errno` as the system gave it, 0 when it gave none.
    case couldNotConnect(host: String, port: Int, errno: Int32)
    /// The proxy answered that it does not make the connection.
    case proxyRefused(status: Int)
    /// TLS failed: handshake, certificate or trust store; `code` is libcurl's.
    case tls(code: UInt32, message: String)
    /// Look-up, TCP and TLS took longer than `Timeouts.connect`.
    case connectTimeout(Duration)
    /// No complete response head within `Timeouts.firstByte`.
    case firstByteTimeout(Duration)
    /// The body made no progress for `Timeouts.idle`.
    case idleTimeout(Duration, receivedBytes: Int)
    /// The whole call took longer than `Timeouts.total`.
    case totalTimeout(Duration, receivedBytes: Int)
    /// The connection ended before a whole response head had come: EOF, reset or a failed write.
    case closedBeforeHead(isReset: Bool)
    /// The connection ended inside the body, short of its Content-Length or its last chunk.
    case closedMidBody(receivedBytes: Int, isReset: Bool)
    /// The response head, 1xx heads and trailers included, is larger than `limit` bytes.
    case headTooLarge(limit: Int)
    /// The upstream does not speak HTTP/1.1.
    case malformedResponse(Malformed)
    /// `ResponseBody.collect(upTo:)` met a body of more than `limit` bytes.
    case bodyTooLarge(limit: Int)
    /// Two tasks read one body at the same time.
    case concurrentReads
    /// The task that waited was cancelled, or the body was dropped by its reader.
    case cancelled
    /// The client was shut down.
    case shutdown
    /// A system call the client needs to start failed.
    case system(errno: Int32)
    /// Anything else, with libcurl's code (`CURLE_…`) and words.
    case other(code: UInt32, message: String)
}
