import CurlClient
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

    private static let fields: HTTPFields = [
        .contentType: "application/json", .accept: "text/event-stream, application/json",
    ]

    private let call: ModelCall
    private let model: String
    private let upstream: Upstream
    private let caller: Caller
    private var phase = Phase.unsent
    private var permit: CallLimiter.Permit?
    private var reader: ChatReplyReader
    private var record: CallRecord?

    init(_ call: ModelCall, model: String, upstream: Upstream, caller: Caller) {
        self.call = call
        self.model = model
        self.upstream = upstream
        self.caller = caller
        reader = ChatReplyReader(asked: call.choices, topLogprobs: call.sampling.topLogprobs)
    }

    var progress: CallProgress { record?.progress ?? CallProgress() }

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
        let record = CallRecord(model: model, samples: call.choices, for: caller)
        self.record = record
        record.queued(at: upstream.configuration.name)
        permit = try await upstream.limiter.acquire(call.choices)
        do {
            let response = try await request(record)
            if response.isEventStream {
                phase = .streaming(response.body)
            } else {
                reader.take(reply: try await response.body.collect(upTo: UpstreamLimits.maxReplyBytes))
                close()
            }
        } catch let error as ModelError {
            reader.fail(error)
            close()
        }
    }

    /// Sends the request and returns the answer, which is a success.
    ///
    /// Some servers refuse `stream_options`; they are asked again without, and never with it after that.
    private func request(_ record: CallRecord) async throws -> UpstreamResponse {
        record.sent(to: upstream.configuration.replicas[0].string, of: upstream.configuration.name)
        let asksForUsage = upstream.capability(of: model).takesStreamOptions
        let response = try await upstream.send(
            method: .post, path: "chat/completions",
            fields: Self.fields.adding(record.fields),
            body: call.chatBody(model: model, asksForUsage: asksForUsage))
        record.answered(response.status)
        guard response.status.kind != .successful else { return response }
        let body = try await response.body.prefix(upTo: UpstreamLimits.maxErrorBytes)
        let error = upstream.refusal(status: response.status, body: body, fields: response.fields)
        if asksForUsage, error.blames("stream_options") {
            upstream.learn(about: model) { $0.takesStreamOptions = false }
            record.failed(error, retriedAfter: .zero)
            return try await request(record)
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
        record?.received(tokens: reader.tokensSeen, usage: reader.usage)
        if reader.hasEnded { close() }
    }

    private mutating func close() {
        phase = .ended
        permit = nil
        record?.received(tokens: reader.tokensSeen, usage: reader.usage)
        if let failure = reader.failure { record?.failed(failure) }
        record?.end()
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
    /// Whether the server refuses a member of that name.
    fileprivate func blames(_ member: String) -> Bool {
        guard isRefusal, case .rejected(let rejection) = self else { return false }
        return rejection.member == member || rejection.message.contains(member)
    }
}
