import CCurl
import Glibc

/// How libcurl ended a transfer, with what is needed to tell what happened.
struct TransferOutcome {
    /// libcurl's result.
    var code: CURLcode
    /// libcurl's words for it.
    var message: String
    /// The last system error of the connection, 0 if there was none.
    var systemError: Int32
    /// Whether the whole head of the final response had come.
    var hasHead: Bool
    /// Bytes a head may have.
    var maxHeadBytes: Int
    /// Bytes of body received.
    var receivedBytes: Int
    /// The proxy that the connection goes through.
    var proxy: UpstreamURL?
    /// The status with which the proxy answered CONNECT, 0 if it was not asked or did not answer.
    var proxyStatus = 0

    /// The failure this is of a call of `request`; nil when the whole response has come.
    func failure(of request: ClientRequest) -> CurlError? {
        if code != CURLE_OK, !hasHead, proxyStatus >= 300 { return .proxyRefused(status: proxyStatus) }
        switch code {
        case CURLE_OK:
            // libcurl takes EOF inside a head for the end of an empty response.
            return hasHead ? nil : .closedBeforeHead(isReset: false)
        case CURLE_COULDNT_RESOLVE_HOST:
            return .couldNotResolve(host: request.url.host)
        case CURLE_COULDNT_RESOLVE_PROXY:
            return .couldNotResolve(host: proxy?.host ?? request.url.host)
        case CURLE_COULDNT_CONNECT where proxy != nil:
            let proxy = proxy ?? request.url
            return systemError == ECONNREFUSED
                ? .connectionRefused(host: proxy.host, port: proxy.port)
                : .couldNotConnect(host: proxy.host, port: proxy.port, errno: systemError)
        case CURLE_COULDNT_CONNECT:
            return systemError == ECONNREFUSED
                ? .connectionRefused(host: request.url.host, port: request.url.port)
                : .couldNotConnect(host: request.url.host, port: request.url.port, errno: systemError)
        case CURLE_OPERATION_TIMEDOUT:
            // The only clock of libcurl's that is set.
            return .connectTimeout(request.timeouts.connect)
        case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_SEND_ERROR:
            return closed
        case CURLE_RECV_ERROR:
            // Broken chunked coding has the code of a failed read, but no system error; a failed TLS read has none either.
            return systemError == 0 && hasHead && !request.url.isSecure ? .malformedResponse(.framing) : closed
        case CURLE_OUT_OF_MEMORY where !hasHead:
            // What libcurl says of a field line above its own limit of 100 KB.
            return .headTooLarge(limit: maxHeadBytes)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
            // The scheme was checked: what is unsupported is HTTP/0.9, that is, anything without a status line.
            return .malformedResponse(hasHead ? .framing : .statusLine)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED,
            CURLE_USE_SSL_FAILED:
            return .tls(code: code.rawValue, message: message)
        default:
            return .other(code: code.rawValue, message: message)
        }
    }

    private var closed: CurlError {
        let isReset = systemError == ECONNRESET || systemError == EPIPE
        return hasHead
            ? .closedMidBody(receivedBytes: receivedBytes, isReset: isReset) : .closedBeforeHead(isReset: isReset)
    }
}
