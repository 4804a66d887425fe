public import HTTP
import HTTPServer
public import HTTPTypes
public import JSON
import Synchronization

/// A model server whose every answer is written down by the test, over real HTTP.
public final class TestUpstream: Sendable {
    /// One completion that was asked for.
    public struct Call: Sendable {
        /// Its place among the calls, from 0.
        public let number: Int
        /// The body.
        public let body: JSON
        /// The fields it came with.
        public let head: RequestHead

        /// The seed, 0 if there is none.
        public var seed: Int { body["seed"]?.int ?? 0 }
        /// How many choices are asked for.
        public var choices: Int { body["n"]?.int ?? 1 }
        /// Whether a stream is asked for.
        public var streams: Bool { body["stream"]?.bool ?? false }
        /// The temperature, 1 if there is none.
        public var temperature: Double { body["temperature"]?.double ?? 1 }
        /// How many log-probabilities are asked for at each token, nil for none.
        public var topLogprobs: Int? {
            isText ? body["logprobs"]?.int : body["logprobs"]?.bool == true ? body["top_logprobs"]?.int ?? 0 : nil
        }
        /// Whether it is a text that is to be completed, and not a chat.
        public var isText: Bool { head.target.path == "/v1/completions" }
    }

    /// What the server does with a call.
    public enum Reply: Sendable {
        /// One choice for each text; what is asked for as a stream comes as one, a word a chunk.
        case says([String], finish: String = "stop")
        /// The same, each choice in one chunk and the whole stream in one write.
        case saysAtOnce([String])
        /// One choice for each list of tokens, with their log-probabilities in this shape if the call asks for them; a
        /// plain reply whatever was asked for if that is said.
        case spells([[ScriptedToken]], as: LogprobShape, isPlain: Bool = false)
        /// So much of a stream with log-probabilities in OpenAI's shape; then silence.
        case trailsOff([ScriptedToken])
        /// An error answer.
        case refuses(status: Int, body: String, fields: HTTPFields = [:])
        /// These bytes under this media type, as they are; the connection breaks afterwards if that is said.
        case sends([UInt8], type: String, breaks: Bool = false, status: Int = 200)
        /// The head and so many words of a stream, or nothing at all if nil; then silence.
        case hangs(afterWords: Int? = nil)
    }

    /// What has been seen so far.
    public struct Observations: Sendable {
        /// The calls, in order of arrival.
        public var calls: [Call] = []
        /// Calls that are being answered.
        public var running = 0
        /// Choices that are being answered.
        public var runningChoices = 0
        /// Calls whose client has left.
        public var abandoned = 0
    }

    private struct Waiter {
        let isMet: @Sendable (Observations) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var observations = Observations()
        var waiters: [Waiter] = []
    }

    private final class Core: Sendable {
        let state = Mutex(State())
        let reply: @Sendable (Call) async throws -> Reply

        init(reply: @escaping @Sendable (Call) async throws -> Reply) { self.reply = reply }
    }

    private let core: Core
    private let server: HTTPServer

