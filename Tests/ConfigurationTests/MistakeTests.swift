import Testing

@testable import Configuration

/// Every mistake is told with its place and its remedy.
struct MistakeTests {
    /// A server and then something wrong, which so begins on line 3.
    private static func file(_ rest: String) -> String {
        "upstreams:\n  m: {url: http://m/v1, models: [small]}\n" + rest
    }

    @Test(arguments: [
        ("default_modle: small", "3:1: default_modle: unknown key; did you mean 'default_model'?"),
        ("zzz: 1", "3:1: zzz: unknown key; known here: listen, upstreams, models, default_model"),
        ("listen: {prot: 1}", "3:10: listen.prot: unknown key; did you mean 'port'?"),
        ("listen: 8080", "3:9: listen: must be a mapping with keys such as 'host', 'port', not '8080'"),
        ("listen: {port: http}", "3:16: listen.port: must be a whole number from 0 to 65535, not 'http'"),
        ("listen: {port: 65536}", "3:16: listen.port: must be a whole number from 0 to 65535, not '65536'"),
        ("listen: {port: '80'}", "3:16: listen.port: must be a whole number from 0 to 65535, not text in quotes"),
        ("listen:\n  port:\nlog: {}", "4:3: listen.port: must be a whole number from 0 to 65535, not nothing"),
        ("keys:", "3:1: keys: must be a list of keys, not nothing"),
        ("keys: []", "3:7: keys: must be a list of at least one key"),
        ("keys: [{name: a}]", "3:8: keys[0]: 'hash' is missing"),
        ("keys: [{name: a, hash: sk-123}]", "3:24: keys[0].hash: must be 'sha256:' and the 64 hexadecimal digits"),
        ("grace_period: 30", "3:15: grace_period: must be a time such as 500ms, 30s, 5m or 2h"),
        ("grace_period: 3000h", "3:15: grace_period: must be a time such as 500ms, 30s, 5m or 2h"),
        ("limits: {body: 32MQ}", "3:16: limits.body: must be a size such as 65536, 512KiB or 32MB"),
        ("telemetry: {}", "3:12: telemetry: 'otlp_endpoint' is missing"),
        ("difficulty_memory: yes", "3:20: difficulty_memory: must be true or false, not 'yes'"),
        ("log: {level: inof}", "3:14: log.level: there is no level 'inof'; did you mean 'info'?"),
        ("default_model: smal", "3:16: default_model: there is no model 'smal'; did you mean 'small'?"),
        ("default_model: true", "3:16: default_model: must be the name of a model, not 'true': put it in quotes"),
        ("models: {x: {upstream: n}}", "3:24: models.x.upstream: there is no upstream 'n'; did you mean 'm'?"),
        ("models: {x: {targets: []}}", "3:23: models.x.targets: must be a list of at least one target"),
        ("models: {x: {upstream: m, method: scc}}", "models.x.method: there is no method 'scc'"),
        ("models: {x: {upstream: m, parameters: {samples: 3}}}", "models.x.parameters: There are parameters"),
        ("models: {x: {upstream: m, method: sc, parameters: {samples: many}}}", "'parameters.samples' must be"),
        ("models: {x: {upstream: m, roles: {critik: small}}}", "models.x.roles.critik: unknown key"),
        ("models: {x: {upstream: m, prices: {input_per_million: 1}}}", "'output_per_million' is missing"),
        ("cors: {allowed_origins: [https://a/]}", "3:26: cors.allowed_origins[0]: must be an origin such as"),
        ("listen: {port: 1", "this is not YAML: while parsing a flow mapping"),
        ("log: {}\nlog: {}", "3:1: log: this key stands here more than once; keep one of them"),
        ("listen: *nobody", "3:9: this is not YAML: found undefined alias"),
        ("---\nlog: {}", "this is not YAML: "),
    ])
    func isToldWithItsPlace(rest: String, told: String) {
        let problems = problems(Self.file(rest))
        #expect(problems.count == 1 && problems[0].contains("hone.yaml:") && problems[0].contains(told), "\(problems)")
    }

