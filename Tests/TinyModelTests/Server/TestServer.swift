import JSON

@testable import TinyModel

/// A server with the shared model on a free port, for the time of one test.
struct TestServer: Sendable {
    let server: TinyModelServer
    var port: Int { server.port }

    static func run<Value>(
        limits: ServiceLimits = ServiceLimits(), _ body: (TestServer) async throws -> Value
    ) async throws -> Value {
        let server = try TinyModelServer.start(host: "127.0.0.1", port: 0, model: Fixture.model, limits: limits)
        let result: Result<Value, any Error>
        do { result = .success(try await body(TestServer(server: server))) } catch { result = .failure(error) }
        await server.stop()
        return try result.get()
    }

    /// Asks one of the endpoints about the question with these members more.
    func ask(_ endpoint: Endpoint, _ more: JSON.Object) async throws -> TestClient.Reply {
        try await TestClient.post(self, endpoint.path, endpoint.body(more))
    }
}

/// The two completions endpoints, asked the same question.
enum Endpoint: CaseIterable, Sendable {
    case chat
    case text

    var path: String { self == .chat ? "/v1/chat/completions" : "/v1/completions" }

    func body(_ more: JSON.Object, question: String = Fixture.applesQuestion) -> JSON {
        var body: JSON.Object
        switch self {
        case .chat:
            let message: JSON = ["role": "user", "content": .string(question)]
            body = JSON.Object([JSON.Member("model", "tiny-arith"), JSON.Member("messages", [message])])
        case .text:
            body = JSON.Object([JSON.Member("prompt", .string("<s><|user|>\(question)<|bot|>"))])
        }
        for member in more.members {
            // `logprobs` is a switch for chats and a count for texts.
            if self == .text, member.name == "top_logprobs" {
                body["logprobs"] = member.value
            } else if self == .chat || member.name != "logprobs" {
                body[member.name] = member.value
            }
        }
        return .object(body)
    }

    /// The text of a choice of a plain reply.
    func text(_ choice: JSON) -> String? {
        self == .chat ? choice["message"]?["content"]?.string : choice["text"]?.string
    }

    /// The text of a choice of a chunk.
    func piece(_ choice: JSON) -> String {
        (self == .chat ? choice["delta"]?["content"]?.string : choice["text"]?.string) ?? ""
    }

    /// The log-probabilities of the tokens themselves.
    func logProbabilities(_ choice: JSON) -> [Double] {
        let logprobs = choice["logprobs"]
        return self == .chat
            ? logprobs?["content"]?.array?.compactMap { $0["logprob"]?.double } ?? []
            : logprobs?["token_logprobs"]?.array?.compactMap(\.double) ?? []
    }
}
