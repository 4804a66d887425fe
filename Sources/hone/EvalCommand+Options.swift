import ArgumentParser
import Evaluation
import JSON

/// What is compared, and how an answer is recognised.
struct EvalComparisonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The methods, separated by commas, each by name or alias and with its parameters if need be, as in "
                + "'single,sc,esc(window=4)'; 'single' is one plain sample. All are compared to the first.",
            valueName: "list"))
    var methods: String

    @Option(help: "How many samples a method may take, where it does not say so itself.")
    var samples: Int?

    @Option(
        help: ArgumentHelp(
            "How answers are read: auto, number, latex, choice, boolean, letters, json, code, text, regex, or verbatim, "
                + "where all of the text is the answer. (default: verbatim for recorded answers, else auto)",
            valueName: "type"))
    var answerType: String?

    @Option(help: ArgumentHelp("Look for answers only in what this matches last.", valueName: "pattern"))
    var answerPattern: String?

    @Flag(help: "Let missing answers vote like any other, in the methods that can (to reproduce papers that did).")
    var countNull = false

    @Flag(help: "Count a tie for the most votes as a fraction, instead of by the answer seen first.")
    var fractionalTies = false

    @Option(help: "Only the first so many questions.")
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
        if let samples, samples < 1 { throw ValidationError("--samples must be at least 1.") }
    }

    var ties: TiePolicy { fractionalTies ? .fractional : .firstSeen }

    func methodsUnderTest() throws -> [MethodUnderTest] {
        try MethodSpec.list(parsing: methods).map {
            try MethodUnderTest($0, samples: samples, countsNull: countNull)
        }
    }

    /// How answers are read where nothing else says it.
    func reading(default type: String) throws -> AnswerReading {
        try AnswerReading(named: answerType ?? type, pattern: answerPattern)
    }

    /// The settings that results depend on, after those of their source.
    func settings(_ source: KeyValuePairs<String, JSON?>, reading: AnswerReading) -> EvaluationSettings {
        let own: KeyValuePairs<String, JSON?> = [
            "samples": samples.map(JSON.number), "answer_type": .string(reading.name),
            "answer_pattern": answerPattern.map(JSON.string), "count_null": countNull ? true : nil,
            "ties": fractionalTies ? .string(ties.rawValue) : nil,
        ]
        return EvaluationSettings((Array(source) + Array(own)).map { (name: $0.key, value: $0.value) })
    }
}

/// Where recorded samples come from.
struct EvalReplayOptions: ParsableArguments {
    @Option(
        name: .customLong("replay"),
        help: ArgumentHelp("Lines of recorded samples, plain or packed with gzip.", valueName: "file"))
    var file: String?

    @Option(
        help: ArgumentHelp(
            "Replay each question so often ('all': as often as it has samples), its samples turned by one more each "
                + "time. (default: 1)", valueName: "n"))
    var rotations: String?

    @Flag(help: "Replay the answers that the recording found itself, not its texts.")
    var recordedAnswers = false

    @Option(help: ArgumentHelp("The word that stands for no answer among the recorded answers.", valueName: "word"))
    var nullAnswer: String?

    func validate() throws {
        guard rotations == nil || rotations == "all" || rotations.flatMap(Int.init).map({ $0 > 0 }) == true else {
            throw ValidationError("--rotations must be a number from 1, or 'all'.")
        }
        guard nullAnswer == nil || recordedAnswers else {
            throw ValidationError("--null-answer goes with --recorded-answers only.")
        }
    }

    /// One of these options that was given.
    var given: String? {
        if rotations != nil { return "--rotations" }
        return recordedAnswers ? "--recorded-answers" : nil
    }

    func evaluation(of file: String, _ comparison: EvalComparisonOptions) throws -> EvalPlan {
        let set = try RecordedSet(
            parsing: try FileBytes.contents(of: file), telling: recordedAnswers ? .answers(none: nullAnswer) : .texts,
            limit: comparison.limit)
        let isVerbatim = set.problems.allSatisfy(\.isVerbatim)
        let reading = try comparison.reading(default: isVerbatim ? AnswerReading.verbatimName : "auto")
        let trials = try Trial.replayed(
            set.problems, rotations: rotations == "all" ? .all : .first(rotations.flatMap(Int.init) ?? 1),
            reading: reading)
        let settings = comparison.settings(
            ["model": "replay", "recorded_answers": recordedAnswers ? true : nil], reading: reading)
        return EvalPlan(
            trials: trials, settings: settings, concurrency: Processors.count, measuresTime: false)
    }
}

/// Where the results go.
struct EvalOutputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write one line per question there as soon as it is done, and go on from what is there.", valueName: "file")
    )
    var out: String?

    @Option(help: ArgumentHelp("Draw accuracy over cost there, as SVG.", valueName: "file"))
    var plot: String?

    @Flag(help: "Print the comparison as JSON instead of as a table.")
    var json = false
}