    @Test(arguments: [
        ("{}", "2:6: upstreams.m: 'url' is missing"),
        ("{url: ftp://m}", "2:12: upstreams.m.url: must be an http or https URL"),
        ("{url: http://m/v1, replicas: [http://n]}", "upstreams.m.url: give 'url' or 'replicas', not both"),
        ("{replicas: []}", "2:17: upstreams.m.replicas: must be a list of at least one URL"),
        ("{replicas: [http://a, nonsense]}", "2:28: upstreams.m.replicas[1]: must be an http or https URL"),
        ("{url: http://m, key_env: NOT_SET}", "upstreams.m.key_env: the environment variable NOT_SET is not set"),
        ("{url: http://m, key: abc}", "2:22: upstreams.m.key: unknown key; did you mean 'key_env'?"),
        ("{url: http://m, key_file: gone}", "cannot read /nowhere/gone: No such file or directory"),
        ("{url: http://m, tls: {ca_file: /}}", "upstreams.m.tls.ca_file: cannot read /: Is a directory"),
        ("{url: http://m, headers: {Authorization: x}}", "a key is given with 'key_env' or 'key_file'"),
        ("{url: http://m, headers: {\"a b\": x}}", "upstreams.m.headers.a b: this is no name of a header"),
        ("{url: http://m, max_in_flight: 0}", "upstreams.m.max_in_flight: must be a whole number from 1 to"),
        ("{url: http://m, timeouts: {idle: 0}}", "upstreams.m.timeouts.idle: must be a time such as"),
        ("{url: http://m, breaker: {failures: -1}}", "upstreams.m.breaker.failures: must be a whole number from 1"),
    ])
    func inAModelServerIsToldWithItsPlace(server: String, told: String) {
        let problems = problems("upstreams:\n  m: \(server)\n")
        #expect(problems.count == 1 && problems[0].contains(told), "\(problems)")
    }

    @Test func isToldTogetherWithAllOthers() {
        let yaml = """
            listen: {port: -1}
            upstreams:
              m: {url: nonsense, key_env: NOT_SET}
            grace_period: soon
            keys:
              - {name: a, hash: b, methods: [self-consistancy]}
            """
        let places = problems(yaml).map { $0.split(separator: " ")[1] }
        #expect(
            places == [
                "listen.port:", "upstreams.m.url:", "upstreams.m.key_env:", "grace_period:", "keys[0].hash:",
                "keys[0].methods[0]:",
            ])
    }

    @Test(arguments: [
        "keys: [{name: a, hash: sk-secret}]", "upstreams: {n: {url: \"http://me:sk-secret@n/v1\"}}",
        "upstreams: {n: {url: http://n, key_env: sk-secret}}", "upstreams: {n: {url: http://n, key: sk-secret}}",
        "upstreams: {n: {url: http://n, headers: {authorization: sk-secret}}}",
    ])
    func neverShowsWhatMayBeASecret(yaml: String) {
        let problems = problems(yaml)
        #expect(!problems.isEmpty && !problems.joined().contains("sk-secret"), "\(problems)")
    }

    @Test func isAFileThatIsTooLarge() {
        let problems = problems("#" + String(repeating: "x", count: ConfigurationLimits.maxFileBytes))
        #expect(problems == ["hone.yaml: too large: at most 1048576 bytes are read"])
    }

    @Test func isAnAliasOfAliasesWithoutEnd() {
        var yaml = "x-0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]\n"
        for level in 1..<12 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            yaml += "x-\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(problems(yaml) == ["hone.yaml: too large: at most 100000 values are read"])
    }

    @Test func isDepthWithoutEnd() {
        #expect(problems(String(repeating: "[", count: 100_000)).count == 1)
    }

    @Test func isAFileThatIsNotThere() {
        #expect(throws: ConfigurationError.self) {
            try Configuration.load(file: "/nowhere/hone.yaml", environment: [:])
        }
    }

    @Test func isToListenForAllWithoutKeys() {
        let told = problems(Self.file("listen: {host: 0.0.0.0}"))
        #expect(told.count == 1 && told[0].contains("--insecure"), "\(told)")
        #expect(problems(Self.file("listen: {host: 0.0.0.0}\ninsecure: true")).isEmpty)
        #expect(problems(Self.file("listen: {host: '::1'}")).isEmpty)
        #expect(problems(Self.file("listen: {host: 127.8.0.1}")).isEmpty)
    }
}
