import HTTP
import HTTPServer
import HTTPTypes
import Testing

/// Paths and methods find their handlers.
@Suite(.timeLimit(.minutes(5)))
struct RouterTests {
    private static let router: Router = {
        var router = Router { error in
            ErrorAnswer(
                fields: [.contentType: "application/json"], body: Array("{\"error\":\(error.status.code)}".utf8))
        }
        for (method, pattern) in [
            (HTTPRequest.Method.get, "/"), (.get, "/v1/models"), (.get, "/v1/runs/{id}"), (.delete, "/v1/runs/{id}"),
            (.get, "/v1/runs/latest"), (.post, "/v1/*"), (.get, "/v1/{a}/x/{b}"), (.post, "/only"),
        ] {
            router.on(method, pattern) { request, response in
                let captures = ["id", "a", "b", "*"].compactMap { name in request.captures[name].map { "\(name)=\($0)" }
                }
                try await response.send(.ok, body: Array(([pattern] + captures).joined(separator: " ").utf8))
            }
        }
        return router
    }()

    private func ask(_ method: String, _ path: String) async throws -> Response? {
        try await withServer(Self.router) { server in
            try await blocking {
                let client = try Client(port: server.port)
                client.send("\(method) \(path) HTTP/1.1\r\nHost: h\r\n\r\n")
                return try client.readResponse(toHead: method == "HEAD")
            }
        }
    }

    @Test(arguments: [
        ("GET", "/", "/"), ("GET", "/v1/models", "/v1/models"), ("GET", "/v1/models?x=1", "/v1/models"),
        ("GET", "/v1/runs/7", "/v1/runs/{id} id=7"), ("GET", "/v1/runs/latest", "/v1/runs/latest"),
        ("GET", "/v1/runs/a%2Fb%20c", "/v1/runs/{id} id=a/b c"), ("GET", "/v1/runs/%ff", "/v1/runs/{id} id=%ff"),
        ("DELETE", "/v1/runs/7", "/v1/runs/{id} id=7"), ("GET", "/v1/p/x/q", "/v1/{a}/x/{b} a=p b=q"),
        ("POST", "/v1/a/b/c", "/v1/* *=a/b/c"), ("POST", "/v1/", "/v1/* *="),
        ("GET", "http://other/v1/models", "/v1/models"),
    ])
    func finds(method: String, path: String, expected: String) async throws {
        #expect(try await ask(method, path)?.text == expected)
    }

    @Test(arguments: ["/v2", "/v1", "//", "/V1/models", "/only/"])
    func finds404(path: String) async throws {
        let response = try await ask("GET", path)
        #expect(response?.status == 404)
        #expect(response?["content-type"] == "application/json")
        #expect(response?.text == "{\"error\":404}")
    }

    @Test func namesTheAllowedMethods() async throws {
        let response = try await ask("PUT", "/v1/models")
        #expect(response?.status == 405)
        #expect(response?["allow"] == "GET, HEAD, OPTIONS")
        #expect(response?.text == "{\"error\":405}")
    }

    @Test(arguments: [
        ("/v1/models", "GET, HEAD, OPTIONS"), ("/only", "POST, OPTIONS"), ("/v1/runs/7", "GET, DELETE, HEAD, OPTIONS"),
    ])
    func answersOPTIONS(path: String, allowed: String) async throws {
        let response = try await ask("OPTIONS", path)
        #expect(response?.status == 204)
        #expect(response?["allow"] == allowed)
    }

    @Test func answersOPTIONSForTheWholeServer() async throws {
        let response = try await ask("OPTIONS", "*")
        #expect(response?.status == 204)
        #expect(response?["allow"] == "GET, DELETE, POST, HEAD, OPTIONS")
    }

    @Test func servesHEADByGET() async throws {
        let response = try await ask("HEAD", "/v1/models")
        #expect(response?.status == 200)
        #expect(response?["content-length"] == "10")
    }
}
