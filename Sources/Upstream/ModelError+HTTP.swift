import CurlClient
import HTTPTypes
import JSON
import OpenAI
import Refinement

extension ModelError {
    /// What a failed transfer means for a call.
    init(_ error: any Error) {
        guard let error = error as? CurlError else {
            self = (error as? ModelError) ?? .unreachable(reason: "\(error)")
            return
        }
        switch error {
        case .connectTimeout: self = .timedOut(stage: .connect)
        case .firstByteTimeout: self = .timedOut(stage: .firstByte)
        case .idleTimeout: self = .timedOut(stage: .idle)
        case .totalTimeout: self = .timedOut(stage: .total)
        case .couldNotResolve(let host): self = .unreachable(reason: "no address for \(host)")
        case .connectionRefused(let host, let port): self = .unreachable(reason: "\(host):\(port) refused")
        case .couldNotConnect(let host, let port, _): self = .unreachable(reason: "no connection to \(host):\(port)")
        case .proxyRefused(let status): self = .unreachable(reason: "the proxy answered \(status)")
        case .tls(_, let message): self = .unreachable(reason: "TLS: \(message)")
        case .closedBeforeHead: self = .interrupted(reason: "it closed before it answered", tokens: 0)
        case .closedMidBody(let bytes, _):
            self = .interrupted(reason: "it closed inside its answer, after \(bytes) bytes", tokens: 0)
        case .headTooLarge(let limit): self = .garbled(reason: "a head of more than \(limit) bytes")
        case .bodyTooLarge(let limit): self = .garbled(reason: "an answer of more than \(limit) bytes")
        case .malformedResponse: self = .garbled(reason: "it does not speak HTTP/1.1")
        case .shutdown: self = .unreachable(reason: "Hone is stopping")
        case .invalidURL, .invalidMethod, .invalidField:
            self = .rejected(Rejection(status: 400, message: "the request cannot be passed on: \(error)"))
        // Nobody knows how far the request has come.
        case .concurrentReads, .cancelled, .system, .other: self = .interrupted(reason: "\(error)", tokens: 0)
        }
    }

    /// What an answer that is no success means for a call, without a word of `key`.
    init(status: HTTPResponse.Status, body: [UInt8], fields: HTTPFields, hiding key: String?) {
        // Servers like to quote the key that they refuse, or some of it.
        if status.code == 401 || status.code == 403 {
            self = .rejected(Rejection(status: status.code, message: "it does not accept Hone's key"))
            return
        }
        let error = (try? JSON(parsing: body)).flatMap(ErrorObject.init(reading:))
        let text = error?.message ?? String(decoding: body, as: UTF8.self)
        // Hidden once it is read, as JSON can write it in many ways, and before it is cut, which may leave half of it.
        let message = String(text.hiding(key).prefix(UpstreamLimits.maxErrorCharacters))
        self = Self.rejected(
            Rejection(
                status: status.code, message: message.isEmpty ? "no reason given" : message, member: error?.param,
                code: error?.code, retryAfter: fields.retryAfterSeconds)
        ).hiding(key)
    }
}
