import Yams

/// One value of the file: what it is, or an issue that says what it must be.
struct ValueReader {
    let node: Node
    /// Where the value begins, or where its key stands if it is empty.
    let mark: Mark?
    let path: String
    let log: IssueLog

    init(_ node: Node, mark: Mark? = nil, path: String, log: IssueLog) {
        self.node = node
        self.mark = mark ?? node.mark
        self.path = path
        self.log = log
    }

    /// Notes that the value is wrong.
    func refuse(_ problem: ConfigurationProblem) { log.add(problem, at: mark, path: path) }

    /// Notes that the value has another type or form than it must.
    func refuse(expected: String, showing value: String? = nil) {
        refuse(.wrong(expected: expected, found: value.map { "'\($0)'" }))
    }

    // MARK: Scalars

    /// Text; a number is taken as it is spelt.
    func string(_ expected: String = "text") -> String? {
        guard let scalar = node.scalar, !isNull else { return mistyped(expected) }
        guard bool == nil else {
            refuse(.wrong(expected: expected, found: "'\(scalar.string)': put it in quotes if you mean the word"))
            return nil
        }
        guard !scalar.string.isEmpty else { return mistyped(expected) }
        return scalar.string
    }

    /// `true` or `false`.
    func boolean() -> Bool? { bool ?? mistyped("true or false") }

    func integer(in range: ClosedRange<Int>) -> Int? {
        let expected =
            range.upperBound == .max
            ? "a whole number, at least \(range.lowerBound)"
            : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let text = plain, let value = Int(text), range.contains(value) else { return mistyped(expected) }
        return value
    }

    func number(in range: ClosedRange<Double>) -> Double? {
        let expected =
            range.upperBound == .infinity
            ? "a number, at least \(range.lowerBound)" : "a number from \(range.lowerBound) to \(range.upperBound)"
        guard let text = plain, let value = Double(text), range.contains(value) else { return mistyped(expected) }
        return value
    }

    /// A span of time such as `30s`.
    func duration(atLeast least: Duration = .milliseconds(1)) -> Duration? {
        let expected = "a time such as 500ms, 30s, 5m or 2h, \(least > .zero ? "not 0 and " : "")at most 168h"
        guard let text = plain, let value = Duration(configured: text),
            (least...ConfigurationLimits.maxDuration).contains(value)
        else { return mistyped(expected) }
        return value
    }

    /// A number of bytes such as `32MB`.
    func size(in range: ClosedRange<Int>) -> Int? {
        let expected = "a size such as 65536, 512KiB or 32MB (\(range.lowerBound) to \(range.upperBound) bytes)"
        guard let text = plain, let value = ByteSize.bytes(text), range.contains(value) else {
            return mistyped(expected)
        }
        return value
    }

    /// One of a few words.
    func choice<Choice>(of known: [(name: String, value: Choice)], kind: String) -> Choice? {
        guard let name = string("the name of a \(kind)") else { return nil }
        if let found = known.first(where: { $0.name == name }) { return found.value }
        refuseUnknown(kind, name, known: known.map(\.name))
        return nil
    }

    /// Notes that there is nothing of that name.
    func refuseUnknown(_ kind: String, _ name: String, known: [String]) {
        refuse(.unknown(kind: kind, name: name, known: known, nearest: Spelling.nearest(to: name, among: known)))
    }

    // MARK: Collections

    /// A mapping in which only `known` keys stand.
    func mapping(_ known: [String]) -> MappingReader? {
        guard let mapping = node.mapping else {
            return mistyped("a mapping with keys such as \(known.prefix(3).map { "'\($0)'" }.joined(separator: ", "))")
        }
        let reader = MappingReader(mapping, mark: mark, path: path, log: log)
        reader.refuseAll(but: known)
        return reader
    }

    /// A mapping whose keys are names that the user chooses.
    func names(of what: String) -> MappingReader? {
        guard let mapping = node.mapping else { return mistyped("a mapping from names to \(what)") }
        return MappingReader(mapping, mark: mark, path: path, log: log)
    }

    /// A list, of which those elements come back that could be read.
    func list<Element>(of what: String, _ read: (ValueReader) -> Element?) -> [Element]? {
        guard let sequence = node.sequence else { return mistyped("a list of \(what)") }
        return sequence.enumerated().compactMap { index, node in
            read(ValueReader(node, path: "\(path)[\(index)]", log: log))
        }
    }

    // MARK: What it is

    /// The keys that stand there, right or wrong; none if this is no mapping.
    var keyNames: [String] { node.mapping?.keys.compactMap { $0.scalar?.string } ?? [] }

    /// Whether it is a list without elements.
    var isEmptyList: Bool { node.sequence?.isEmpty ?? false }

    /// A scalar as it is spelt, whatever it means.
    var spelling: String? { node.scalar?.string }

    var isNull: Bool {
        guard let scalar = node.scalar, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// The spelling of a scalar that is not in quotes.
    var plain: String? {
        guard let scalar = node.scalar, scalar.style == .plain, !isNull else { return nil }
        return scalar.string
    }

    private var bool: Bool? {
        switch plain {
        case "true", "True", "TRUE": true
        case "false", "False", "FALSE": false
        default: nil
        }
    }

    private func mistyped<Value>(_ expected: String) -> Value? {
        let found =
            switch node {
            case .mapping: "a mapping"
            case .sequence: "a list"
            case .scalar(let scalar) where isNull || scalar.string.isEmpty: "nothing"
            case .scalar(let scalar) where scalar.style != .plain: "text in quotes"
            case .scalar(let scalar): "'\(scalar.string.prefix(40))'"
            case .alias: "an alias"
            }
        refuse(.wrong(expected: expected, found: found))
        return nil
    }
}
