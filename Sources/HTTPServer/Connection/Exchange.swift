import HTTP
import HTTPTypes

/// One request and the answer to it, as far as they have come.
struct Exchange {
    /// What is known of the request's body.
    enum BodyState {
        case incomplete
        case complete
        case failed(ServerError)
    }

    /// What is known of the answer.
    enum Answer {
        case none
        case streaming(ResponseHead.Framing, hasContent: Bool)
        case complete
        case aborted(ResponseHead.Framing)
    }

    /// Counts the requests of the connection from 1.
    var number = 0
    var method = HTTPRequest.Method.get
    var version = HTTPVersion.http11
    /// Whether another request may follow, as far as this one is concerned.
    var keepsAlive = true
    /// Whether the client waits for a 100 before it sends the body.
    var owesContinue = false
    var body = BodyState.complete
    /// Content decoded and not yet asked for.
    var content: [[UInt8]] = []
    var contentBytes = 0
    var answer = Answer.none
    /// An error that is to be the answer.
    var refusal: ServerError?
    var handlerRuns = false
    var isCancelled = false
    var awaitsBody = false
    /// Whether a client that has stopped sending was sent something to see if it is still there.
    var isProbed = false

    var hasCompleteBody: Bool { if case .complete = body { true } else { false } }
    var hasNoAnswer: Bool { if case .none = answer { true } else { false } }
    var isAnswered: Bool { if case .complete = answer { true } else { false } }
    var isStreaming: Bool { if case .streaming = answer { true } else { false } }

    /// The request with this head, before anybody has looked at it.
    init(number: Int, head: RequestHead) {
        self.number = number
        method = head.method
        version = head.version
        keepsAlive = head.keepsAlive
        owesContinue = head.expectsContinue
        body = .incomplete
    }

    /// A request that never became one: all it gets is an error.
    init(number: Int, refusal: ServerError) {
        self.number = number
        self.refusal = refusal
        keepsAlive = false
        body = .failed(refusal)
    }

    /// The time before the first request.
    init() {
        answer = .complete
    }

    mutating func takeContent() -> [UInt8]? {
        guard !content.isEmpty else { return nil }
        let piece = content.removeFirst()
        contentBytes -= piece.count
        return piece
    }
}
