import HTTP
import JSON
import OpenAI
package import Refinement

/// Reads the answer to one chat completion, streamed or plain. Pure: bytes in, events out; open to the package so that
/// it can be measured alone.
///
/// The call's last choice is held back until the call has ended: only then is its cost known.
package struct ChatReplyReader {
    /// What a server sends behind the last chunk.
    private static let announcement = Array("[DONE]".utf8)

    /// Events that mostly come together at most.
    private static let usualEvents = 16

    /// What has come of a choice.
    private struct Progress {
        var textBytes = 0
        var hasTokens = false
        var tokens: [TokenDistribution] = []
    }

    /// How many choices the call asked for.
    let asked: Int
    /// How many log-probabilities the call asked for at each token, nil for none.
    let topLogprobs: Int?
    /// Why the answer cannot be read any further.
    package private(set) var failure: ModelError?
    /// Whether the answer has come to its end.
    private(set) var hasEnded = false
    /// Whether it broke off because the server said that something is wrong.
    private(set) var wasToldError = false
    private var isAnnounced = false
    private var receivedBytes = 0
    private var parser = SSEParser()
    private var reply: ChatCompletionStream
    /// What has come of each choice that was asked for and is not complete.
    private var choices: [Progress]
    /// What may be handed over as soon as its turn comes, but for the first ones, which have been.
    private var pending: [CompletionEvent] = []
    private var firstPending = 0
    private var finished: Set<Int> = []
    private var handedOver = 0

    package init(asked: Int, topLogprobs: Int?, isText: Bool = false) {
        self.asked = asked
        self.topLogprobs = topLogprobs
        choices = Array(repeating: Progress(), count: asked)
        pending.reserveCapacity(Self.usualEvents)
        reply = ChatCompletionStream(readsLogprobs: topLogprobs != nil, isText: isText)
    }

    /// Whether every choice that was asked for is complete; what may still come is the usage.
    var isComplete: Bool { finished.count == asked }

    /// How many choices have shown themselves.
    var choicesSeen: Int { reply.choicesSeen }

    /// Tokens seen to arrive.
    var tokensSeen: Int { reply.tokensSeen }

    /// The server's own figure, once it has come.
    var usage: TokenUsage? { reply.usage.map(TokenUsage.init) }

    /// The next event that may be handed over.
    package mutating func next() -> CompletionEvent? {
        guard firstPending < pending.count else { return nil }
        let event = pending[firstPending]
        if case .finished = event {
            guard hasEnded || handedOver + 1 < asked else { return nil }
            handedOver += 1
        }
        firstPending += 1
        if firstPending == pending.count {
            pending.removeAll(keepingCapacity: true)
            firstPending = 0
        }
        return event
    }

    // MARK: Streams

    /// Takes bytes of a stream of events.
    package mutating func read(_ bytes: [UInt8]) {
        guard failure == nil else { return }
        receivedBytes += bytes.count
        guard receivedBytes <= UpstreamLimits.maxReplyBytes else {
            return fail(.garbled(reason: "an answer of more than \(UpstreamLimits.maxReplyBytes) bytes"))
        }
        parser.append(bytes)
        do throws(HTTPError) {
            var brought: [ChatCompletionStream.Event] = []
            while failure == nil, !isAnnounced, let event = try parser.next() { read(event, &brought) }
        } catch {
            fail(.garbled(reason: error.reason))
        }
    }

    /// Notes that no more bytes come.
    package mutating func end() {
        guard failure == nil, !hasEnded else { return }
        let unfinished = reply.end()
        guard isAnnounced || unfinished.isEmpty else {
            return fail(.interrupted(reason: "the stream ended too early", tokens: tokensSeen))
        }
        take(unfinished)
        hasEnded = true
    }

    /// Notes that the connection failed; once every choice is complete that is no loss.
    mutating func fail(_ error: ModelError) {
        hasEnded = true
        guard failure == nil, !isComplete else { return }
        if case .interrupted(let reason, _) = error {
            failure = .interrupted(reason: reason, tokens: tokensSeen)
        } else {
            failure = error
        }
    }

    /// Takes an event of the stream; `brought` is memory for what it brings.
    private mutating func read(_ event: SSEEvent, _ brought: inout [ChatCompletionStream.Event]) {
        if event.data == Self.announcement {
            isAnnounced = true
            return
        }
        brought.removeAll(keepingCapacity: true)
        if event.event != "error", reply.add(usualChunk: event.data, to: &brought) { return take(brought) }
        let chunk: JSON
        do throws(JSONError) {
            chunk = try JSON(parsing: event.data)
        } catch {
            return fail(.garbled(reason: "a stream event is not JSON: \(error.reason)"))
        }
        let hasError = chunk["error"].map { !$0.isNull } ?? false
        if event.event == "error" || hasError {
            wasToldError = true
            let message = ErrorObject(reading: chunk)?.message ?? "it sent an error event"
            return fail(.interrupted(reason: message, tokens: tokensSeen))
        }
        take(reply.add(chunk: chunk))
    }

    private mutating func failOfLength() {
        fail(.garbled(reason: "a choice of more than \(UpstreamLimits.maxChoiceBytes) bytes"))
    }

    // MARK: Plain replies

    /// Bytes that a plain reply may have.
    var maxPlainBytes: Int {
        topLogprobs == nil ? UpstreamLimits.maxPlainReplyBytes : UpstreamLimits.maxReplyBytes
    }

    /// Takes the whole reply of a server that does not stream.
    mutating func take(reply body: [UInt8]) {
        let completion: JSON
        do throws(JSONError) {
            completion = try JSON(parsing: body)
        } catch {
            return fail(.garbled(reason: "the reply is not JSON: \(error.reason)"))
        }
        guard let events = reply.add(completion: completion) else {
            return fail(.garbled(reason: ErrorObject(reading: completion)?.message ?? "the reply has no 'choices'"))
        }
        take(events)
        hasEnded = true
    }

    /// Takes what was said of the choices that were asked for; others count for nothing.
    private mutating func take(_ events: [ChatCompletionStream.Event]) {
        for event in events {
            switch event {
            case .delta(let choice, let text, let tokens, let logprobs):
                guard (0..<asked).contains(choice) else { continue }
                choices[choice].textBytes += text.utf8.count
                guard choices[choice].textBytes <= UpstreamLimits.maxChoiceBytes else { return failOfLength() }
                let distributions = logprobs.isEmpty ? [] : summed(logprobs)
                choices[choice].hasTokens = true
                if !distributions.isEmpty { choices[choice].tokens += distributions }
                pending.append(.delta(choice: choice, text: text, tokens: tokens, distributions: distributions))
            case .finished(let choice):
                // A choice that comes twice counts once.
                guard (0..<asked).contains(choice.index), finished.insert(choice.index).inserted else { continue }
                var completion = Completion(
                    message: choice.message, finishReason: choice.finishReason, unreadLogprobs: choice.logprobs,
                    tokens: tokens(of: choice))
                completion.model = reply.origin.model
                completion.systemFingerprint = reply.origin.systemFingerprint
                completion.serviceTier = reply.origin.serviceTier
                pending.append(.finished(choice: choice.index, completion))
            }
        }
    }

    /// The distributions at a choice's tokens: those that came with its text, or with the choice as a whole.
    private mutating func tokens(of choice: ChatChoice) -> [TokenDistribution]? {
        guard topLogprobs != nil, let logprobs = choice.logprobs else { return nil }
        let progress = choices[choice.index]
        choices[choice.index].tokens = []
        choices[choice.index].hasTokens = false
        return progress.hasTokens ? progress.tokens : summed(TokenLogprobs.list(reading: logprobs.value))
    }

    private func summed(_ logprobs: [TokenLogprobs]) -> [TokenDistribution] {
        logprobs.map { TokenDistribution(sampled: $0.logprob, listed: $0.top, limit: topLogprobs ?? .max) }
    }
}
