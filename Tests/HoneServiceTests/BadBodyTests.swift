import CurlClient
import HTTP
import HTTPTypes
import JSON
import TestUpstream
import Testing

/// The rows of the bad-input matrix that are about bodies (RFC 8259, RFC 9110 §8.3 and §8.4).
@Suite(.timeLimit(.minutes(5))) struct BadBodyTests {
    private static let paths = ["/v1/chat/completions", "/v1/refine/self-consistency"]
    private static let messages = #""messages":[{"role":"user","content":"x"}]"#

    private static let broken: [[UInt8]] = [
        [], Array(" ".utf8), Array("[]".utf8), Array("null".utf8), Array("{\"model\":\"m\",}".utf8),
        Array("{\"model\":NaN}".utf8), Array("{\"model\":\"m\"} x".utf8), Array("{model:1}".utf8),
        Array("{\"model\":\"m\"".utf8), [0xEF, 0xBB, 0xBF] + Array("{}".utf8), [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00],
        Array("{\"model\":\"".utf8) + [0xFF] + Array("\"}".utf8), Array("{\"n\":01}".utf8), Array("{\"n\":+1}".utf8),
        Array("{\"x\":".utf8) + Array(repeating: 0x5B, count: 128) + Array(repeating: 0x5D, count: 128)
            + Array("}".utf8),
    ]

    @Test(arguments: broken) func refusesWhatIsNoJSONObject(body: [UInt8]) async throws {
        try await ServiceUnderTest.with { hone in
            for path in Self.paths {
                let answer = try await hone.send(.post, path, bytes: body, [.contentType: "application/json"])
                #expect(answer.status == 400)
                #expect(answer.json["error"]?["code"] == "invalid_json")
            }
            #expect(hone.upstream.observations.calls.isEmpty)
        }
    }

    @Test(
        arguments: [
            [(.contentType, "text/html")], [(.contentType, "application/json"), (.contentType, "application/json")],
            [(.contentType, "application/json"), (.contentEncoding, "gzip")], [(.contentType, "nonsense")], [],
            // Put together, these would be one type with a quoted parameter.
            [(.contentType, "application/json;a=\""), (.contentType, "application/json;a=\"")],
        ] as [[(HTTPField.Name, String)]])
    func refusesAnotherMediaType(fields: [(HTTPField.Name, String)]) async throws {
        try await ServiceUnderTest.with { hone in
            for path in Self.paths {
                var all = HTTPFields()
                for (name, value) in fields { all.append(HTTPField(name: name, value: value)) }
                let answer = try await hone.send(.post, path, "{}", fields: all)
                #expect(answer.status == 415)
            }
        }
    }

    @Test(arguments: [
        (#""n":"3""#, "n"), (#""n":-1"#, "n"), (#""n":1e9"#, "n"), (#""temperature":1e400"#, "temperature"),
        (#""seed":123456789012345678901234567890"#, "seed"), (#""seed":1,"seed":1"#, "seed"),
        (#""stop":{}"#, "stop"), (#""stream":1"#, "stream"),
    ])
    func namesTheKnownMemberThatIsWrong(member: String, name: String) async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.post(Self.paths[0], #"{"model":"sc:m",\#(Self.messages),\#(member)}"#)
            #expect(answer.status == 400 && answer.json["error"]?["param"] == .string(name))
        }
    }

    @Test func refusesAStringThatNoStringCanBe() async throws {
        try await ServiceUnderTest.with { hone in
            let known = try await hone.post(
                Self.paths[0], #"{"model":"sc:m","messages":[{"role":"user","content":"\ud800"}]}"#)
            #expect(known.status == 400 && known.json["error"]?["code"] == "invalid_json")
        }
    }

    @Test func passesUnknownMembersOnAsTheyWereWritten() async throws {
        let strange = #""a":1e400,"b":-0,"c":1.0,"d":123456789012345678901234567890,"e":"x","e":"y""#
        try await ServiceUnderTest.with { hone in
            _ = try await hone.post(Self.paths[0], #"{"model":"sc:m",\#(Self.messages),\#(strange)}"#)
            let call = try #require(hone.upstream.observations.calls.first)
            #expect(call.body.description.contains(strange))
        }
    }

    @Test func readsLongPromptsAsShortOnes() async throws {
        let long = String(repeating: "compute ", count: 100_000)
        try await ServiceUnderTest.with(reply: { $0.says { _ in "= 7" } }) { hone in
            let answer = try await hone.post(Self.paths[1], #"{"prompt":"\#(long)","parameters":{"samples":2}}"#)
            #expect(answer.json["answer"] == "7")
            let text = try await hone.send(.post, Self.paths[1], long, fields: [.contentType: "text/plain"])
            #expect(text.json["answer"] == "7")
            let wrong = try await hone.post(Self.paths[0], #"{"model":"sc:m","messages":"\#(long)"}"#)
            #expect(wrong.status == 400 && wrong.json["error"]?["param"] == "messages")
        }
    }
}
