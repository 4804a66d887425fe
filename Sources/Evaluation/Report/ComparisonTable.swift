public import JSON

/// The methods side by side, as a table in Markdown or as JSON.
public struct ComparisonTable: Sendable {
    private let summaries: [MethodSummary]
    private let questions: Int
    private let trials: Int

    /// The table of what was counted.
    public init(_ scoreboard: Scoreboard) {
        summaries = scoreboard.summaries
        questions = scoreboard.questions
        trials = scoreboard.trials
    }

    /// The table, line by line.
    public var lines: [String] {
        var columns: [(head: String, cells: [String])] = [
            ("method", summaries.map(\.label)),
            ("accuracy (95 % interval)", summaries.map(Self.accuracy)),
        ]
        if summaries.count > 1 {
            columns.append(("against \(summaries[0].label)", summaries.map(Self.difference)))
        }
        columns.append(("samples", summaries.map { $0.samplesPerTrial.fixed(2) }))
        columns.append(("calls", summaries.map { $0.callsPerTrial.fixed(2) }))
        if summaries.contains(where: { $0.tokens > 0 }) {
            columns.append(
                ("tokens", summaries.map { ($0.areTokensEstimated ? "≈ " : "") + $0.tokensPerTrial.fixed(0) }))
        }
        if summaries.contains(where: { $0.milliseconds != nil }) {
            columns.append(("time", summaries.map { $0.millisecondsPerTrial.map(Self.time) ?? "" }))
        }
        columns.append(("correct / samples", summaries.map { "\(Self.count($0.correct)) / \($0.samples)" }))
        columns.append(("failed", summaries.map { String($0.failures) }))
        let rows = summaries.indices.map { row in columns.map { $0.cells[row] } }
        return Self.markdown([columns.map(\.head)] + rows) + ["", note] + failures
    }

    /// The same as JSON.
    public var json: JSON {
        [
            "questions": .number(questions), "trials": .number(trials),
            "methods": .array(summaries.map(Self.json)),
        ]
    }

    private var note: String {
        let repeated = trials > questions ? ", \(trials) trials in all; intervals are those of the questions" : ""
        return "\(questions) questions\(repeated). Samples, calls, tokens and time are means over them."
    }

    private var failures: [String] {
        summaries.compactMap { summary in
            summary.firstError.map {
                "\(summary.label) failed at \(summary.failures), which count as wrong; at first: \($0)"
            }
        }
    }

    private static func accuracy(_ summary: MethodSummary) -> String {
        let interval = "\(percent(summary.interval.lower)) to \(percent(summary.interval.upper))"
        return "\(percent(summary.accuracy)) % (\(interval))"
    }

    private static func difference(_ summary: MethodSummary) -> String {
        guard let difference = summary.difference else { return "" }
        let sign = difference.mean > 0 ? "+" : ""
        let interval = "\(percent(difference.lower)) to \(percent(difference.upper))"
        let p = summary.p.map { ", p \($0 < 0.001 ? "< 0.001" : $0.fixed(3))" } ?? ""
        return "\(sign)\(percent(difference.mean)) (\(interval))\(p)"
    }

    private static func percent(_ share: Double) -> String { (share * 100).fixed(2) }

    private static func time(_ milliseconds: Double) -> String {
        milliseconds < 1_000 ? "\(milliseconds.fixed(0)) ms" : "\((milliseconds / 1_000).fixed(2)) s"
    }

    private static func count(_ correct: Double) -> String {
        correct == correct.rounded() ? correct.fixed(0) : correct.fixed(4)
    }

    private static func markdown(_ rows: [[String]]) -> [String] {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).enumerated().map { column, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 ? cell.0 + padding : padding + cell.0
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = widths.enumerated().map { column, width in
            column == 0 ? String(repeating: "-", count: width) : String(repeating: "-", count: width - 1) + ":"
        }
        return [line(rows[0]), "| " + rule.joined(separator: " | ") + " |"] + rows.dropFirst().map(line)
    }

    private static func json(_ summary: MethodSummary) -> JSON {
        var json: JSON.Object = JSON.Object([
            .init("method", .string(summary.label)), .init("accuracy", .number(summary.accuracy)),
            .init("interval", [.number(summary.interval.lower), .number(summary.interval.upper)]),
        ])
        if let difference = summary.difference {
            json["difference"] = .number(difference.mean)
            json["difference_interval"] = [.number(difference.lower), .number(difference.upper)]
        }
        json["p"] = summary.p.map(JSON.number)
        json["correct"] = .number(summary.correct)
        json["samples"] = .number(summary.samples)
        json["failed"] = .number(summary.failures)
        json["first_error"] = summary.firstError.map(JSON.string)
        json["samples_per_question"] = .number(summary.samplesPerTrial)
        json["calls_per_question"] = .number(summary.callsPerTrial)
        json["tokens_per_question"] = .number(summary.tokensPerTrial)
        json["tokens_estimated"] = .bool(summary.areTokensEstimated)
        json["ms_per_question"] = summary.millisecondsPerTrial.map(JSON.number)
        return .object(json)
    }
}
