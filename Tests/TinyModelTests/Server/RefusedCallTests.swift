import JSON
import Testing

@testable import TinyModel

@Suite struct RefusedCallTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        let path: String
        let body: String
        let status: Int
        let param: String?
        let code: String

        init(_ endpoint: Endpoint, _ body: String, status: Int = 400, _ param: String?, _ code: String) {
            self.path = endpoint.path
            self.body = body
            self.status = status
            self.param = param
            self.code = code
        }

        var testDescription: String { body }
    }

    private static let messages = #""messages":[{"role":"user","content":"1"}]"#

    private static func chat(_ member: String, _ param: String?, _ code: String) -> Refusal {
        Refusal(.chat, "{\(messages),\(member)}", param, code)
    }

    static let refusals: [Refusal] = [
        Refusal(.chat, "", nil, "invalid_json"),
        Refusal(.chat, "[]", nil, "invalid_json"),
        Refusal(.chat, "{}", "messages", "missing_required_parameter"),
        Refusal(.chat, #"{"messages":[]}"#, "messages", "invalid_value"),
        Refusal(.chat, #"{"messages":[{"role":"wizard","content":""}]}"#, "messages[0].role", "invalid_value"),
        Refusal(.chat, #"{"messages":[{"role":"user"}]}"#, "messages[0].content", "missing_required_parameter"),
        Refusal(.chat, #"{"messages":[{"role":"user","content":7}]}"#, "messages[0].content", "invalid_type"),
        Refusal(
            .chat, #"{"messages":[{"role":"user","content":[{"type":"image_url"}]}]}"#, "messages[0].content[0].type",
            "invalid_value"),
        chat(#""n":0"#, "n", "invalid_value"),
        chat(#""n":129"#, "n", "invalid_value"),
        chat(#""n":"2""#, "n", "invalid_type"),
        chat(#""n":1,"n":2"#, "n", "duplicate_parameter"),
        chat(#""temperature":2.1"#, "temperature", "invalid_value"),
        chat(#""top_p":-0.1"#, "top_p", "invalid_value"),
        chat(#""seed":1.5"#, "seed", "invalid_value"),
        chat(#""max_tokens":0"#, "max_tokens", "invalid_value"),
        chat(#""stop":[1]"#, "stop", "invalid_type"),
        chat(#""stop":"""#, "stop", "invalid_value"),
        chat(#""stream":"yes""#, "stream", "invalid_type"),
        chat(#""stream_options":{"include_usage":1}"#, "stream_options.include_usage", "invalid_type"),
        chat(#""logprobs":true,"top_logprobs":127"#, "top_logprobs", "invalid_value"),
        chat(#""top_logprobs":1"#, "top_logprobs", "unsupported_parameter"),
        chat(#""logprobs":5"#, "logprobs", "invalid_type"),
        Refusal(.chat, "{\(messages),\"model\":\"gpt-5\"}", status: 404, "model", "model_not_found"),
        Refusal(.text, "{}", "prompt", "missing_required_parameter"),
        Refusal(.text, #"{"prompt":""}"#, "prompt", "invalid_value"),
        Refusal(.text, #"{"prompt":"1","logprobs":127}"#, "logprobs", "invalid_value"),
        Refusal(.text, #"{"prompt":"1","logprobs":true}"#, "logprobs", "invalid_type"),
        Refusal(
            .text, #"{"prompt":"\#(String(repeating: "1", count: 1_024))"}"#, "prompt", "context_length_exceeded"),
        Refusal(
            .chat, #"{"messages":[{"role":"user","content":"\#(String(repeating: "1", count: 1_021))"}]}"#, "messages",
            "context_length_exceeded"),
    ]

    @Test(arguments: refusals)
    func saysWhichMemberIsWrong(_ refusal: Refusal) async throws {
        try await TestServer.run { server in
            let reply = try await TestClient(port: server.port, "POST", refusal.path, refusal.body).reply()
            let error = try reply.json["error"]
            #expect(reply.status == refusal.status)
            #expect(error?["param"]?.string == refusal.param)
            #expect(error?["code"]?.string == refusal.code)
            #expect(error?["message"]?.string?.isEmpty == false)
        }
    }

    @Test(arguments: [("GET", "/v1/chat/completions", 405), ("POST", "/v1/embeddings", 404)])
    func otherRoutesAnswerWithAnErrorObject(_ method: String, _ path: String, _ status: Int) async throws {
        try await TestServer.run { server in
            let reply = try await TestClient(port: server.port, method, path).reply()
            #expect(reply.status == status)
            #expect(try reply.json["error"]?["type"] == "invalid_request_error")
        }
    }
}
