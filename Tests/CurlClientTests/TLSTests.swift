import CurlClient
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(5)), .enabled(if: OpenSSLServer.program != nil, "openssl is not installed"))
struct TLSTests {
    @Test func trustsAnAuthorityOfItsOwnAndShowsItsCertificate() async throws {
        let server = try await OpenSSLServer()
        let client = try CurlClient(configuration: configuration(of: server))
        let response = try await client.send(ClientRequest(url: try url(of: server)))
        #expect(response.status == .ok)
        await client.shutdown()
    }

    @Test func refusesAServerOfAnUnknownAuthority() async throws {
        let server = try await OpenSSLServer()
        var configuration = configuration(of: server)
        configuration.certificateAuthorityFile = nil
        let isRefused = try await isRefusedAsTLS(configuration, server)
        #expect(isRefused)
    }

    @Test func isRefusedWithoutItsCertificate() async throws {
        let server = try await OpenSSLServer()
        var configuration = configuration(of: server)
        configuration.clientCertificateFile = nil
        configuration.clientKeyFile = nil
        // Over TLS 1.3 the refusal comes after the client's handshake, in place of an answer.
        await #expect(throws: CurlError.self) { try await send(configuration, server) }
    }

    @Test(arguments: ["authority", "certificate", "key"])
    func aFileThatIsNotThereIsAFailureOfTLS(file: String) async throws {
        let server = try await OpenSSLServer()
        var configuration = configuration(of: server)
        let nothing = server.path("nothing.pem")
        switch file {
        case "authority": configuration.certificateAuthorityFile = nothing
        case "certificate": configuration.clientCertificateFile = nothing
        default: configuration.clientKeyFile = nothing
        }
        let isRefused = try await isRefusedAsTLS(configuration, server)
        #expect(isRefused)
    }

    @Test func reachesTheServerThroughAProxy() async throws {
        let server = try await OpenSSLServer()
        let port = server.port
        let proxy = try ScriptedUpstream { connection in
            guard connection.readRequest() else { return }
            connection.write("HTTP/1.1 200 Connection established\r\nX-Proxy: yes\r\n\r\n")
            connection.relay(toPort: port)
        }
        var configuration = configuration(of: server)
        configuration.proxy = try UpstreamURL("http://127.0.0.1:\(proxy.port)")
        let client = try CurlClient(configuration: configuration)
        let response = try await client.send(
            ClientRequest(url: try url(of: server), fields: [.authorization: "Bearer secret"]))
        #expect(response.status == .ok)
        #expect(!response.fields.contains { $0.name.canonicalName == "x-proxy" })
        await client.shutdown()
        var events = proxy.events.makeAsyncIterator()
        guard case .request(let asked)? = await events.next() else {
            Issue.record("the proxy was not asked")
            return
        }
        #expect(asked.hasPrefix("CONNECT 127.0.0.1:\(port) HTTP/1.1\r\n"))
        #expect(!asked.contains("secret"))
    }

    private func configuration(of server: OpenSSLServer) -> CurlConfiguration {
        var configuration = CurlConfiguration()
        configuration.certificateAuthorityFile = server.path("ca.pem")
        configuration.clientCertificateFile = server.path("client.pem")
        configuration.clientKeyFile = server.path("client.key")
        return configuration
    }

    private func url(of server: OpenSSLServer) throws -> UpstreamURL {
        try UpstreamURL("https://127.0.0.1:\(server.port)/")
    }

    private func send(_ configuration: CurlConfiguration, _ server: OpenSSLServer) async throws {
        let client = try CurlClient(configuration: configuration)
        _ = try await client.send(ClientRequest(url: try url(of: server)))
    }

    private func isRefusedAsTLS(_ configuration: CurlConfiguration, _ server: OpenSSLServer) async throws -> Bool {
        do {
            try await send(configuration, server)
        } catch CurlError.tls {
            return true
        }
        return false
    }
}
