import Glibc
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
    private let model: OpenAIModel
    private var phase = Phase.unsent
    private var record: CallRecord?
    /// The attempt that is being answered.
    private var lease: Lease?
    private var target: ResolvedModel.Target
    private var reader: ChatReplyReader

    init(_ call: ModelCall, model: OpenAIModel) {
        self.call = call
        self.model = model
        target = model.target
        reader = ChatReplyReader(
            asked: call.choices, topLogprobs: call.sampling.topLogprobs, isText: call.conversation.kind == .text)
    }

    var progress: CallProgress { record?.progress ?? CallProgress() }

    /// Why there is no more of the answer; an answer that broke off with an error may quote the key.
    private var failure: ModelError? { reader.failure?.hiding(target.upstream.configuration.key) }

    mutating func next() async throws -> CompletionEvent? {
        while true {
            if let event = reader.next() { return event }
            switch phase {
            case .unsent: try await send()
            case .streaming(let body): try await receive(from: body)
            case .ended:
                if let failure { throw failure }
                return nil
            }
        }
    }

    mutating func nextAtHand() -> CompletionEvent? { reader.next() }

    // MARK: Until an answer begins

    private mutating func send() async throws {
        let record = CallRecord(model: target.model, samples: call.choices, for: model.caller)
        self.record = record
        let conversation = call.conversation
        let terms = Attempts.Terms(
            weight: call.choices, affinity: { $0.upstream.affinity(of: conversation, model: $0.model) },
            deadline: call.deadline, allowance: call.allowance)
        let attempts = Attempts(at: model.targets, from: model.start, terms, for: model.caller, record)
        let response: UpstreamResponse
        do {
            response = try await attempts.make { try await request(to: $0, $1, record) }
        } catch let failure as AttemptFailure {
            reader.fail(failure.error)
            phase = .ended
            return record.end()
        }
        target = attempts.target
        lease = attempts.lease
        if response.isEventStream {
            phase = .streaming(response.body)
        } else {
            try await receive(whole: response.body)
        }
    }

    /// Sends the request and returns the answer, which is a success.
    ///
    /// Some servers refuse `stream_options`; they are asked again without, and never with it once that has helped: a
    /// server that finds fault with something else may say the whole request in its answer.
    private func request(
        to target: ResolvedModel.Target, _ replica: Replica, _ record: CallRecord, withoutUsage: Bool = false
    ) async throws -> UpstreamResponse {
        let upstream = target.upstream
        let asksForUsage = !withoutUsage && upstream.capability(of: target.model).takesStreamOptions
        record.sent(to: replica.name, of: upstream.configuration.name)
        let response = try await upstream.send(
            method: .post, path: call.path, to: replica, fields: Self.fields.adding(record.fields),
            body: call.chatBody(model: target.model, asksForUsage: asksForUsage))
        record.answered(response.status)
        guard response.status.kind != .successful else { return response }
        let body = try await response.body.start(upTo: UpstreamLimits.maxErrorBytes, within: UpstreamLimits.errorWait)
        let error = upstream.refusal(status: response.status, body: body, fields: response.fields)
        if asksForUsage, error.blames("stream_options") {
            record.failed(error, retriedAfter: .zero)
            let response = try await request(to: target, replica, record, withoutUsage: true)
            upstream.learn(about: target.model) { $0.takesStreamOptions = false }
            return response
        }
        if error.isRefusal, !error.blames("logprobs") {
            upstream.learn(about: target.model) { $0.choices.suspect(call.choices, by: model.caller.request) }
        }
        throw AttemptFailure(error, response.fields, at: time(nil))
    }

    // MARK: The answer

    private mutating func receive(whole body: UpstreamBody) async throws {
        do {
            reader.take(reply: try await body.collect(upTo: reader.maxPlainBytes))
        } catch let error as ModelError {
            reader.fail(error)
        }
        close()
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
        if reader.tokensSeen > 0 { lease?.succeeded() }
        if reader.hasEnded { close() }
    }

    private mutating func close() {
        phase = .ended
        record?.received(tokens: reader.tokensSeen, usage: reader.usage)
        if let failure {
            // A replica that can tell what is wrong may be well: the request may be what is wrong.
            if !reader.wasToldError { lease?.note(failure) }
            record?.failed(failure)
        } else {
            lease?.succeeded()
            record?.completed()
            target.upstream.learn(about: target.model) {
                $0.choices.note(asked: call.choices, received: reader.choicesSeen, by: model.caller.request)
            }
        }
        lease = nil
        record?.end()
    }
}

extension UpstreamResponse {
    /// Whether the body is a stream of events; a server that ignores `stream` sends one reply instead.
    fileprivate var isEventStream: Bool {
        guard let type = fields.value(of: .contentType) else { return false }
        // As most servers spell it.
        if type == "text/event-stream; charset=utf-8" || type == "text/event-stream" { return true }
        return MediaType(parsing: type)?.essence == "text/event-stream"
    }
}

extension ModelError {
    /// Whether the server refuses a member of that name.
    fileprivate func blames(_ member: String) -> Bool {
        guard isRefusal, case .rejected(let rejection) = self else { return false }
        return rejection.member == member || rejection.message.contains(member)
    }
}
