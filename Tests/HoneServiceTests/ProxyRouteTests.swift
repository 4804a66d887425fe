import CurlClient
import HTTP
import HTTPTypes
import JSON
import TestUpstream
import Testing

@Suite(.timeLimit(.minutes(5))) struct ProxyRouteTests {
    @Test func passesTheBodyOnByteForByte() async throws {
        try await ServiceUnderTest.with { hone in
            let body = #"{ "input" : "a\u0062", "x":1.0,"big":1e400, "lone":"\ud800" }"#
            let answer = try await hone.post("/v1/echo", body)
            #expect(answer.text == body)
        }
    }

    @Test func passesAStreamOnByteForByteAndAsItComes() async throws {
        let stream = "data: {\"a\":1.0}\r\n\r\n: comment\n\ndata:x\ndata: y\n\ndata: [DONE]\n\n"
        try await ServiceUnderTest.with { _ in
            .sends(Array(stream.utf8), type: "text/event-stream")
        } _: { hone in
            let answer = try await hone.post("/v1/chat/completions", #"{"model":"m","stream":true,"x":1.0}"#)
            #expect(answer.text == stream)
            #expect(hone.upstream.observations.calls[0].body.description == #"{"model":"m","stream":true,"x":1.0}"#)
        }
        try await ServiceUnderTest.with { _ in
            .hangs(afterWords: 3)
        } _: { hone in
            // The server never ends its answer, so whatever arrives has been passed on at once.
            let response = try await hone.begin(.post, "/v1/chat/completions", #"{"model":"m","stream":true}"#)
            var seen = ""
            for try await piece in response.body {
                seen += String(decoding: piece, as: UTF8.self)
                if seen.split(separator: "\n\n").count == 4 { break }
            }
            #expect(seen.hasSuffix("\n\n"))
        }
    }

    @Test func showsTheServerItsOwnKeyAndNeverTheClients() async throws {
        let fields: HTTPFields = [
            .contentType: "application/json", .authorization: "Bearer client", .cookie: "a=b", .userAgent: "curl/8",
            .init("X-Api-Key")!: "k", .init("OpenAI-Organization")!: "o",
        ]
        for key in [nil, "server"] {
            try await ServiceUnderTest.with(key: key) { hone in
                let answer = try await hone.send(.post, "/v1/echo", "{}", fields: fields)
                #expect(answer.fields[.authorization] == key.map { "Bearer \($0)" })
                for name in ["Cookie", "X-Api-Key", "OpenAI-Organization"] {
                    #expect(answer.fields[HTTPField.Name(name)!] == nil)
                }
                #expect(answer.fields[.userAgent] == "curl/8")
            }
        }
    }

    @Test func passesErrorsOnAsTheServerMadeThem() async throws {
        try await ServiceUnderTest.with { _ in
            .refuses(status: 418, body: "short and stout", fields: [.retryAfter: "1"])
        } _: { hone in
            let answer = try await hone.post("/v1/chat/completions", #"{"model":"m"}"#)
            #expect(answer.status == 418 && answer.text == "short and stout" && answer.fields[.retryAfter] == "1")
            #expect(try await hone.post("/v1/nothing", "{}").status == 404)
        }
    }

    @Test(
        arguments: [
            (#"{"model":"sc:m","prompt":"x"}"#, nil, "model"), (#"{"model":"m","hone":{"method":"sc"}}"#, nil, "hone"),
            (#"{"model":"m"}"#, "sc", "Hone-Method"),
        ] as [(String, String?, String)])
    func refusesAMethodWhereThereIsNone(body: String, method: String?, member: String) async throws {
        try await ServiceUnderTest.with { hone in
            var fields: HTTPFields = [.contentType: "application/json"]
            fields[.init("Hone-Method")!] = method
            let answer = try await hone.send(.post, "/v1/embeddings", body, fields: fields)
            #expect(answer.status == 400 && answer.json["error"]?["param"] == .string(member))
        }
    }

    @Test func doesNotPassOnWhatAServerSaysAboutTheKey() async throws {
        try await ServiceUnderTest.with(key: "top-secret") { _ in
            .refuses(status: 401, body: "bad key top-secret", fields: [:])
        } _: { hone in
            let answer = try await hone.post("/v1/chat/completions", #"{"model":"m"}"#)
            #expect(answer.status == 401 && answer.text == "bad key …")
        }
    }

    @Test func namesTheConfiguredModelWhereTheClientNamesNone() async throws {
        try await ServiceUnderTest.with(defaultModel: "d") { hone in
            _ = try await hone.post("/v1/chat/completions", #"{ "x":1.0 }"#)
            _ = try await hone.post("/v1/chat/completions", #"{"model":"other"}"#)
            #expect(
                hone.upstream.observations.calls.map { $0.body.description } == [
                    #"{"x":1.0,"model":"d"}"#, #"{"model":"other"}"#,
                ])
        }
    }

    @Test(arguments: [
        (#"[1]"#, "application/json", 400), ("", "application/json", 400), (#"{"a":1}"#, "text/plain", 415),
        ("{\"a\":\"\u{FF}", "application/json", 400), (#"{"a":1} x"#, "application/json", 400),
    ])
    func refusesAChatRequestThatIsNoJSONObject(body: String, type: String, status: Int) async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.send(.post, "/v1/chat/completions", body, fields: [.contentType: type])
            #expect(answer.status == status)
            #expect(answer.json["error"]?["type"] == "invalid_request_error")
        }
    }
}
