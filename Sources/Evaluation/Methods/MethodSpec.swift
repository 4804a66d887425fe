public import JSON
import Refinement

/// One entry of `--methods`: a method's name or alias, and its parameters as they were written: `esc(window=4,final=pool)`.
public struct MethodSpec: Sendable, Hashable {
    /// The one name that is no method's: a single plain sample, the baseline of every method.
    public static let single = "single"

    /// The entry as it was typed.
    public let label: String
    /// The method's name or alias.
    public let name: String
    /// The parameters that were written.
    public let parameters: JSON.Object

    /// Reads one entry.
    ///
    /// - Throws: `EvaluationError.methodSyntax`.
    public init(parsing text: String) throws(EvaluationError) {
        label = text
        guard let open = text.firstIndex(of: "(") else {
            name = text
            parameters = JSON.Object()
            return
        }
        guard text.last == ")" else { throw .methodSyntax(text, reason: "a parenthesis is not closed") }
        name = String(text[..<open])
        let inside = text[text.index(after: open)...].dropLast()
        var members: [JSON.Member] = []
        for part in Self.parts(of: inside) where !part.isEmpty {
            guard let equals = part.firstIndex(of: "=") else {
                throw .methodSyntax(text, reason: "'\(part)' is no name=value")
            }
            let value = Self.trimmed(part[part.index(after: equals)...])
            members.append(JSON.Member(Self.trimmed(part[..<equals]), (try? JSON(parsing: value)) ?? .string(value)))
        }
        parameters = JSON.Object(members)
        if let twice = parameters.duplicateName { throw .methodSyntax(text, reason: "'\(twice)' is given twice") }
    }

    /// Reads a list of entries that commas separate.
    ///
    /// - Throws: `EvaluationError` if one of them cannot be read, or two are the same.
    public static func list(parsing text: String) throws(EvaluationError) -> [MethodSpec] {
        var specs: [MethodSpec] = []
        for entry in parts(of: text[...]) {
            guard !entry.isEmpty else { throw .methodSyntax(text, reason: "there is an empty entry") }
            let spec = try MethodSpec(parsing: entry)
            guard !specs.contains(where: { $0.label == spec.label }) else { throw .repeatedMethod(spec.label) }
            specs.append(spec)
        }
        return specs
    }

    /// What commas separate, those in brackets and quotes aside.
    private static func parts(of text: Substring) -> [String] {
        var parts = [text.prefix(0)]
        var depth = 0
        var isQuoted = false
        var start = text.startIndex
        for index in text.indices {
            switch text[index] {
            case "\"": isQuoted.toggle()
            case "(" where !isQuoted, "[" where !isQuoted: depth += 1
            case ")" where !isQuoted, "]" where !isQuoted: depth -= 1
            case "," where depth == 0 && !isQuoted:
                parts.append("")
                start = text.index(after: index)
                continue
            default: break
            }
            parts[parts.count - 1] = text[start...index]
        }
        return parts.map(trimmed)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
