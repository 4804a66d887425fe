import HTTP
import HTTPServer
import HTTPTypes
import Testing

/// `Expect: 100-continue` (RFC 9110 §10.1.1).
@Suite(.timeLimit(.minutes(5)))
struct ContinueTests {
    private static func head(_ length: Int, version: String = "HTTP/1.1") -> String {
        "POST /echo \(version)\r\nHost: h\r\nContent-Length: \(length)\r\nExpect: 100-continue\r\n\r\n"
    }

    @Test func isMetOnceWhenTheBodyIsWanted() async throws {
        try await withServer(echo) { server in
            let responses = try await blocking {
                let client = try Client(port: server.port)
                client.send(Self.head(10))
                let interim = try client.readResponse()
                client.send("hello")
                client.send("world")
                return [interim, try client.readResponse()]
            }
            #expect(responses.map(\.?.status) == [100, 200])
            #expect(responses.last??.text == "helloworld")
        }
    }

    @Test func isNotMetWhenTheBodyHasBegun() async throws {
        try await withServer(echo) { server in
            let responses = try await blocking {
                let client = try Client(port: server.port)
                client.send(Self.head(5) + "hello")
                return [try client.readResponse()]
            }
            #expect(responses.map(\.?.status) == [200])
        }
    }

    @Test func isNotMetForHTTP10() async throws {
        try await withServer(echo) { server in
            let responses = try await blocking {
                let client = try Client(port: server.port)
                client.send(Self.head(5, version: "HTTP/1.0"))
                client.send("hello")
                return try client.readResponses()
            }
            #expect(responses.map(\.status) == [200])
        }
    }

    @Test(arguments: ["/absent", "/echo"])
    func isAnsweredFinallyWhenTheRequestIsRefused(path: String) async throws {
        try await withServer(echo) { server in
            let responses = try await blocking {
                let client = try Client(port: server.port)
                // The handler of /echo takes at most 1 MiB.
                client.send(
                    "POST \(path) HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\nExpect: 100-continue\r\n\r\n")
                return try client.readResponses()
            }
            #expect(responses.map(\.status) == [path == "/echo" ? 413 : 405])
            #expect(responses.first?.saysClose == true)
        }
    }
}
