public import JSON

/// A parameter that a method declares: from it follow validation, `GET /v1/methods`, the OpenAPI schema and the help.
public struct Parameter: Sendable {
    /// The values that are allowed, and the default.
    public enum Domain: Sendable {
        /// An integer within a range; without a default it may be left out.
        case integer(ClosedRange<Int>, default: Int?)
        /// A number within a range; without a default it may be left out.
        case real(ClosedRange<Double>, default: Double?)
        /// Yes or no; without a default it may be left out.
        case flag(default: Bool?)
        /// One of these words.
        case word([String], default: String)
        /// A text of at most so many bytes; none by default.
        case text(maxBytes: Int)
        /// At most so many texts; none by default.
        case texts(max: Int)
    }

    /// The parameter's name on the wire.
    public let name: String
    /// The values that are allowed.
    public let domain: Domain
    /// What it does, in one sentence.
    public let summary: String

    /// Declares an integer.
    static func integer(_ name: String, _ range: ClosedRange<Int>, default: Int?, _ summary: String) -> Parameter {
        Parameter(name: name, domain: .integer(range, default: `default`), summary: summary)
    }

    /// Declares a number.
    static func real(_ name: String, _ range: ClosedRange<Double>, default: Double?, _ summary: String) -> Parameter {
        Parameter(name: name, domain: .real(range, default: `default`), summary: summary)
    }

    /// Declares a yes or no.
    static func flag(_ name: String, default: Bool?, _ summary: String) -> Parameter {
        Parameter(name: name, domain: .flag(default: `default`), summary: summary)
    }

    /// Declares a text, which may be left out.
    static func text(_ name: String, maxBytes: Int, _ summary: String) -> Parameter {
        Parameter(name: name, domain: .text(maxBytes: maxBytes), summary: summary)
    }

    /// Declares a list of texts.
    static func texts(_ name: String, max: Int, _ summary: String) -> Parameter {
        Parameter(name: name, domain: .texts(max: max), summary: summary)
    }

    /// Declares a choice between the cases of an enumeration.
    static func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, default: Word, _ summary: String
    ) -> Parameter {
        Parameter(
            name: name, domain: .word(Word.allCases.map(\.rawValue), default: `default`.rawValue), summary: summary)
    }

    /// The value when the client names none; null where there is none.
    public var defaultValue: JSON {
        switch domain {
        case .integer(_, let value): value.map { .number($0) } ?? .null
        case .real(_, let value): value.map { .number($0) } ?? .null
        case .flag(let value): value.map { .bool($0) } ?? .null
        case .word(_, let value): .string(value)
        case .text: .null
        case .texts: []
        }
    }

    /// The parameter as JSON Schema.
    public var schema: JSON {
        var schema: JSON.Object
        switch domain {
        case .integer(let range, _):
            schema = JSON.Object([
                JSON.Member("type", "integer"), JSON.Member("minimum", .number(range.lowerBound)),
                JSON.Member("maximum", .number(range.upperBound)),
            ])
        case .real(let range, _):
            schema = JSON.Object([
                JSON.Member("type", "number"), JSON.Member("minimum", .number(range.lowerBound)),
                JSON.Member("maximum", .number(range.upperBound)),
            ])
        case .flag: schema = JSON.Object([JSON.Member("type", "boolean")])
        case .word(let words, _):
            schema = JSON.Object([JSON.Member("type", "string"), JSON.Member("enum", .array(words.map(JSON.string)))])
        case .text(let most):
            schema = JSON.Object([
                JSON.Member("type", "string"), JSON.Member("minLength", 1), JSON.Member("maxLength", .number(most)),
            ])
        case .texts(let most):
            schema = JSON.Object([
                JSON.Member("type", "array"), JSON.Member("items", ["type": "string"]),
                JSON.Member("maxItems", .number(most)),
            ])
        }
        if accepts(.null), let type = schema["type"] { schema["type"] = [type, "null"] }
        if !defaultValue.isNull { schema["default"] = defaultValue }
        schema["description"] = .string(summary)
        return .object(schema)
    }

    /// What is allowed, in the words of an error message.
    var allowed: String {
        switch domain {
        case .integer(let range, _): "an integer from \(range.lowerBound) to \(range.upperBound)"
        case .real(let range, _): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .flag: "true or false"
        case .word(let words, _): "one of \(words.map { "'\($0)'" }.joined(separator: ", "))"
        case .text(let most): "a text of 1 to \(most) bytes"
        case .texts(let most): "an array of at most \(most) texts"
        }
    }

    func accepts(_ value: JSON) -> Bool {
        switch domain {
        case .integer(let range, let fallback): value.int.map(range.contains) ?? (value.isNull && fallback == nil)
        case .real(let range, let fallback): value.double.map(range.contains) ?? (value.isNull && fallback == nil)
        case .flag(let fallback): value.bool != nil || value.isNull && fallback == nil
        case .word(let words, _): value.string.map(words.contains) ?? false
        case .text(let most): value.string.map { (1...most).contains($0.utf8.count) } ?? value.isNull
        case .texts(let most):
            value.array.map { $0.count <= most && $0.allSatisfy { $0.string?.isEmpty == false } } ?? false
        }
    }
}
