import CurlClient
import Glibc
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(5))) struct WireTests {
    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    private func upstream() throws -> ScriptedUpstream {
        try ScriptedUpstream { connection in
            while connection.readRequest() { connection.write(Self.answer) }
        }
    }

    @Test func sendsExactlyWhatWasAsked() async throws {
        let upstream = try upstream()
        let client = try CurlClient()
        let request = ClientRequest(
            method: .post, url: try upstream.url("/v1/chat/../x?q=%41"),
            fields: [.contentType: "application/json", .authorization: "Bearer k", .expect: "100-continue"],
            body: Array(#"{"a":1}"#.utf8))
        let response = try await client.send(request)
        #expect(response.status == .ok)
        #expect(try await response.body.collect(upTo: 2) == Array("ok".utf8))
        let wire = """
            POST /v1/chat/../x?q=%41 HTTP/1.1\r
            Host: 127.0.0.1:\(upstream.port)\r
            Content-Type: application/json\r
            Authorization: Bearer k\r
            Content-Length: 7\r
            \r
            {"a":1}
            """
        #expect(await upstream.event() == .request(wire))
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "", ""), (.delete, "", ""), (.head, "", ""), (.options, "", ""),
        (.post, "", "Content-Length: 0\r\n"), (.put, "", "Content-Length: 0\r\n"),
        (.patch, "x", "Content-Length: 1\r\n"),
        (.delete, "x", "Content-Length: 1\r\n"),
    ])
    func sendsEveryMethodPlainly(method: HTTPRequest.Method, body: String, length: String) async throws {
        let upstream = try upstream()
        let client = try CurlClient()
        let request = ClientRequest(method: method, url: try upstream.url("/p"), body: Array(body.utf8))
        let response = try await client.send(request)
        if method == .head { #expect(try await response.body.collect(upTo: 0) == []) }
        let wire = "\(method.rawValue) /p HTTP/1.1\r\nHost: 127.0.0.1:\(upstream.port)\r\n\(length)\r\n\(body)"
        #expect(await upstream.event() == .request(wire))
    }

    @Test func largeBodiesDoNotWaitForContinue() async throws {
        let upstream = try upstream()
        let client = try CurlClient()
        let body = [UInt8](repeating: UInt8(ascii: "a"), count: 3_000_000)
        let response = try await client.send(ClientRequest(method: .post, url: try upstream.url(), body: body))
        #expect(response.status == .ok)
        guard case .request(let wire) = await upstream.event() else {
            Issue.record("no request came")
            return
        }
        #expect(!wire.lowercased().contains("expect"))
        #expect(wire.utf8.count > body.count)
    }

    @Test func receivesFieldsAsSent() async throws {
        let upstream = try ScriptedUpstream { connection in
            connection.readRequest()
            connection.write("HTTP/1.1 100 Continue\r\nX: 0\r\n\r\nHTTP/1.1 429 Slow Down\r\nX: 1\r\nx: 2\r\n")
            connection.write("Retry-After: 3\r\nContent-Length: 0\r\n\r\n")
        }
        let response = try await CurlClient().send(ClientRequest(url: try upstream.url()))
        #expect(response.status.code == 429)
        #expect(response.fields.map(\.description) == ["X: 1", "x: 2", "Retry-After: 3", "Content-Length: 0"])
    }

    @Test func fieldValuesCannotAddLines() async throws {
        let upstream = try upstream()
        let client = try CurlClient()
        let name = try #require(HTTPField.Name("X"))
        let field = HTTPField(name: name, lenientValue: Array("a\r\nEvil: 1\u{0}".utf8))
        _ = try? await client.send(ClientRequest(url: try upstream.url(), fields: HTTPFields([field])))
        _ = try await client.send(ClientRequest(url: try upstream.url("/last")))
        while case .request(let wire) = await upstream.event(), !wire.hasPrefix("GET /last") {
            #expect(!wire.contains("\r\nEvil"))
        }
    }

    @Test func doesNotFollowRedirects() async throws {
        let upstream = try ScriptedUpstream { connection in
            while connection.readRequest() {
                connection.write("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")
            }
        }
        let client = try CurlClient()
        let response = try await client.send(ClientRequest(url: try upstream.url()))
        #expect(response.status == .found)
        #expect(response.fields[.location] == "/elsewhere")
        _ = try await client.send(ClientRequest(url: try upstream.url("/last")))
        guard case .request = await upstream.event(), case .request(let second) = await upstream.event() else {
            Issue.record("two requests were sent")
            return
        }
        #expect(second.hasPrefix("GET /last"))
    }

    @Test func ignoresTheEnvironmentsProxies() async {
        await #expect(processExitsWith: .success) {
            for name in ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"] { setenv(name, "http://127.0.0.1:1", 1) }
            let upstream = try ScriptedUpstream { connection in
                while connection.readRequest() { connection.write("HTTP/1.1 204 No Content\r\n\r\n") }
            }
            let response = try await CurlClient().send(ClientRequest(url: try upstream.url()))
            #expect(response.status == .noContent)
        }
    }

    @Test func reachesAUnixSocket() async throws {
        let path = "/tmp/curl-client-tests-\(getpid()).sock"
        unlink(path)
        defer { unlink(path) }
        let upstream = try ScriptedUpstream(unixPath: path) { connection in
            while connection.readRequest() { connection.write(Self.answer) }
        }
        var configuration = CurlConfiguration()
        configuration.unixSocketPath = path
        let client = try CurlClient(configuration: configuration)
        let response = try await client.send(ClientRequest(url: try UpstreamURL("http://model/v1")))
        #expect(try await response.body.collect(upTo: 2) == Array("ok".utf8))
        #expect(await upstream.event() == .request("GET /v1 HTTP/1.1\r\nHost: model\r\n\r\n"))
    }
}