    /// A server that lists `models` and answers each call as `reply` says.
    public init(
        models: [String] = ["m"], reply: @escaping @Sendable (Call) async throws -> Reply
    ) throws {
        let core = Core(reply: reply)
        var router = Router()
        router.on(.get, "/v1/models") { _, response in
            let list: JSON = [
                "object": "list",
                "data": .array(
                    models.map { ["id": .string($0), "object": "model", "created": 1, "owned_by": "test"] }),
            ]
            try await response.send(.ok, [.contentType: "application/json"], body: list.utf8)
        }
        router.on(.post, "/v1/chat/completions") { try await Self.answer($0, $1, core) }
        router.on(.post, "/v1/responses") { try await Self.answer($0, $1, core) }
        router.on(.post, "/v1/completions") { try await Self.answer($0, $1, core) }
        for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete, .options] {
            router.on(method, "/v1/echo/*") { try await Self.echo($0, $1) }
        }
        router.on(.post, "/v1/echo") { try await Self.echo($0, $1) }
        self.core = core
        server = try HTTPServer.start(host: "127.0.0.1", port: 0, handler: router)
    }

    /// The base of its API.
    public var base: String { "http://127.0.0.1:\(server.port)/v1" }

    /// What has been seen so far.
    public var observations: Observations { core.state.withLock { $0.observations } }

    /// Waits until the observations are so.
    public func wait(until isMet: @escaping @Sendable (Observations) -> Bool) async {
        await withCheckedContinuation { continuation in
            core.state.withLock { $0.waiters.append(Waiter(isMet: isMet, continuation: continuation)) }
            Self.observe(core) { _ in }
        }
    }

    /// Stops at once. Somebody else may get its port: who is to meet nobody is sent to a `ShutPort`.
    public func stop() async { await server.stop(gracePeriod: .zero) }

    /// Answers with the fields and the body of the request, and says what it was in `Echo-Method` and `Echo-Target`.
    private static func echo(_ request: Request, _ response: ResponseWriter) async throws {
        let body = try await request.body.collect(upTo: 1 << 20)
        var fields = request.head.fields
        fields[HTTPField.Name("Echo-Method")!] = request.head.method.rawValue
        fields[HTTPField.Name("Echo-Target")!] =
            request.head.target.path + (request.head.target.query.map { "?" + $0 } ?? "")
        try await response.send(.ok, fields, body: body)
    }

    // MARK: Answering

    private static func observe(_ core: Core, _ change: (inout Observations) -> Void) {
        let met: [Waiter] = core.state.withLock { state in
            change(&state.observations)
            let met = state.waiters.filter { $0.isMet(state.observations) }
            state.waiters.removeAll { $0.isMet(state.observations) }
            return met
        }
        for waiter in met { waiter.continuation.resume() }
    }

    private static func answer(_ request: Request, _ response: ResponseWriter, _ core: Core) async throws {
        let body = try JSON(parsing: try await request.body.collect(upTo: 1 << 26))
        let number = core.state.withLock { $0.observations.calls.count }
        let call = Call(number: number, body: body, head: request.head)
        observe(core) {
            $0.calls.append(call)
            $0.running += 1
            $0.runningChoices += call.choices
        }
        defer {
            observe(core) {
                $0.running -= 1
                $0.runningChoices -= call.choices
                if Task.isCancelled { $0.abandoned += 1 }
            }
        }
        try await send(try await core.reply(call), to: call, response)
    }

    private static func send(_ reply: Reply, to call: Call, _ response: ResponseWriter) async throws {
        let events: HTTPFields = [.contentType: "text/event-stream"]
        switch reply {
        case .says(let texts, let finish) where call.streams:
            var script = StreamScript(texts: texts, finish: finish, prompt: promptTokens)
            script.isText = call.isText
            let body = try await response.start(.ok, events)
            for event in script.events { try await body.write(event) }
            try await body.finish()
        case .saysAtOnce(let texts):
            let script = StreamScript(texts: texts, finish: "stop", prompt: promptTokens)
            try await response.send(.ok, events, body: Array(script.briefEvents.joined()))
        case .says(let texts, let finish):
            var script = StreamScript(texts: texts, finish: finish, prompt: promptTokens)
            script.isText = call.isText
            try await response.send(.ok, [.contentType: "application/json"], body: script.plainReply.utf8)
        case .spells(let choices, let shape, let isPlain) where isPlain || !call.streams:
            var script = StreamScript(
                choices.map { [shape.whole($0, top: call.topLogprobs)] }, prompt: promptTokens)
            script.isText = call.isText
            try await response.send(.ok, [.contentType: "application/json"], body: script.plainReply.utf8)
        case .spells(let choices, let shape, _):
            var script = StreamScript(
                choices.map { shape.pieces($0, top: call.topLogprobs) }, prompt: promptTokens)
            script.isText = call.isText
            let body = try await response.start(.ok, events)
            for event in script.events { try await body.write(event) }
            try await body.finish()
        case .trailsOff(let tokens):
            let pieces = LogprobShape.openAI.pieces(tokens, top: call.topLogprobs)
            let body = try await response.start(.ok, events)
            for event in StreamScript([pieces], prompt: promptTokens).events.prefix(pieces.count + 1) {
                try await body.write(event)
            }
            try await Task.sleep(for: .seconds(3_600))
        case .refuses(let status, let body, var fields):
            fields[.contentType] = "application/json"
            try await response.send(.init(code: status), fields, body: Array(body.utf8))
        case .sends(let bytes, let type, let breaks, let status):
            let body = try await response.start(.init(code: status), [.contentType: type], first: bytes)
            if breaks { body.abort() } else { try await body.finish() }
        case .hangs(nil): try await Task.sleep(for: .seconds(3_600))
        case .hangs(let words?):
            let script = StreamScript(
                texts: [String(repeating: "word ", count: words)], finish: "stop", prompt: promptTokens)
            let body = try await response.start(.ok, events)
            for event in script.events.prefix(words + 1) { try await body.write(event) }
            try await Task.sleep(for: .seconds(3_600))
        }
    }

    /// Tokens of every prompt; a completion has a token a word.
    public static let promptTokens = 11
}
