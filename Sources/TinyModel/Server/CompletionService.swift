import Glibc
import HTTP
import HTTPServer
import HTTPTypes
import JSON
import OpenAI
import Synchronization

/// Answers the two completions endpoints.
final class CompletionService: Sendable {
    /// Which of the two.
    enum Endpoint {
        case chat
        case text

        /// The member of a request that holds the prompt.
        var promptMember: String { self == .chat ? "messages" : "prompt" }
    }

    private let model: LlamaModel
    private let names: TokenNames
    private let limits: ServiceLimits
    private let loops: DecodingLoops
    private let tally = Mutex(TinyModelStatistics())

    init(_ model: LlamaModel, limits: ServiceLimits, loops: DecodingLoops) {
        self.model = model
        self.limits = limits
        self.loops = loops
        names = TokenNames(model.tokenizer)
    }

    var statistics: TinyModelStatistics { tally.withLock { $0 } }

    /// Answers one request; stops generating as soon as its task is cancelled, that is when the client leaves.
    func answer(_ endpoint: Endpoint, _ request: Request, _ response: ResponseWriter) async throws {
        let body = try await request.body.collect(upTo: limits.bodyBytes)
        do {
            let call = try read(body, endpoint)
            var generation = try Generation(model, prompt: call.prompt, options: call.options)
            try enter(choices: call.options.choices)
            defer { leave(choices: call.options.choices) }
            let writer = ReplyWriter(format(endpoint), call: call, names: names, created: time(nil))
            if call.streams {
                try await stream(&generation, writer, response)
            } else {
                try await reply(&generation, writer, choices: call.options.choices, response)
            }
        } catch let error as TinyModelError {
            // Whatever the model can object to is found before the first byte of an answer.
            try await response.send(
                error.status, [.contentType: MediaTypes.json],
                body: error.object(promptMember: endpoint.promptMember).json.utf8)
        }
    }

    private func read(_ body: [UInt8], _ endpoint: Endpoint) throws(TinyModelError) -> CompletionCall {
        switch endpoint {
        case .chat: try CompletionCall(chat: body, model: model, limits: limits)
        case .text: try CompletionCall(text: body, model: model, limits: limits)
        }
    }

    private func format(_ endpoint: Endpoint) -> any ReplyFormat {
        switch endpoint {
        case .chat: ChatFormat(names: names)
        case .text: TextFormat(names: names)
        }
    }

    private func reply(
        _ generation: inout Generation, _ writer: ReplyWriter, choices: Int, _ response: ResponseWriter
    ) async throws {
        var transcripts = [ChoiceTranscript](repeating: ChoiceTranscript(), count: choices)
        while !generation.isFinished {
            for event in try await step(&generation) {
                transcripts[event.choice].add(event)
            }
        }
        let body = writer.whole(transcripts, usage: generation.usage)
        try await response.send(.ok, [.contentType: MediaTypes.json], body: body)
    }

    private func stream(
        _ generation: inout Generation, _ writer: ReplyWriter, _ response: ResponseWriter
    ) async throws {
        var writer = writer
        let fields: HTTPFields = [.contentType: MediaTypes.eventStream, .cacheControl: "no-store"]
        let body = try await response.start(.ok, fields, first: writer.opening())
        while !generation.isFinished {
            let chunks = try await writer.chunks(step(&generation))
            if !chunks.isEmpty { try await body.write(chunks) }
        }
        try await body.write(writer.closing(usage: generation.usage))
        try await body.finish()
    }

    private func step(_ generation: inout Generation) async throws -> [TokenEvent] {
        try Task.checkCancellation()
        let events = await loops.step(&generation)
        // Each event stands for one token, whether or not it has text.
        tally.withLock { $0.generatedTokens += events.count }
        return events
    }

    private func enter(choices: Int) throws(TinyModelError) {
        let isWelcome = tally.withLock { tally in
            guard tally.runningChoices + choices <= limits.runningChoices else { return false }
            tally.runningRequests += 1
            tally.runningChoices += choices
            return true
        }
        if !isWelcome { throw .overloaded(limit: limits.runningChoices) }
    }

    private func leave(choices: Int) {
        tally.withLock { tally in
            tally.runningRequests -= 1
            tally.runningChoices -= choices
        }
    }
}

extension Generation {
    /// What the generation has cost so far; the prompt counts once for all choices.
    fileprivate var usage: Usage {
        Usage(promptTokens: promptTokens, completionTokens: completionTokens)
    }
}
