public import JSON

/// A parameter that a method declares: from it follow validation, `GET /v1/methods`, the OpenAPI schema and the help.
public struct Parameter: Sendable {
    /// The values that are allowed, and the default.
    public enum Domain: Sendable {
        /// An integer within a range.
        case integer(ClosedRange<Int>, default: Int)
        /// One of these words.
        case word([String], default: String)
    }

    /// The parameter's name on the wire.
    public let name: String
    /// The values that are allowed.
    public let domain: Domain
    /// What it does, in one sentence.
    public let summary: String

    /// Declares an integer.
    static func integer(_ name: String, _ range: ClosedRange<Int>, default: Int, _ summary: String) -> Parameter {
        Parameter(name: name, domain: .integer(range, default: `default`), summary: summary)
    }

    /// Declares a choice between the cases of an enumeration.
    static func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, default: Word, _ summary: String
    ) -> Parameter {
        Parameter(
            name: name, domain: .word(Word.allCases.map(\.rawValue), default: `default`.rawValue), summary: summary)
    }

    /// The value when the client names none.
    public var defaultValue: JSON {
        switch domain {
        case .integer(_, let value): .number(value)
        case .word(_, let value): .string(value)
        }
    }

    /// The parameter as JSON Schema.
    public var schema: JSON {
        switch domain {
        case .integer(let range, let value):
            [
                "type": "integer", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound),
                "default": .number(value), "description": .string(summary),
            ]
        case .word(let words, let value):
            [
                "type": "string", "enum": .array(words.map(JSON.string)), "default": .string(value),
                "description": .string(summary),
            ]
        }
    }

    /// What is allowed, in the words of an error message.
    var allowed: String {
        switch domain {
        case .integer(let range, _): "an integer from \(range.lowerBound) to \(range.upperBound)"
        case .word(let words, _): "one of \(words.map { "'\($0)'" }.joined(separator: ", "))"
        }
    }

    func accepts(_ value: JSON) -> Bool {
        switch domain {
        case .integer(let range, _): value.int.map(range.contains) ?? false
        case .word(let words, _): value.string.map(words.contains) ?? false
        }
    }
}
