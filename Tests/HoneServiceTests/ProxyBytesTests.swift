import CurlClient
import HTTP
import HTTPTypes
import JSON
import TestUpstream
import Testing

/// What passes through Hone passes as it is, both ways, and what breaks off upstream breaks off here too.
@Suite(.timeLimit(.minutes(5))) struct ProxyBytesTests {
    let target = HTTPField.Name("Echo-Target")!

    @Test(arguments: [
        "/a%2Fb", "/%e2%82%ac/%E2%82%AC", "/a//b", "/a/", "/~a;b=c,d@e!$&'()*+", "/x?a=%2f&b=+&c&a=%c3%a9",
    ])
    func passesPathAndQueryByteForByte(path: String) async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.send(.get, "/v1/echo" + path, fields: [:])
            #expect(answer.fields[target] == "/v1/echo" + path)
        }
    }

    @Test(arguments: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    func passesEveryMethod(name: String) async throws {
        try await ServiceUnderTest.with { hone in
            let method = try #require(HTTPRequest.Method(name))
            let body = ["POST", "PUT", "PATCH", "DELETE"].contains(name) ? "{ }" : ""
            let answer = try await hone.send(method, "/v1/echo/x", body)
            #expect(answer.status == 200 && answer.fields[.init("Echo-Method")!] == name)
            #expect(answer.text == body)
        }
    }

    @Test func tellsTheLengthOfWhatGetWouldBring() async throws {
        try await ServiceUnderTest.with { hone in
            let list = try await hone.get("/v1/files")
            let head = try await hone.send(.head, "/v1/files", fields: [:])
            #expect(head.status == list.status && head.body.isEmpty)
            #expect(head.fields[.contentLength] == list.fields[.contentLength])
            #expect(head.fields[.contentLength] != "0")
        }
    }

    @Test func passesFieldsWithTheirOrderAndRepetitions() async throws {
        let fields: [(String, String)] = [
            ("X-Request-Id", "req_1"), ("Openai-Processing-Ms", "12"), ("X-Ratelimit-Remaining-Requests", "9"),
            ("X-A", "1"), ("X-B", "2"), ("X-A", "3"), ("X-Ratelimit-Reset-Tokens", "6m0s"),
        ]
        try await ServiceUnderTest.with { _ in
            var sent = HTTPFields()
            for (name, value) in fields { sent.append(HTTPField(name: .init(name)!, value: value)) }
            return .refuses(status: 429, body: "{}", fields: sent)
        } _: { hone in
            var sent: HTTPFields = [.contentType: "application/json"]
            for (name, value) in fields { sent.append(HTTPField(name: .init(name)!, value: value)) }
            let answer = try await hone.send(.post, "/v1/chat/completions", #"{"model":"m"}"#, fields: sent)
            let names = Set(fields.map { $0.0.lowercased() })
            func those(_ fields: HTTPFields) -> [String] {
                fields.filter { names.contains($0.name.canonicalName) }.map { "\($0.name.canonicalName): \($0.value)" }
            }
            let expected = fields.map { "\($0.lowercased()): \($1)" }
            #expect(those(answer.fields) == expected)
            #expect(those(hone.upstream.observations.calls[0].head.fields) == expected)
        }
    }

    @Test func passesAnEncodedBodyAsItIs() async throws {
        try await ServiceUnderTest.with { hone in
            let bytes: [UInt8] = [0x1F, 0x8B, 0x08, 0x00, 0xFF]
            let answer = try await hone.send(
                .post, "/v1/echo", bytes: bytes, [.contentType: "application/json", .contentEncoding: "gzip"])
            #expect(answer.body == bytes && answer.fields[.contentEncoding] == "gzip")
        }
    }

    @Test func hidesTheKeyWhateverTheLengthOfTheRefusal() async throws {
        for (padding, status) in [(10, 401), (300_000, 502)] {
            try await ServiceUnderTest.with(key: "top-secret") { _ in
                let text = String(repeating: "x", count: padding) + " bad key top-secret"
                return .sends(Array(text.utf8), type: "text/plain", status: 401)
            } _: { hone in
                let answer = try await hone.post("/v1/chat/completions", #"{"model":"m"}"#)
                #expect(answer.status == status && !answer.text.contains("secret"))
                if status == 401 { #expect(answer.text.hasSuffix("x bad key …")) }
            }
        }
    }

    @Test(arguments: [400, 402, 500]) func hidesTheKeyInEveryError(status: Int) async throws {
        try await ServiceUnderTest.with(key: "top-secret") { _ in
            .sends([0xE9] + Array(" bad key top-secret".utf8), type: "text/plain", status: status)
        } _: { hone in
            let answer = try await hone.post("/v1/chat/completions", #"{"model":"m"}"#)
            #expect(answer.status == status && answer.body == [0xE9] + Array(" bad key …".utf8))
        }
    }

    @Test func tellsThatAStreamOfEventsBrokeOffAndBreaksOff() async throws {
        let stream = "data: {\"a\":1}\n\ndata: {\"b\""
        try await ServiceUnderTest.with { _ in
            .sends(Array(stream.utf8), type: "text/event-stream", breaks: true)
        } _: { hone in
            let response = try await hone.begin(.post, "/v1/chat/completions", #"{"model":"m","stream":true}"#)
            var seen = ""
            var failure: CurlError?
            do {
                for try await piece in response.body { seen += String(decoding: piece, as: UTF8.self) }
            } catch let error as CurlError {
                failure = error
            }
            #expect(failure != nil)
            let events = seen.split(separator: "\n\n")
            // The event that was not complete has not come: no client could have used it.
            #expect(events.count == 2 && events.first == "data: {\"a\":1}" && seen.hasSuffix("\n\n"))
            let error = try JSON(parsing: String(events.last?.dropFirst(6) ?? ""))
            #expect(error["error"]?["code"] == "upstream_interrupted")
        }
    }
}
