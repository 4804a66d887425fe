import CurlClient
import HTTPTypes
import JSON
import Refinement
import TestUpstream
import Testing

@testable import Upstream

/// Two servers and one that is down, under the names `one`, `two` and `down`.
@Suite(.timeLimit(.minutes(5))) struct FleetTests {
    @Test func aConfiguredNameHasItsTargetsInOrder() async throws {
        try await with(
            aliases: [
                ModelConfiguration(
                    name: "fast",
                    targets: [.init(upstream: "two", model: "b"), .init(upstream: "one", model: "a")])
            ]
        ) { fleet, _ in
            let fast = try await fleet.resolve("fast")
            #expect(fast.places == ["two/b", "one/a"])
            #expect(fast.name == "fast")
            #expect(fast.model(for: Caller()).name == "b")
        }
    }

    @Test func aServerThatIsSaidToHaveAModelNeedNotBeAsked() async throws {
        try await with(downHas: ["c", "shared"]) { fleet, _ in
            try await expect(fleet, "c", at: ["down/c"])
            try await expect(fleet, "shared", at: ["down/shared"])
        }
    }

    @Test func aServersNameInFrontOfTheModelsSaysWhere() async throws {
        try await with { fleet, _ in
            try await expect(fleet, "two/org/m", at: ["two/org/m"])
            try await expect(fleet, "down/x", at: ["down/x"])
        }
    }

    @Test func theOnlyServerTakesEveryName() async throws {
        try await with(only: true) { fleet, _ in
            try await expect(fleet, "whatever", at: ["one/whatever"])
        }
    }

    @Test func theFirstServerThatListsAModelHasIt() async throws {
        try await with { fleet, _ in
            try await expect(fleet, "a", at: ["one/a"])
            try await expect(fleet, "b", at: ["two/b"])
            try await expect(fleet, "shared", at: ["one/shared"])
            #expect(fleet.model(named: "b", for: Caller()).name == "b")
        }
    }

    @Test func aModelOfAServerThatWentDownIsStillItsModel() async throws {
        try await with { fleet, servers in
            _ = try await fleet.resolve("b")
            await servers[1].stop()
            try await expect(fleet, "b", at: ["two/b"])
        }
    }

    @Test func whatNobodyListsIsUnknown() async throws {
        try await with(downHas: []) { fleet, _ in
            let error = await #expect(throws: FleetError.self) { try await fleet.resolve("x") }
            #expect(error == .unknownModel("x"))
        }
    }

    @Test func whatOnlyAServerThatIsDownMayHaveIsNotSaidToBeUnknown() async throws {
        try await with { fleet, _ in
            let error = await #expect(throws: ModelError.self) { try await fleet.resolve("x") }
            guard case .unreachable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func listsTheModelsOfAllOnce() async throws {
        let alias = ModelConfiguration(name: "fast", targets: [.init(upstream: "two", model: "b")])
        try await with(aliases: [alias]) { fleet, _ in
            let models = try await fleet.modelList()
            #expect(models.map { $0["id"] } == ["fast", "a", "shared", "b"])
            #expect(models.map { $0["owned_by"] } == ["hone", "test", "test", "test"])
        }
        try await with(downHas: ["c"]) { fleet, _ in
            let names = try await fleet.modelNames()
            #expect(names == ["a", "shared", "b", "c"])
        }
    }

    @Test func listsNothingWhenAllAreDown() async throws {
        try await UpstreamUnderTest.withNobody { nobody in
            await #expect(throws: ModelError.self) { try await nobody.fleet.modelList() }
        }
    }

    @Test func saysWhichServersAnswer() async throws {
        try await with { fleet, _ in
            let readiness = try await fleet.readiness(within: .seconds(10))
            #expect(readiness.map(\.name) == ["one", "two", "down"])
            #expect(readiness.map { $0.failure == nil } == [true, true, false])
        }
    }

    @Test func passesRequestsOnToTheServerOfTheirModel() async throws {
        let alias = ModelConfiguration(name: "fast", targets: [.init(upstream: "two", model: "b")])
        try await with(aliases: [alias]) { fleet, servers in
            for (body, server, model) in [
                (#"{"model":"fast","messages":[]}"#, 1, "b"), (#"{"model":"one/z","messages":[]}"#, 0, "z"),
                (#"{"messages":[]}"#, 0, nil),
            ] {
                let before = servers[server].observations.calls.count
                let outline = try JSONOutline(Array(body.utf8))
                let request = ForwardedRequest(
                    method: .post, path: "/chat/completions", fields: [.contentType: "application/json"],
                    body: .json(outline, model: try outline.value("model")?.string))
                let response = try await fleet.forward(request, for: Caller())
                #expect(response.status == .ok)
                #expect(servers[server].observations.calls.count == before + 1)
                #expect(servers[server].observations.calls.last?.body["model"]?.string == model)
            }
        }
    }

    @Test func aServerAnswersAsLongAsOneReplicaDoes() async throws {
        let server = try TestUpstream(models: ["m"]) { $0.choices == 1 ? .says(["ok"]) : .hangs() }
        let client = try CurlClient()
        let down = try portOfNobody()
        let upstream = Upstream(
            UpstreamConfiguration(replicas: [down, try UpstreamURL(server.base)]), client: client)
        #expect(try await upstream.modelNames() == ["m"])
        await client.shutdown()
        await server.stop()
    }

    @Test func connectsThroughTheProxyOfEachServer() async throws {
        // To a proxy the request is the same as to a server, but for its absolute target.
        let proxy = try TestUpstream(models: ["m"]) { _ in .says(["ok"]) }
        let client = try CurlClient()
        let root = try UpstreamURL(String(proxy.base.dropLast("/v1".count)))
        let behind = UpstreamConfiguration(
            name: "behind", replicas: [try UpstreamURL("http://model.invalid/v1")],
            connection: ConnectionOptions(proxy: root))
        let fleet = Fleet(FleetConfiguration(upstreams: [behind]), client: client)
        #expect(try await fleet.modelNames() == ["m"])
        await fleet.shutdown()
        let error = await #expect(throws: ModelError.self) { try await fleet.modelNames() }
        #expect(error == .unreachable(reason: "Hone is stopping"))
        await client.shutdown()
        await proxy.stop()
    }

    @Test func clientsAreMadeOnceForEachWayToConnect() async throws {
        let standard = try CurlClient()
        let clients = UpstreamClients(standard)
        let options = ConnectionOptions(certificateAuthorityFile: "/nowhere.pem")
        let plain = try clients.client(for: ConnectionOptions())
        let own = [try clients.client(for: options), try clients.client(for: options)]
        #expect(plain === standard)
        #expect(own[0] === own[1])
        #expect(own[0] !== standard)
        await clients.shutdown()
        #expect(throws: CurlError.shutdown) { try clients.client(for: options) }
        await standard.shutdown()
    }

    private func with(
        only: Bool = false, downHas: [String]? = nil, aliases: [ModelConfiguration] = [],
        _ test: (Fleet, [TestUpstream]) async throws -> Void
    ) async throws {
        let one = try TestUpstream(models: ["a", "shared"]) { _ in .says(["ok"]) }
        let two = try TestUpstream(models: ["b", "shared"]) { _ in .says(["ok"]) }
        let client = try CurlClient()
        let servers = [
            UpstreamConfiguration(name: "one", base: try UpstreamURL(one.base)),
            UpstreamConfiguration(name: "two", base: try UpstreamURL(two.base)),
            UpstreamConfiguration(name: "down", replicas: [try portOfNobody()], models: downHas),
        ]
        let configuration = FleetConfiguration(upstreams: only ? [servers[0]] : servers, models: aliases)
        let result: Result<Void, any Error>
        do {
            result = .success(try await test(Fleet(configuration, client: client), [one, two]))
        } catch {
            result = .failure(error)
        }
        await client.shutdown()
        await one.stop()
        await two.stop()
        try result.get()
    }

    private func expect(
        _ fleet: Fleet, _ name: String, at places: [String], _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await fleet.resolve(name).places
        #expect(found == places, sourceLocation: location)
    }

    /// A port below those that are given out, at which nobody listens.
    private func portOfNobody() throws -> UpstreamURL { try UpstreamURL("http://127.0.0.1:1/v1") }
}

extension ResolvedModel {
    /// The targets as `server/model`.
    fileprivate var places: [String] { targets.map { "\($0.upstream.configuration.name)/\($0.model)" } }
}
