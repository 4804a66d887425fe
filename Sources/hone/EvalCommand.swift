import ArgumentParser
import Evaluation
import Glibc
import JSON

/// `hone eval`: methods compared on recorded samples, or on a model that is asked now.
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Compare methods on a data set: accuracy over cost.",
        discussion: """
            On recorded samples, where sample i of a question is recorded sample i:

              hone eval --replay recorded.jsonl.gz --methods single,sc,esc,asc --samples 40

            On a model server:

              hone eval --dataset gsm8k.jsonl --upstream http://127.0.0.1:8000/v1 --methods 'single,sc(samples=10),sc' \
            --samples 40 --temperature 0.7 --out results.jsonl

            What is done stands in the file of --out at once, and the same command goes on where it was interrupted. \
            A question that failed counts as wrong; delete its line in the file to have it asked again.
            """)

    @OptionGroup(title: "Recorded samples") var replay: EvalReplayOptions
    @OptionGroup(title: "A model server") var live: EvalLiveOptions
    @OptionGroup(title: "What is compared") var comparison: EvalComparisonOptions
    @OptionGroup(title: "What comes of it") var output: EvalOutputOptions

    func validate() throws {
        switch (replay.file, live.dataset) {
        case (nil, nil): throw ValidationError("Give --replay FILE or --dataset FILE.")
        case (_?, _?): throw ValidationError("Give either --replay or --dataset, not both.")
        case (_?, nil):
            if let name = live.given { throw ValidationError("\(name) goes with --dataset only.") }
        case (nil, _?):
            if let name = replay.given { throw ValidationError("\(name) goes with --replay only.") }
            guard live.upstream != nil else { throw ValidationError("--dataset needs --upstream URL.") }
        }
    }

    func run() async throws {
        do {
            let methods = try comparison.methodsUnderTest()
            if let file = replay.file {
                try await compare(methods, try replay.evaluation(of: file, comparison))
            } else {
                let model = try await EvalLiveModel(live)
                do {
                    try await compare(methods, try live.evaluation(of: model, comparison))
                } catch {
                    await model.shutdown()
                    throw error
                }
                await model.shutdown()
            }
        } catch let error as EvaluationError {
            throw CommandFailure("\(error)")
        }
    }

    private func compare(_ methods: [MethodUnderTest], _ plan: EvalPlan) async throws {
        let session = EvalSession(
            evaluator: Evaluator(
                methods: methods, concurrency: plan.concurrency, measuresTime: plan.measuresTime, ties: comparison.ties),
            trials: plan.trials, settings: plan.settings, resultsPath: output.out)
        let (scoreboard, signal) = try await session.runUntilSignal()
        if let signal {
            let resume = output.out == nil ? "" : "; the same command goes on from there"
            printError("\(signal): \(scoreboard.trials) of \(plan.trials.count) questions are done\(resume)")
        }
        if scoreboard.trials > 0 { try report(scoreboard) }
        switch signal {
        case "SIGINT": throw ExitCode(128 + SIGINT)
        case "SIGTERM": throw ExitCode(128 + SIGTERM)
        default: break
        }
        if scoreboard.summaries.allSatisfy({ $0.failures == $0.trials }) { throw ExitCode.failure }
    }

    private func report(_ scoreboard: Scoreboard) throws {
        let table = ComparisonTable(scoreboard)
        if output.json {
            printLine(table.json.description)
        } else {
            for line in table.lines { printLine(line) }
        }
        if let plot = output.plot { try FileBytes.write(Array(AccuracyPlot(scoreboard).svg.utf8), to: plot) }
    }
}

/// What is to be evaluated.
struct EvalPlan {
    let trials: [Trial]
    let settings: EvaluationSettings
    let concurrency: Int
    let measuresTime: Bool
}
