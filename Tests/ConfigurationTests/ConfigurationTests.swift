import CurlClient
import HTTP
import HTTPServer
import HTTPTypes
import HoneService
import JSON
import Logging
import Refinement
import Testing
import Upstream

@testable import Configuration

/// What the file says is what comes out.
struct ConfigurationTests {
    private static let yaml = """
        listen: {host: 0.0.0.0, port: 9000}
        upstreams:
          main:
            replicas: ["http://a:8000/v1", "http://b:8000/v1"]
            key_env: MAIN_KEY
            models: [small, large]
            headers: {X-Team: "7"}
            max_in_flight: 12
            queue: {max_waiting: 5, max_wait: 2m}
            timeouts: {connect: 500ms, first_byte: 30s, idle: 5m, total: 2h}
            retries: {max_attempts: 5, backoff: 1s, max_backoff: 4s, budget: 0.5}
            breaker: {failures: 3, open_for: 10s}
            proxy: http://proxy:3128
          spare:
            url: https://spare.example/v1
            models: [tiny]
        models:
          best:
            targets:
              - {upstream: main, model: large}
              - {upstream: spare, model: tiny}
          quick:
            upstream: main
            model: small
            method: asc
            parameters: {max_samples: 12, threshold: 0.9}
            roles: {stronger: best}
            prices: {input_per_million: 0.5, output_per_million: 2}
          tiny: {upstream: spare}
        default_model: best
        keys:
          - name: team
            hash: sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF
            requests_per_minute: 60
            tokens_per_minute: 100000
            max_concurrent_runs: 4
            methods: [sc, best-of-n]
            models: [best, small]
            budget: {max_tokens: 5000, max_calls: 40, deadline: 90s}
        cors: {allowed_origins: ["https://app.example"]}
        limits: {body: 8MB, head: 16KiB, connections: 100, connections_per_client: 10, concurrent_runs: 50}
        log: {level: debug, content: true}
        difficulty_memory: true
        grace_period: 45s

        """

    @Test func saysWhatTheFileSays() throws {
        let configuration = try load(Self.yaml, environment: ["MAIN_KEY": "secret"])
        #expect(configuration.listen.host == "0.0.0.0")
        #expect(configuration.listen.port == 9_000)
        #expect(configuration.logLevel == .debug)
        #expect(configuration.gracePeriod == .seconds(45))
        #expect(configuration.service.defaultModel == "best")
        #expect(configuration.service.remembersDifficulty)
        #expect(configuration.service.allowedOrigins == ["https://app.example"])
        #expect(configuration.service.maxConcurrentRuns == 50)
        #expect(configuration.service.maxBodyBytes == 8_000_000)
        #expect(configuration.limits.http.maxBodyBytes == 8_000_000)
        #expect(configuration.limits.http.maxHeadBytes == 16_384)
        #expect(configuration.limits.maxConnections == 100)
        #expect(configuration.limits.maxConnectionsPerClient == 10)
    }

    @Test func knowsTheModelServers() throws {
        let configuration = try load(Self.yaml, environment: ["MAIN_KEY": "secret"])
        let main = try #require(configuration.fleet.upstreams.first)
        #expect(configuration.fleet.upstreams.map(\.name) == ["main", "spare"])
        #expect(main.replicas.map(\.host) == ["a", "b"])
        #expect(main.key == "secret")
        #expect(main.models == ["small", "large"])
        #expect(main.fields == [HTTPField.Name("X-Team")!: "7"])
        #expect(main.maxSamplesInFlight == 12)
        #expect(main.queue == QueueLimits(maxWaiting: 5, maxWait: .seconds(120)))
        #expect(
            main.retries
                == RetryPolicy(maxAttempts: 5, backoff: .seconds(1), maxBackoff: .seconds(4), budget: 0.5))
        #expect(main.breaker == BreakerPolicy(failures: 3, openFor: .seconds(10)))
        #expect(main.connection.proxy?.host == "proxy")
        #expect(
            main.timeouts
                == Timeouts(
                    connect: .milliseconds(500), firstByte: .seconds(30), idle: .seconds(300), total: .seconds(7_200)))
    }

    @Test func knowsTheModels() throws {
        let models = try load(Self.yaml, environment: ["MAIN_KEY": "secret"]).fleet.models
        #expect(models.map(\.name) == ["best", "quick", "tiny"])
        #expect(
            models.map(\.targets) == [
                [.init(upstream: "main", model: "large"), .init(upstream: "spare", model: "tiny")],
                [.init(upstream: "main", model: "small")],
                [.init(upstream: "spare", model: "tiny")],
            ])
    }

    @Test func knowsWhatModelsDoByDefaultAndWhatTheyCost() throws {
        let service = try load(Self.yaml, environment: ["MAIN_KEY": "secret"]).service
        let quick = try #require(service.models["quick"])
        #expect(quick.method == "adaptive-consistency")
        #expect(quick.parameters == ["max_samples": 12, "threshold": 0.9])
        #expect(quick.roles == [.stronger: "best"])
        #expect(quick.prices == Prices(inputPerMillion: 0.5, outputPerMillion: 2))
        #expect(service.logsContent)
    }

    @Test func knowsTheKeys() throws {
        let key = try #require(try load(Self.yaml, environment: ["MAIN_KEY": "secret"]).service.keys.first)
        #expect(key.name == "team")
        #expect(
            key.limits
                == KeyLimits(
                    requestsPerMinute: 60, tokensPerMinute: 100_000, maxConcurrentRuns: 4,
                    methods: ["self-consistency", "best-of-n"], models: ["best", "small"],
                    maxBudget: Budget(maxTokens: 5_000, maxCalls: 40, deadline: .seconds(90))))
    }

    @Test func tellsNoSecretsInItsSummary() throws {
        let summary = try load(Self.yaml, environment: ["MAIN_KEY": "secret"]).summary
        #expect(!summary.joined().contains("secret"))
        #expect(summary.contains("model best: large at main, else tiny at spare"))
    }

    @Test func mergesWhatStandsBehindAnAlias() throws {
        let yaml = """
            x-common: &common
              max_in_flight: 3
              timeouts: {idle: 7s}
            upstreams:
              a: {url: "http://a/v1", <<: *common}
              b: {url: "http://b/v1", max_in_flight: 9, <<: *common}
            """
        let upstreams = try load(yaml).fleet.upstreams
        #expect(upstreams.map(\.maxSamplesInFlight) == [3, 9])
        #expect(upstreams.map(\.timeouts.idle) == [.seconds(7), .seconds(7)])
    }

    @Test(arguments: ["", "# nothing but a comment\n", "---\n", "null"])
    func takesAnEmptyFileForNoFile(yaml: String) throws {
        let configuration = try load(yaml, environment: ["HONE_UPSTREAM_URL": "http://m/v1"])
        #expect(configuration.fleet.upstreams.map(\.replicas) == [[try UpstreamURL("http://m/v1")]])
    }
}
