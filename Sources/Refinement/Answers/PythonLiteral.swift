/// A literal of Python: what `ast.literal_eval` reads, complex numbers aside.
indirect enum PythonLiteral: Sendable {
    /// `None`, `True` or `False`.
    case constant(String)
    /// A number, exact.
    case number(ExactNumber)
    /// A text, without its quotes and escapes; `isBytes` for `b'…'`.
    case text(String, isBytes: Bool)
    /// `[…]`.
    case list([PythonLiteral])
    /// `(…)`.
    case tuple([PythonLiteral])
    /// `{…}` without keys, or `set()`.
    case set([PythonLiteral])
    /// `{key: value, …}`.
    case dictionary([(key: PythonLiteral, value: PythonLiteral)])

    /// The literal in a form that is the same for equal values: members of sets and dictionaries sorted, numbers exact,
    /// of equal keys the last.
    var canonical: String {
        switch self {
        case .constant(let name): name
        case .number(let value): value.canonical
        case .text(let text, let isBytes): (isBytes ? "b" : "") + Self.quoted(text)
        case .list(let elements): "[" + Self.joined(elements.map(\.canonical)) + "]"
        case .tuple(let elements): "(" + Self.joined(elements.map(\.canonical)) + (elements.count == 1 ? ",)" : ")")
        case .set(let elements):
            elements.isEmpty ? "set()" : "{" + Self.joined(Set(elements.map(\.canonical)).sorted()) + "}"
        case .dictionary(let members):
            "{"
                + Self.joined(
                    Dictionary(members.map { ($0.key.canonical, $0.value.canonical) }) { _, last in last }
                        .sorted { $0.key < $1.key }
                        .map { "\($0.key): \($0.value)" }) + "}"
        }
    }

    private static func joined(_ parts: [String]) -> String { parts.joined(separator: ", ") }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\n", with: "\\n") + "'"
    }
}
