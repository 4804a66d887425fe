import CurlClient
import HoneService
import Logging
import Testing
import Upstream

@testable import Configuration

/// The file, then the environment, then the command line: the later ones win.
struct PrecedenceTests {
    private static let yaml = """
        listen: {host: 127.0.0.2, port: 1}
        upstreams: {m: {url: http://file/v1}}
        default_model: file
        log: {level: error}
        grace_period: 1s
        """
    private static let environment = [
        "HONE_LISTEN_HOST": "127.0.0.3", "HONE_LISTEN_PORT": "2", "HONE_UPSTREAM_URL": "http://environment/v1",
        "HONE_UPSTREAM_KEY": "k", "HONE_MAX_IN_FLIGHT": "2", "HONE_DEFAULT_MODEL": "environment",
        "HONE_LOG_LEVEL": "debug", "HONE_GRACE_PERIOD": "2m", "HONE_INSECURE": "true", "HONE_CONFIG": "", "PATH": "/",
    ]

    private static func flags() throws -> Overrides {
        var flags = Overrides()
        flags.host = Override("127.0.0.4", from: .option("--host"))
        flags.port = Override(3, from: .option("--port"))
        flags.upstreamURL = Override(try UpstreamURL("http://flag/v1"), from: .option("--upstream"))
        flags.defaultModel = Override("flag", from: .option("--model"))
        flags.logLevel = Override(.trace, from: .option("--log-level"))
        return flags
    }

    @Test func theFileIsTheLeast() throws {
        let configuration = try load(Self.yaml)
        #expect(configuration.listen.host == "127.0.0.2")
        #expect(configuration.service.defaultModel == "file")
        #expect(configuration.logLevel == .error)
        #expect(configuration.fleet.upstreams[0].replicas[0].host == "file")
    }

    @Test func theEnvironmentComesBeforeTheFile() throws {
        let configuration = try load(Self.yaml, environment: Self.environment)
        #expect(configuration.listen.host == "127.0.0.3")
        #expect(configuration.listen.port == 2)
        #expect(configuration.service.defaultModel == "environment")
        #expect(configuration.logLevel == .debug)
        #expect(configuration.gracePeriod == .seconds(120))
        #expect(configuration.isInsecure)
        let upstream = configuration.fleet.upstreams[0]
        #expect(upstream.name == "m")
        #expect(upstream.replicas[0].host == "environment")
        #expect(upstream.key == "k")
        #expect(upstream.maxSamplesInFlight == 2)
        #expect(configuration.warnings.isEmpty)
    }

    @Test func theCommandLineComesBeforeAll() throws {
        let configuration = try load(Self.yaml, environment: Self.environment, flags: try Self.flags())
        #expect(configuration.listen.host == "127.0.0.4")
        #expect(configuration.listen.port == 3)
        #expect(configuration.service.defaultModel == "flag")
        #expect(configuration.logLevel == .trace)
        #expect(configuration.fleet.upstreams[0].replicas[0].host == "flag")
        #expect(configuration.gracePeriod == .seconds(120))
    }

    @Test func anUpstreamOnTheCommandLineIsEnough() throws {
        let configuration = try Configuration.load(nil, [:], try Self.flags())
        #expect(configuration.fleet.upstreams.map(\.name) == ["default"])
    }

    @Test func withoutAnyUpstreamNothingCanBeServed() {
        let told = problems("")
        #expect(told.count == 1 && told[0].contains("give --upstream URL"), "\(told)")
    }

    @Test func severalUpstreamsCannotBeOverridden() throws {
        let yaml = "upstreams: {a: {url: http://a}, b: {url: http://b}}"
        let told = problems(yaml, environment: ["HONE_UPSTREAM_KEY": "k"], flags: try Self.flags())
        #expect(told.map { $0.prefix { $0 != ":" } } == ["--upstream", "HONE_UPSTREAM_KEY"])
    }

    @Test(arguments: [
        ("HONE_LISTEN_PORT", "http"), ("HONE_UPSTREAM_URL", "nonsense"), ("HONE_UPSTREAM_KEY", "a b"),
        ("HONE_LOG_LEVEL", "loud"), ("HONE_GRACE_PERIOD", "1"), ("HONE_INSECURE", "yes"), ("HONE_MAX_IN_FLIGHT", "0"),
    ])
    func aVariableThatIsWrongIsNamed(name: String, value: String) {
        let told = problems(Self.yaml, environment: [name: value])
        #expect(told.count == 1 && told[0].hasPrefix("\(name): must be "), "\(told)")
    }

    @Test func aVariableThatIsUnknownIsAWarning() throws {
        let warnings = try load(Self.yaml, environment: ["HONE_LISTEN_PROT": "1", "HONEY": "x"]).warnings
        #expect(
            warnings == ["the environment variable HONE_LISTEN_PROT is not known; did you mean HONE_LISTEN_PORT?"])
    }

    @Test func aPublicListenerStaysClosedWhenAReloadedFileHasNoKeysAnyMore() throws {
        let reloaded = try load("listen: {host: 127.0.0.1}\nupstreams: {a: {url: http://a}}")
        #expect(reloaded.refusal(ofHost: "0.0.0.0") != nil)
        #expect(reloaded.refusal(ofHost: "127.0.0.1") == nil)
    }
}
