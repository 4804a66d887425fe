import HTTP
import HTTPTypes
import OpenAI
import Refinement

/// One chat completion in progress: sent when the first event is asked for, ended at the server when dropped.
struct ChatStream: CompletionStream {
    private enum Phase {
        case unsent
        case streaming(UpstreamBody)
        case ended
    }

    private let call: ModelCall
    private let model: String
    private let upstream: Upstream
    private let caller: Caller
    private var phase = Phase.unsent
    private var permit: CallLimiter.Permit?
    private var reader: ChatReplyReader
    private var isSent = false

    init(_ call: ModelCall, model: String, upstream: Upstream, caller: Caller) {
        self.call = call
        self.model = model
        self.upstream = upstream
        self.caller = caller
        reader = ChatReplyReader(
            asked: call.choices, topLogprobs: call.sampling.topLogprobs, isText: call.conversation.kind == .text)
    }

    var progress: CallProgress {
        var progress = CallProgress()
        progress.isSent = isSent
        progress.reported = reader.usage
        progress.tokensSeen = reader.tokensSeen
        return progress
    }

    mutating func next() async throws -> CompletionEvent? {
        while true {
            if let event = reader.next() { return event }
            switch phase {
            case .unsent: try await send()
            case .streaming(let body): try await receive(from: body)
            case .ended:
                if let failure = reader.failure { throw failure }
                return nil
            }
        }
    }

    private mutating func send() async throws {
        permit = try await upstream.limiter.acquire(call.choices)
        isSent = true
        do {
            let response = try await request()
            if response.isEventStream {
                phase = .streaming(response.body)
            } else {
                reader.take(reply: try await response.body.collect(upTo: UpstreamLimits.maxReplyBytes))
                close()
            }
        } catch let error as ModelError {
            isSent = !error.costsNothing
            close()
            throw error
        }
    }

    /// Sends the request and returns the answer, which is a success.
    ///
    /// Some servers refuse `stream_options`; they are asked again without, and never with it after that.
    private func request() async throws -> UpstreamResponse {
        let asksForUsage = upstream.capability(of: model).takesStreamOptions
        let response = try await upstream.send(
            method: .post, path: call.path,
            fields: [.contentType: "application/json", .accept: "text/event-stream, application/json"],
            body: call.chatBody(model: model, asksForUsage: asksForUsage))
        guard response.status.kind != .successful else { return response }
        let body = try await response.body.prefix(upTo: UpstreamLimits.maxErrorBytes)
        let error = upstream.refusal(status: response.status, body: body, fields: response.fields)
        if asksForUsage, error.blames("stream_options") {
            upstream.learn(about: model) { $0.takesStreamOptions = false }
            return try await request()
        }
        if error.isRefusal, !error.blames("logprobs") {
            upstream.learn(about: model) { $0.choices.suspect(call.choices) }
        }
        throw error
    }

    private mutating func receive(from body: UpstreamBody) async throws {
        do {
            // When all is said but the usage, a server that never ends its answer is not waited for.
            let grace = reader.isComplete ? UpstreamLimits.closingGrace : nil
            if let piece = try await body.next(within: grace) { reader.read(piece) } else { reader.end() }
        } catch let error as ModelError {
            reader.fail(error)
        }
        if reader.hasEnded { close() }
    }

    private mutating func close() {
        phase = .ended
        permit = nil
        guard reader.hasEnded, reader.failure == nil else { return }
        upstream.learn(about: model) { $0.choices.note(asked: call.choices, received: reader.choicesSeen) }
    }
}

extension UpstreamResponse {
    /// Whether the body is a stream of events; a server that ignores `stream` sends one reply instead.
    fileprivate var isEventStream: Bool {
        fields[.contentType].flatMap { MediaType(parsing: $0) }?.essence == "text/event-stream"
    }
}

extension ModelError {
    /// Whether the server cannot have worked on the call.
    fileprivate var costsNothing: Bool {
        switch self {
        case .unreachable, .rejected, .timedOut(.connect): true
        default: false
        }
    }

    /// Whether the server refuses a member of that name.
    fileprivate func blames(_ member: String) -> Bool {
        guard isRefusal, case .rejected(let rejection) = self else { return false }
        return rejection.member == member || rejection.message.contains(member)
    }
}
