import JSON

/// One line of a data set or of a recording: a JSON object whose members go by several names.
struct ProblemLine {
    private let number: Int
    private let json: JSON

    /// Reads a line.
    ///
    /// - Throws: `EvaluationError.line` if it is no JSON object.
    init(number: Int, _ bytes: some Collection<UInt8>) throws(EvaluationError) {
        self.number = number
        do throws(JSONError) {
            json = try JSON(parsing: bytes)
        } catch {
            throw .line(number, reason: "no JSON: \(error)")
        }
        guard json.object != nil else { throw .line(number, reason: "must be an object, not \(json.kind)") }
    }

    /// The lines of a file, those that are blank left out.
    ///
    /// - Throws: `EvaluationError`.
    static func all<Value>(
        in bytes: [UInt8], limit: Int?, read: (ProblemLine) throws(EvaluationError) -> Value
    ) throws(EvaluationError) -> [Value] {
        var values: [Value] = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if let limit, values.count >= limit { break }
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            values.append(try read(try ProblemLine(number: index + 1, line)))
        }
        guard !values.isEmpty else { throw .noQuestion }
        return values
    }

    /// The question, its name the line's number where it has none of its own.
    func problem() throws(EvaluationError) -> Problem {
        Problem(
            id: json["id"].flatMap(Self.word) ?? String(number), text: json["question"]?.string ?? "", gold: try gold)
    }

    /// The first of these members, which must be an array if it is there.
    func array(_ names: String...) throws(EvaluationError) -> [JSON]? {
        for name in names {
            guard let value = json[name] else { continue }
            guard let array = value.array else { throw wrong(name, "must be an array, not \(value.kind)") }
            return array
        }
        return nil
    }

    /// The error that something is wrong with a member.
    func wrong(_ name: String, _ reason: String) -> EvaluationError { .line(number, reason: "'\(name)' \(reason)") }

    /// The right answer: all of the member, or what follows the last `####` of GSM8K's worked solutions.
    private var gold: String {
        get throws(EvaluationError) {
            guard let member = json["gold"] ?? json["answer"] else { throw .line(number, reason: "has no 'answer'") }
            guard let text = Self.word(member) else {
                throw wrong(json["gold"] == nil ? "answer" : "gold", "must be a string or a number, not \(member.kind)")
            }
            guard let mark = text.ranges(of: "####").last else { return text }
            return String(text[mark.upperBound...].filter { !$0.isWhitespace && $0 != "," })
        }
    }

    private static func word(_ value: JSON) -> String? {
        switch value {
        case .string(let text): text
        case .number(let number): number.text
        default: nil
        }
    }
}
