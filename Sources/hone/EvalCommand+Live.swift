import ArgumentParser
import CurlClient
import Evaluation
import Glibc
import JSON
import Refinement
import Upstream

/// Which questions a model is asked, and how.
struct EvalLiveOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Lines of {\"question\",\"answer\"}, or GSM8K's own; plain or packed with gzip.", valueName: "file"))
    var dataset: String?

    @Option(help: "The base URL of the model server's API, for example http://127.0.0.1:8000/v1.")
    var upstream: String?

    @Option(help: "The environment variable that holds the model server's key.")
    var upstreamKeyEnv: String?

    @Option(help: "The model that is asked. (default: the server's only model, if it has only one)")
    var model: String?

    @Option(help: "The temperature of sampling. (default: the server's)")
    var temperature: Double?

    @Option(help: "The seed; sample i of each question is asked for with seed + i.")
    var seed: Int?

    @Option(help: "The most tokens of one sample. (default: the server's)")
    var maxTokens: Int?

    @Option(help: "How many questions are worked on at once; one alone has the truest times. (default: 4)")
    var concurrency: Int?

    func validate() throws {
        if let concurrency, concurrency < 1 { throw ValidationError("--concurrency must be at least 1.") }
        if let maxTokens, maxTokens < 1 { throw ValidationError("--max-tokens must be at least 1.") }
        if let temperature, !(temperature >= 0) { throw ValidationError("--temperature must not be negative.") }
    }

    /// One of these options that was given, the data set aside.
    var given: String? {
        let options: [(name: String, isGiven: Bool)] = [
            ("--upstream", upstream != nil), ("--upstream-key-env", upstreamKeyEnv != nil), ("--model", model != nil),
            ("--temperature", temperature != nil), ("--seed", seed != nil), ("--max-tokens", maxTokens != nil),
            ("--concurrency", concurrency != nil),
        ]
        return options.first(where: \.isGiven)?.name
    }

    func evaluation(of live: EvalLiveModel, _ comparison: EvalComparisonOptions) throws -> EvalPlan {
        let dataset = try Dataset(parsing: try FileBytes.contents(of: dataset ?? ""), limit: comparison.limit)
        let reading = try comparison.reading(default: "auto")
        var sampling = SamplingOptions()
        sampling["temperature"] = temperature.map(JSON.number)
        sampling["seed"] = seed.map(JSON.number)
        sampling["max_tokens"] = maxTokens.map(JSON.number)
        let trials = try Trial.live(dataset.problems, of: live.model, sampling: sampling, reading: reading)
        let settings = comparison.settings(
            [
                "model": .string(live.model.name), "temperature": sampling["temperature"], "seed": sampling["seed"],
                "max_tokens": sampling["max_tokens"],
            ], reading: reading)
        return EvalPlan(trials: trials, settings: settings, concurrency: concurrency ?? 4, measuresTime: true)
    }
}

/// The model that is asked, and the connections to its server.
struct EvalLiveModel {
    let model: any LanguageModel
    private let client: CurlClient

    init(_ options: EvalLiveOptions) async throws {
        let text = options.upstream ?? ""
        let base: UpstreamURL
        do {
            base = try UpstreamURL(text)
        } catch {
            throw CommandFailure(
                "--upstream must be an http or https URL such as http://127.0.0.1:8000/v1, not '\(text)'.")
        }
        let key = try options.upstreamKeyEnv.map(Self.key)
        client = try CurlClient()
        let upstream = Upstream(UpstreamConfiguration(base: base, key: key), client: client)
        do {
            let name = try await Self.modelName(options.model, of: upstream)
            model = upstream.model(named: name)
        } catch {
            await client.shutdown()
            throw error
        }
    }

    func shutdown() async { await client.shutdown() }

    private static func key(from name: String) throws -> String {
        guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else {
            throw CommandFailure("The environment variable \(name), named by --upstream-key-env, is not set.")
        }
        return value
    }

    private static func modelName(_ asked: String?, of upstream: Upstream) async throws -> String {
        if let asked { return asked }
        do {
            let names = try await upstream.modelNames()
            guard names.count == 1 else {
                throw CommandFailure("The server has \(names.count) models; --model says which one is asked.")
            }
            return names[0]
        } catch let error as ModelError {
            throw CommandFailure("The server's models cannot be listed: \(error.reason).")
        }
    }
}
