import CurlClient
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(5))) struct ProxyTests {
    @Test func asksTheProxyForWhatIsNotOverTLS() async throws {
        let proxy = try ScriptedUpstream { connection in
            connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        let client = try client(through: proxy)
        let response = try await client.send(ClientRequest(url: try UpstreamURL("http://model.invalid/v1/models")))
        #expect(try await response.body.collect(upTo: 2) == Array("ok".utf8))
        let asked = await firstRequest(of: proxy)
        #expect(asked.hasPrefix("GET http://model.invalid/v1/models HTTP/1.1\r\n"))
    }

    @Test func tellsWhenTheProxyRefuses() async throws {
        let proxy = try ScriptedUpstream { connection in
            connection.readRequest()
            connection.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        }
        let client = try client(through: proxy)
        let request = ClientRequest(
            url: try UpstreamURL("https://model.invalid/v1/models"), fields: [.authorization: "Bearer secret"])
        await #expect(throws: CurlError.proxyRefused(status: 403)) { try await client.send(request) }
        let asked = await firstRequest(of: proxy)
        #expect(asked.hasPrefix("CONNECT model.invalid:443 HTTP/1.1\r\n"))
        #expect(!asked.contains("secret"))
    }

    private func client(through proxy: ScriptedUpstream) throws -> CurlClient {
        var configuration = CurlConfiguration()
        configuration.proxy = try UpstreamURL("http://127.0.0.1:\(proxy.port)")
        return try CurlClient(configuration: configuration)
    }

    private func firstRequest(of proxy: ScriptedUpstream) async -> String {
        for await event in proxy.events {
            if case .request(let text) = event { return text }
        }
        return ""
    }
}
